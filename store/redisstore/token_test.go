package redisstore_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/redisstore"
)

func token(t testing.TB, s *redisstore.Store, want string) {
	t.Helper()
	got, ok, err := s.Get(t.Context(), "access")
	if err != nil || got != want || ok != (want != "") {
		t.Fatalf("token %q, %v, %v, want %q", got, ok, err, want)
	}
}

func TestTokens(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		token(t, s, "")
		check(t, s.Set(t.Context(), "access", "one", time.Minute))
		token(t, s, "one")
		check(t, s.Set(t.Context(), "access", "two", 0))
		check(t, s.Set(t.Context(), "access", "two", -time.Second))
		token(t, s, "one")
		check(t, s.DeleteIf(t.Context(), "access", "other"))
		token(t, s, "one")
		check(t, s.DeleteIf(t.Context(), "access", "one"))
		token(t, s, "")
		check(t, s.DeleteIf(t.Context(), "access", "one"))
		check(t, s.Set(t.Context(), "access", "three", time.Minute))
		check(t, s.Delete(t.Context(), "access"))
		check(t, s.Delete(t.Context(), "access"))
		token(t, s, "")
	})
}

func TestTokensExpire(t *testing.T) {
	t.Parallel()
	expires := func(t *testing.T, s *redisstore.Store) {
		check(t, s.Set(t.Context(), "access", "lasting", time.Minute))
		check(t, s.Set(t.Context(), "brief", "x", time.Nanosecond)) // kept for a millisecond
		check(t, s.Set(t.Context(), "short", "x", 150*time.Millisecond))
		for _, name := range []string{"brief", "short"} {
			eventually(t, name+" expires", func() bool {
				_, ok, err := s.Get(t.Context(), name)
				return err == nil && !ok
			})
		}
		token(t, s, "lasting")
	}
	t.Run("embedded", func(t *testing.T) { expires(t, openURL(t, embedded(t, t.TempDir()).URL())) })
	t.Run("redis-server", func(t *testing.T) { expires(t, open(t, &startServer(t).engine)) })
}
