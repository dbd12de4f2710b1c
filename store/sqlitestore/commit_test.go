package sqlitestore_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// insertMany starts an insert for each person and returns a wait for their
// errors.
func insertMany(ctx context.Context, e store.Engine, persons ...string) func() []error {
	errs := make([]error, len(persons))
	var wg sync.WaitGroup
	for i, person := range persons {
		wg.Go(func() { errs[i] = e.Insert(ctx, "registrations", registration(person)) })
	}
	return func() []error { wg.Wait(); return errs }
}

func people(prefix string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(prefix, i)
	}
	return names
}

// eventually waits until ok, which something else brings about.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

// wantQueue waits until n writes are in the queue, besides the one in hand.
func wantQueue(t testing.TB, e *sqlitestore.Engine, n int) {
	t.Helper()
	eventually(t, fmt.Sprint(n, " writes wait"), func() bool { return e.Waiting() == n })
}

func TestThoseWhoWaitShareACommit(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	insert(t, e, registration("first"))
	before := commits(t, path)
	unlock := lock(t, path)
	wait := insertMany(t.Context(), e, append(people("p", 49), "first")...)
	wantQueue(t, e, 49)
	unlock()
	duplicates := 0
	for _, err := range wait() {
		if errors.Is(err, store.ErrDuplicate) {
			duplicates++
		} else if err != nil {
			t.Errorf("insert: %v", err)
		}
	}
	if duplicates != 1 {
		t.Errorf("%d duplicates, want 1", duplicates)
	}
	if n := commits(t, path) - before; n != 1 {
		t.Errorf("50 writes made %d commits, want 1", n)
	}
	if n := count(t, e); n != 50 {
		t.Errorf("%d documents, want 50", n)
	}
}

func TestReadsWaitForNoWriter(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	insert(t, e, registration("p1"))
	unlock := lock(t, path)
	defer unlock()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if err := e.Insert(ctx, "registrations", registration("p2")); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("insert beside a lock: %v", err)
	}
	if n := count(t, e); n != 1 {
		t.Fatalf("%d documents, want 1", n)
	}
}

func TestAWriteWhoseContextEndedIsSkipped(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	unlock := lock(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	impatient := insertMany(ctx, e, "impatient 1", "impatient 2")
	patient := insertMany(t.Context(), e, "patient")
	wantQueue(t, e, 2)
	cancel()
	for _, err := range impatient() {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("impatient: %v", err)
		}
	}
	unlock()
	if err := patient()[0]; err != nil {
		t.Errorf("patient: %v", err)
	}
	if n := count(t, e); n != 1 {
		t.Fatalf("%d documents, want 1", n)
	}
}

func TestAWriteWaitsForRoomInTheQueue(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	unlock := lock(t, path)
	const room = 1024
	wait := insertMany(t.Context(), e, people("p", room+100)...)
	wantQueue(t, e, room)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := e.Insert(ctx, "registrations", registration("late")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("insert into a full queue: %v", err)
	}
	unlock()
	if err := errors.Join(wait()...); err != nil {
		t.Fatal(err)
	}
	if n := count(t, e); n != room+100 {
		t.Fatalf("%d documents, want %d", n, room+100)
	}
}

func TestEveryCommitIsSynced(t *testing.T) {
	e := open(t, newPath(t))
	const full = 2
	if got, err := e.WriterPragma(t.Context(), "synchronous"); err != nil || got != full {
		t.Fatalf("synchronous = %d, %v; want FULL", got, err)
	}
}

func TestFullDisk(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	insert(t, e, registration("before"))
	pages, err := e.WriterPragma(t.Context(), "page_count")
	if err != nil {
		t.Fatal(err)
	}
	limit := func(n int64) {
		if _, err := e.WriterPragma(t.Context(), fmt.Sprint("max_page_count = ", n)); err != nil {
			t.Fatal(err)
		}
	}
	limit(pages + 8)
	large := registration("large")
	large.Note = strings.Repeat("大", 100_000)

	// A batch of which one does not fit: that one fails, the others are kept.
	unlock := lock(t, path)
	small := insertMany(t.Context(), e, "first", "s1", "s2")
	wantQueue(t, e, 2)
	tooLarge := make(chan error)
	go func() { tooLarge <- e.Insert(t.Context(), "registrations", large) }()
	wantQueue(t, e, 3)
	all := make(chan error)
	go func() {
		_, err := e.InsertAll(t.Context(), "registrations", []any{registration("half"), large})
		all <- err
	}()
	wantQueue(t, e, 4)
	unlock()
	if err := errors.Join(small()...); err != nil {
		t.Errorf("what fits: %v", err)
	}
	for _, err := range []error{<-tooLarge, <-all} {
		if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("what does not fit: %v", err)
		}
	}
	if n := count(t, e); n != 4 {
		t.Errorf("%d documents, want 4 and nothing half done", n)
	}

	limit(1 << 30)
	insert(t, e, large, registration("half"))
	wantSound(t, path)
}
