package live_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/live"
)

func TestPublishReachesThoseWhoWatch(t *testing.T) {
	h := live.NewHub()
	ann, bob, eve := join(t, h, "ann", "a"), join(t, h, "bob", "a", "b"), join(t, h, "eve")
	h.Publish(update("a", 1))
	h.Publish(update("b", 1))
	h.Publish(update("nobody's", 1))
	wants(t, ann, "a1")
	wants(t, bob, "a1", "b1")
	nothing(t, eve)
}

func TestDropEndsAllOfAnOwnerOnly(t *testing.T) {
	h := live.NewHub()
	one, two, other := join(t, h, "ann", "a"), join(t, h, "ann", "b"), join(t, h, "bob", "a")
	waiting := make(chan error)
	go func() { waiting <- ended(one) }()
	h.Publish(update("b", 1))
	h.Drop("ann")
	h.Drop("nobody")
	if err := <-waiting; !errors.Is(err, live.ErrDropped) {
		t.Fatalf("who waits: %v", err)
	}
	if err := ended(two); !errors.Is(err, live.ErrDropped) {
		t.Fatalf("who has something unread: %v", err) // nobody may see it any more
	}
	h.Publish(update("a", 1))
	wants(t, other, "a1")
	wants(t, join(t, h, "ann", "a")) // who still may returns
}

func TestCloseEndsEverybodyAndRefusesMore(t *testing.T) {
	h := live.NewHub()
	ann, bob := join(t, h, "ann", "a"), join(t, h, "bob")
	waiting := make(chan error)
	go func() { waiting <- ended(ann) }()
	h.Close()
	h.Close()
	if err := <-waiting; !errors.Is(err, live.ErrClosed) {
		t.Fatalf("who waits: %v", err)
	}
	if err := ended(bob); !errors.Is(err, live.ErrClosed) {
		t.Fatalf("who comes to wait: %v", err)
	}
	h.Publish(update("a", 1)) // late, harmless
	h.Drop("ann")             // the first reason stands
	if err := ended(ann); !errors.Is(err, live.ErrClosed) {
		t.Fatalf("after all: %v", err)
	}
	if _, err := h.Join("ann"); !errors.Is(err, live.ErrClosed) {
		t.Fatalf("join: %v", err)
	}
}

// Whose rights turned out to be what they were stays, with what is unread; the
// next drop ends it again, and the end of the hub is final.
func TestStay(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a")
	w.Stay() // harmless
	h.Publish(update("a", 1))
	h.Drop("ann")
	h.Drop("ann")
	if err := ended(w); !errors.Is(err, live.ErrDropped) {
		t.Fatalf("dropped: %v", err)
	}
	w.Stay()
	wants(t, w, "a1")
	h.Publish(update("a", 2))
	wants(t, w, "a2")
	h.Drop("ann")
	if err := ended(w); !errors.Is(err, live.ErrDropped) {
		t.Fatalf("dropped again: %v", err)
	}
	w.Stay()
	h.Close()
	w.Stay()
	if err := ended(w); !errors.Is(err, live.ErrClosed) {
		t.Fatalf("closed: %v", err)
	}
}

// ended waits for the watcher to end and says why.
func ended(w *live.Watcher) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	_, err := w.Next(ctx)
	return err
}

func TestLeaveFreesEverything(t *testing.T) {
	h := live.NewHub()
	ann, again, bob := join(t, h, "ann", "a", "b"), join(t, h, "ann", "b"), join(t, h, "bob", "c")
	if h.Watchers("ann") != 2 || h.Watchers("bob") != 1 || h.Watchers("") != 3 || h.Watchers("eve") != 0 {
		t.Fatalf("watchers: ann %d, bob %d, all %d", h.Watchers("ann"), h.Watchers("bob"), h.Watchers(""))
	}
	ann.Leave()
	ann.Leave()
	if got := h.Watching(); len(got) != 2 || h.Watched("a") || !slices.Contains(got, "b") || h.Watchers("ann") != 1 {
		t.Fatalf("watching: %v", got)
	}
	again.Leave()
	bob.Leave()
	if h.Watchers("") != 0 || len(h.Watching()) != 0 {
		t.Fatalf("left behind: %d watchers of %v", h.Watchers(""), h.Watching())
	}
}

// A connection's reader may still be at work when its writer has left.
func TestWhoHasLeftWatchesNothing(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a")
	w.Leave()
	w.Watch("b")
	w.Offer(update("a", 1))
	w.Unwatch("a")
	if len(h.Watching()) != 0 || h.Watchers("") != 0 {
		t.Fatalf("left behind: %d watchers of %v", h.Watchers(""), h.Watching())
	}
}

// Every watcher, however slow, ends at the last value and never goes back.
func TestNobodyMissesTheLastValue(t *testing.T) {
	const watchers, last = 40, 2000
	h := live.NewHub()
	var wg sync.WaitGroup
	for i := range watchers {
		w := join(t, h, "ann", "a")
		wg.Go(func() {
			for seen := int64(0); seen < last; {
				u := next(t, w)
				if u.Version <= seen || string(u.Data) != string(update("a", u.Version).Data) {
					t.Errorf("version %d with %q after %d", u.Version, u.Data, seen)
					return
				}
				seen = u.Version
				if i%4 == 0 {
					time.Sleep(time.Duration(i) * 100 * time.Microsecond) // slow, as some phones are
				}
			}
		})
	}
	var publishers sync.WaitGroup
	for from := range int64(4) { // several at once, out of step
		publishers.Go(func() {
			for v := from + 1; v <= last; v += 4 {
				h.Publish(update("a", v))
			}
		})
	}
	publishers.Wait()
	wg.Wait()
}

// Publishing waits for nobody: not one of these watchers ever reads.
func TestPublishNeverWaits(t *testing.T) {
	h := live.NewHub()
	var ws []*live.Watcher
	for range 100 {
		ws = append(ws, join(t, h, "ann", "a"))
	}
	for v := int64(1); v <= 500; v++ {
		h.Publish(update("a", v))
	}
	for _, w := range ws {
		wants(t, w, "a500")
	}
}

// Everything at once, for the race detector; the hub is empty afterwards.
func TestComingAndGoing(t *testing.T) {
	h := live.NewHub()
	ctx, cancel := context.WithCancel(t.Context())
	var publishers, watchers sync.WaitGroup
	publishers.Go(func() {
		for v := int64(1); ctx.Err() == nil; v++ {
			h.Publish(update("a", v))
			h.Publish(update("b", v))
			if v%50 == 0 {
				h.Drop("dropped")
			}
			_, _ = h.Watching(), h.Watchers("kept")
		}
	})
	for i := range 16 {
		owner := []string{"kept", "dropped"}[i%2]
		watchers.Go(func() { comeAndGo(t, h, owner) })
	}
	watchers.Wait()
	cancel()
	publishers.Wait()
	h.Close()
	if h.Watchers("") != 0 || len(h.Watching()) != 0 {
		t.Fatalf("left behind: %d watchers of %v", h.Watchers(""), h.Watching())
	}
}

func comeAndGo(t *testing.T, h *live.Hub, owner string) {
	for range 20 {
		w, err := h.Join(owner)
		if err != nil {
			t.Error(err)
			return
		}
		w.Watch("a")
		w.Watch("b")
		w.Unwatch("b")
		if err := ended(w); err != nil && !errors.Is(err, live.ErrDropped) {
			t.Error(err)
		}
		w.Leave()
	}
}
