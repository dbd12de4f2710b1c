package service_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
)

// begin claims a key and checks the refusal; kept is the first answer, if any.
func (w *world) begin(account, key, digest, want string) (claim service.Claim, kept *service.Answer) {
	w.Helper()
	claim, kept, err := w.BeginRequest(w.Context(), account, key, digest)
	if got := code(w, err); got != want {
		w.Fatalf("begin: %q, want %q", got, want)
	}
	return claim, kept
}

func TestTheFirstAnswerAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, kept := w.begin("ann", "key", "digest", "")
	if kept != nil || id.ID == "" {
		t.Fatalf("%q, %v", id.ID, kept)
	}
	w.begin("ann", "key", "digest", "in_progress")
	w.begin("ann", "key", "another", "idempotency_key_reused")
	first := service.Answer{Status: 201, Type: "application/json", Body: []byte(`{"id":"一"}`)}
	check(t, w.FinishRequest(t.Context(), id, first))
	for range 2 {
		if _, kept := w.begin("ann", "key", "digest", ""); kept == nil || kept.Status != 201 || kept.Type != first.Type || string(kept.Body) != string(first.Body) {
			t.Fatalf("kept: %+v", kept)
		}
		w.begin("ann", "key", "another", "idempotency_key_reused")
		w.Service = w.instance() // also after a restart
	}
}

// A key is its account's own.
func TestKeysOfTwoAccounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, _ := w.begin("ann", "key", "digest", "")
	two, kept := w.begin("bob", "key", "another", "")
	three, _ := w.begin("ann", "other key", "digest", "")
	if kept != nil || one.ID == two.ID || one.ID == three.ID {
		t.Fatalf("%s, %s and %s", one.ID, two.ID, three.ID)
	}
}

// A process that died in the middle holds the key only for a while.
func TestALeaseIsTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.begin("ann", "key", "digest", "")
	w.clock.add(20*time.Second - time.Millisecond)
	w.begin("ann", "key", "digest", "in_progress")
	w.clock.add(time.Millisecond)
	w.begin("ann", "key", "another", "idempotency_key_reused")
	id, kept := w.begin("ann", "key", "digest", "")
	if kept != nil {
		t.Fatalf("kept: %+v", kept)
	}
	w.begin("ann", "key", "digest", "in_progress") // whoever took over has the whole time
	w.clock.add(19 * time.Second)
	w.begin("ann", "key", "digest", "in_progress")
	check(t, w.FinishRequest(t.Context(), id, service.Answer{Status: 200}))
	if _, kept := w.begin("ann", "key", "digest", ""); kept == nil || kept.Status != 200 {
		t.Fatalf("kept: %+v", kept)
	}
}

// A repeat is told how long the key may still be held, but never to wait long:
// most attempts end within a second.
func TestARepeatIsToldHowLongToWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.begin("ann", "key", "digest", "")
	for _, left := range []struct{ lease, wait time.Duration }{
		{20 * time.Second, 5 * time.Second},
		{5*time.Second + 1, 5 * time.Second},
		{3200 * time.Millisecond, 3200 * time.Millisecond},
		{time.Millisecond, time.Millisecond}, // the header rounds up
	} {
		w.clock.set(noon.Add(20*time.Second - left.lease))
		_, _, err := w.BeginRequest(t.Context(), "ann", "key", "digest")
		var refused *service.Error
		if !errors.As(err, &refused) || refused.Code != "in_progress" || refused.RetryAfter != left.wait {
			t.Errorf("%v before the end: %v, %+v, want to wait %v", left.lease, err, refused, left.wait)
		}
	}
}

func TestAnAbandonedKeyIsFree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, _ := w.begin("ann", "key", "digest", "")
	check(t, w.AbandonRequest(t.Context(), id))
	if _, kept := w.begin("ann", "key", "another", ""); kept != nil {
		t.Fatalf("kept: %+v", kept)
	}
}

// Whoever comes to an end after another attempt has taken over changes nothing.
func TestALateAttemptIsNotHeard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	late, _ := w.begin("ann", "key", "digest", "")
	w.clock.add(20 * time.Second)
	second, kept := w.begin("ann", "key", "digest", "")
	if kept != nil || second.ID != late.ID {
		t.Fatalf("%+v, %s and %s", kept, late.ID, second.ID)
	}
	check(t, w.AbandonRequest(t.Context(), late))
	check(t, w.FinishRequest(t.Context(), late, service.Answer{Status: 500}))
	w.begin("ann", "key", "digest", "in_progress")
	check(t, w.FinishRequest(t.Context(), second, service.Answer{Status: 201}))
	check(t, w.AbandonRequest(t.Context(), late))
	check(t, w.AbandonRequest(t.Context(), second))
	if _, kept := w.begin("ann", "key", "digest", ""); kept == nil || kept.Status != 201 {
		t.Fatalf("kept: %+v", kept)
	}
}

// Of many who begin at once one goes on, also when a dead one's lease is over.
func TestOneAttemptAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		var mu sync.Mutex
		begun := 0
		parallel(30, func(int) {
			_, kept, err := w.BeginRequest(t.Context(), "ann", "key", "digest")
			mu.Lock()
			defer mu.Unlock()
			switch got := code(t, err); got {
			case "":
				begun++
			case "in_progress":
			default:
				t.Errorf("begin: %q", got)
			}
			if kept != nil {
				t.Errorf("kept: %+v", kept)
			}
		})
		if begun != 1 {
			t.Fatalf("%d go on", begun)
		}
		w.clock.add(time.Minute)
	}
}

// A record without a natural key has its request's: an attempt that died after
// the write is completed by the next.
func TestARequestMakesOneSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	in := service.Site{Name: "东海零工市场", Kind: rubric.Market, County: "350503", OpenedOn: day(2026, 1, 1)}
	id, _ := w.begin("ann", "key", "digest", "")
	other, _ := w.begin("ann", "another", "digest", "")
	var got answers
	for _, id := range []string{id.ID, id.ID, other.ID} {
		s, err := w.CreateSite(service.WithRequest(t.Context(), id), w.city, in)
		check(t, err)
		got.add(s.ID, false)
	}
	s, err := w.CreateSite(t.Context(), w.city, in)
	check(t, err)
	got.add(s.ID, false)
	list, err := w.Sites(t.Context(), w.city, service.SiteFilter{})
	if err != nil || len(list) != 3 || len(got.ids) != 3 {
		t.Fatalf("%d sites, answered %v, %v", len(list), got.ids, err)
	}
}

// Answers are kept for a week.
func TestAnswersExpire(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, _ := w.begin("ann", "key", "digest", "")
	check(t, w.FinishRequest(t.Context(), id, service.Answer{Status: 201}))
	w.clock.add(7*24*time.Hour - time.Second)
	check(t, w.store.DeleteExpired(t.Context(), w.clock.Now()))
	if _, kept := w.begin("ann", "key", "digest", ""); kept == nil {
		t.Fatal("forgotten too soon")
	}
	w.clock.add(2 * time.Second)
	check(t, w.store.DeleteExpired(t.Context(), w.clock.Now()))
	if _, kept := w.begin("ann", "key", "another", ""); kept != nil {
		t.Fatalf("kept: %+v", kept)
	}
}
