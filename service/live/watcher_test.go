package live_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/live"
)

func TestASlowWatcherSkipsToTheNewest(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a")
	for v := int64(1); v <= 50; v++ {
		h.Publish(update("a", v))
	}
	wants(t, w, "a50")
}

func TestVersionsOnlyGrow(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a")
	h.Publish(update("a", 5))
	h.Publish(update("a", 3))
	w.Offer(update("a", 4)) // the state read at joining, overtaken by an event
	wants(t, w, "a5")
	h.Publish(update("a", 4)) // also once the newer one was seen
	nothing(t, w)
	h.Publish(update("a", 6))
	wants(t, w, "a6")
}

// The day is part of the state: at midnight one version reads differently.
func TestTheSameVersionPassesOnlyWithOtherData(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a")
	h.Publish(update("a", 7))
	wants(t, w, "a7")
	h.Publish(update("a", 7))
	nothing(t, w)
	h.Publish(live.Update{Topic: "a", Version: 7, Data: []byte("the next day")})
	if u := next(t, w); u.Version != 7 || string(u.Data) != "the next day" {
		t.Fatalf("next: %d %q", u.Version, u.Data)
	}
	nothing(t, w)
}

func TestTopicsComeOldestFirst(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a", "b", "c")
	for _, u := range []live.Update{update("b", 1), update("a", 1), update("c", 1), update("b", 2), update("d", 1)} {
		h.Publish(u)
	}
	wants(t, w, "b2", "a1", "c1") // a newer value keeps its topic's place; d is not watched
}

func TestUnwatchForgets(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a", "b")
	h.Publish(update("a", 1))
	h.Publish(update("b", 1))
	w.Unwatch("a")
	wants(t, w, "b1")
	h.Publish(update("a", 2))
	w.Offer(update("a", 3))
	nothing(t, w)
	if h.Watched("a") || !h.Watched("b") {
		t.Fatalf("watched: %v", h.Watching())
	}
	w.Unwatch("a") // once more harms nobody
	w.Unwatch("never watched")
}

func TestATopicWatchedAgainBeginsAnew(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a", "b")
	h.Publish(update("a", 9))
	h.Publish(update("b", 1))
	w.Unwatch("a")
	w.Watch("a")
	h.Publish(update("a", 2)) // nothing older is known of it any more
	wants(t, w, "b1", "a2")   // and it has lost its place
}

func TestWatchingTwiceKeepsWhatIsUnread(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a")
	h.Publish(update("a", 1))
	w.Watch("a")
	wants(t, w, "a1")
}

func TestNextWaits(t *testing.T) {
	h := live.NewHub()
	w := join(t, h, "ann", "a")
	got := make(chan live.Update)
	go func() { got <- next(t, w) }()
	select {
	case u := <-got:
		t.Fatalf("next answered %v before anything was published", u)
	case <-time.After(10 * time.Millisecond):
	}
	h.Publish(update("a", 1))
	if u := <-got; u.Version != 1 {
		t.Fatalf("next: %v", u)
	}
}

func TestNextObeysItsContext(t *testing.T) {
	w := join(t, live.NewHub(), "ann", "a")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	if _, err := w.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("next: %v", err)
	}
}

// Whatever happens in whatever order, a watcher sees exactly the newest value
// of each topic that it watches and has not seen, oldest topic first.
func TestWatcherModel(t *testing.T) {
	topic := rapid.SampledFrom([]string{"a", "b", "c"})
	rapid.Check(t, func(t *rapid.T) {
		h := live.NewHub()
		w, err := h.Join("ann")
		if err != nil {
			t.Fatal(err)
		}
		latest := map[string]int64{} // of what is watched; 0: nothing yet
		var unread []string
		forget := func(topic string) {
			delete(latest, topic)
			unread = without(unread, topic)
		}
		t.Repeat(map[string]func(*rapid.T){
			"watch": func(t *rapid.T) {
				name := topic.Draw(t, "topic")
				w.Watch(name)
				latest[name] += 0
			},
			"unwatch": func(t *rapid.T) {
				name := topic.Draw(t, "topic")
				w.Unwatch(name)
				forget(name)
			},
			"publish": func(t *rapid.T) {
				u := update(topic.Draw(t, "topic"), rapid.Int64Range(1, 20).Draw(t, "version"))
				h.Publish(u)
				if v, watched := latest[u.Topic]; watched && u.Version > v {
					latest[u.Topic] = u.Version
					if len(without(unread, u.Topic)) == len(unread) {
						unread = append(unread, u.Topic)
					}
				}
			},
			"read": func(t *rapid.T) {
				if len(unread) == 0 {
					nothing(t, w)
					return
				}
				u := next(t, w)
				if u.Topic != unread[0] || u.Version != latest[u.Topic] {
					t.Fatalf("next: %s %d, want %s %d", u.Topic, u.Version, unread[0], latest[unread[0]])
				}
				unread = unread[1:]
			},
		})
		for _, name := range unread {
			if u := next(t, w); u.Topic != name || u.Version != latest[name] {
				t.Fatalf("next: %s %d, want %s %d", u.Topic, u.Version, name, latest[name])
			}
		}
		nothing(t, w)
	})
}

func without(list []string, s string) []string {
	var rest []string
	for _, v := range list {
		if v != s {
			rest = append(rest, v)
		}
	}
	return rest
}
