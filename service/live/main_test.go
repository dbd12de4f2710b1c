package live_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/live"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// join is a watcher of some topics that leaves when the test ends.
func join(t testing.TB, h *live.Hub, owner string, topics ...string) *live.Watcher {
	t.Helper()
	w, err := h.Join(owner)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Leave)
	for _, topic := range topics {
		w.Watch(topic)
	}
	return w
}

func update(topic string, version int64) live.Update {
	return live.Update{Topic: topic, Version: version, Data: fmt.Appendf(nil, "%s at %d", topic, version)}
}

// next is what the watcher sees next; it must be there already.
func next(t rapid.TB, w *live.Watcher) live.Update {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	u, err := w.Next(ctx)
	if err != nil {
		t.Fatalf("next: %v", err)
	}
	return u
}

// nothing checks that the watcher has seen all there is.
func nothing(t rapid.TB, w *live.Watcher) {
	t.Helper()
	ended, cancel := context.WithCancel(context.Background())
	cancel() // Next answers what is there even so
	if u, err := w.Next(ended); !errors.Is(err, context.Canceled) {
		t.Fatalf("next: %s %d, %v, want nothing", u.Topic, u.Version, err)
	}
}

// wants compares the next values with topics and versions: "a1", "b7".
func wants(t testing.TB, w *live.Watcher, values ...string) {
	t.Helper()
	for _, want := range values {
		u := next(t, w)
		if got := fmt.Sprint(u.Topic, u.Version); got != want {
			t.Fatalf("next: %s, want %s", got, want)
		}
	}
	nothing(t, w)
}
