package sqlitestore_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/storetest"
)

func TestCloseAnswersWhatWaits(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	unlock := lock(t, path)
	wait := insertMany(t.Context(), e, people("p", 30)...)
	wantQueue(t, e, 29)
	closed := make(chan error)
	go func() { closed <- e.Close(context.Background()) }()
	eventually(t, "the engine takes no more", func() bool {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		err := e.Insert(ctx, "registrations", registration("late"))
		return !errors.Is(err, context.DeadlineExceeded)
	})
	unlock()
	must(t, errors.Join(append(wait(), <-closed)...))
	if n := count(t, open(t, path)); n != 30 {
		t.Fatalf("%d documents, want 30", n)
	}
}

func TestCloseGivesUpWithItsContext(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	unlock := lock(t, path)
	defer unlock()
	wait := insertMany(t.Context(), e, people("p", 5)...)
	wantQueue(t, e, 4)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	must(t, e.Close(ctx))
	for _, err := range wait() {
		if err == nil {
			t.Error("a write that was given up succeeded")
		}
	}
}

func TestCloseLeavesNoLogAndRefusesWork(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	insert(t, e, registration("p1"))
	must(t, e.Close(t.Context()))
	must(t, e.Close(t.Context()))
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the log is still there: %v", err)
	}
	_, deleteErr := e.Delete(t.Context(), "registrations", store.Query{})
	for name, err := range map[string]error{
		"insert":  e.Insert(t.Context(), "registrations", registration("p2")),
		"replace": e.Replace(t.Context(), "registrations", "r-p1", 1, registration("p1")),
		"delete":  deleteErr,
		"get":     e.Get(t.Context(), "registrations", "r-p1", new(storetest.Registration)),
		"find":    e.Find(t.Context(), "registrations", store.Query{}, new([]storetest.Registration)),
		"ping":    e.Ping(t.Context()),
	} {
		if err == nil || errors.Is(err, store.ErrNoDocument) {
			t.Errorf("%s after close: %v", name, err)
		}
	}
}
