package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

var sessionKind = kind[service.Session]{
	bare:   func(id string) service.Session { return service.Session{ID: id} },
	insert: service.Store.InsertSession,
	read:   service.Store.Session,
}

// noon is some moment.
var noon = time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)

// moments are a little before, at and a little after noon.
var moments = map[string]time.Time{
	"before": noon.Add(-time.Millisecond), "at": noon, "after": noon.Add(time.Millisecond),
}

var sessions = []storeTest{
	{"deleted is gone, alone", func(t *testing.T, s service.Store) {
		check(t, s.InsertSession(deadline(t), service.Session{ID: "x", AccountID: "a"}))
		check(t, s.InsertSession(deadline(t), service.Session{ID: "y", AccountID: "a"}))
		for range 2 { // a logout may be repeated
			check(t, s.DeleteSession(deadline(t), "x"))
			wantSessions(t, s, map[string]bool{"x": false, "y": true})
		}
	}},
	{"of one account are deleted", func(t *testing.T, s service.Store) {
		for id, account := range map[string]string{"x": "a", "y": "a", "z": "aa"} {
			check(t, s.InsertSession(deadline(t), service.Session{ID: id, AccountID: account}))
		}
		for range 2 {
			check(t, s.DeleteSessionsOf(deadline(t), "a"))
			wantSessions(t, s, map[string]bool{"x": false, "y": false, "z": true})
		}
	}},
	{"of one account are listed", func(t *testing.T, s service.Store) {
		for id, account := range map[string]string{"x": "a", "y": "a", "z": "aa"} {
			check(t, s.InsertSession(deadline(t), service.Session{ID: id, AccountID: account, ExpiresAt: noon}))
		}
		got := idsOf(must(s.SessionsOf(deadline(t), "a"))(t))
		slices.Sort(got)
		if !slices.Equal(got, []string{"x", "y"}) {
			t.Errorf("listed %q", got)
		}
		if none := must(s.SessionsOf(deadline(t), "b"))(t); len(none) > 0 {
			t.Errorf("listed %v", none)
		}
	}},
	{"expired are deleted", func(t *testing.T, s service.Store) {
		for id, at := range moments {
			check(t, s.InsertSession(deadline(t), service.Session{ID: id, AccountID: "a", ExpiresAt: at}))
		}
		for range 2 {
			check(t, s.DeleteExpired(deadline(t), noon))
			wantSessions(t, s, map[string]bool{"before": false, "at": false, "after": true}) // service takes none at its end
		}
	}},
}

func wantSessions(t *testing.T, s service.Store, want map[string]bool) {
	t.Helper()
	for id, there := range want {
		_, err := s.Session(deadline(t), id)
		if there {
			check(t, err)
		} else if !errors.Is(err, service.ErrNoRecord) {
			t.Fatalf("session %q: got %v, want %v", id, err, service.ErrNoRecord)
		}
	}
}
