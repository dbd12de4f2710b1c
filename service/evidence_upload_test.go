package service_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync/atomic"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestOneUploadInParallel(t *testing.T) { onEachEngine(t, oneUploadInParallel) }

func oneUploadInParallel(t *testing.T, w *world) {
	tm := w.team()
	var got answers
	parallel(20, func(int) {
		v, created, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(onePage))
		check(t, err)
		got.add(v.ID, created)
	})
	got.once(t, 20)
}

// An upload that breaks at any step leaves no record, and the same file again is
// kept as if nothing had been.
func TestAnUploadThatBreaks(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for name, broken := range map[string]func(on bool){
		"before the bytes": w.blobs.away.Store,
		"after the bytes":  w.blobs.lost.Store,
		"before the record": func(on bool) {
			w.store.before("InsertEvidence", map[bool]func() error{true: func() error { return errStore }}[on])
		},
		"after the record": func(on bool) {
			w.store.after("InsertEvidence", map[bool]func() error{true: func() error { return errStore }}[on])
		},
	} {
		file := []byte(string(onePage[:9]) + "%" + name + "\n" + string(onePage[9:]))
		broken(true)
		if v, created, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(file)); err == nil || created {
			t.Errorf("%s: acknowledged %+v", name, v)
		}
		broken(false)
		v, created, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(file))
		if err != nil || created != (name != "after the record") {
			t.Fatalf("%s, again: created %v, %v", name, created, err)
		}
		body, err := w.OpenEvidence(t.Context(), v.Evidence)
		check(t, err)
		if got, err := io.ReadAll(body); err != nil || !bytes.Equal(got, file) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		check(t, body.Close())
	}
}

func TestEvidenceWithoutItsPlace(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v, _, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(onePage))
	check(t, err)
	w.blobs.away.Store(true)
	_, _, upload := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(page(1)))
	_, open := w.OpenEvidence(t.Context(), v.Evidence)
	for name, err := range map[string]error{"upload": upload, "open": open} {
		var e *service.Error
		if !errors.As(err, &e) || e.Code != "unavailable" || e.Kind != service.Unavailable || e.RetryAfter == 0 || !errors.Is(err, errBlobs) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.placeStable(tm, v.ID); err != nil { // everything else goes on
		t.Error(err)
	}
}

// emptied has forgotten all blobs once.
type emptied struct {
	service.Blobs
	gone atomic.Bool
}

func (b *emptied) Get(ctx context.Context, key string) (io.ReadCloser, int64, error) {
	if b.gone.Load() {
		return nil, 0, service.ErrNoRecord
	}
	return b.Blobs.Get(ctx, key)
}

func (b *emptied) Put(ctx context.Context, key string, data []byte) error {
	b.gone.Store(false)
	return b.Blobs.Put(ctx, key, data)
}

// Bytes that were lost are told as such, and the same file brings them back.
func TestLostBytesAreBroughtBack(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	place := &emptied{Blobs: w.blobs}
	w.deps.Blobs = place
	w.Service = w.instance()
	v, _, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(onePage))
	check(t, err)
	place.gone.Store(true)
	_, err = w.OpenEvidence(t.Context(), v.Evidence)
	refused(t, err, "evidence_lost")
	again, created, err := w.AddEvidence(t.Context(), tm.mate, tm.site.ID, bytes.NewReader(onePage))
	if err != nil || created || again.ID != v.ID || again.UploadedBy != tm.staff.Account.ID {
		t.Fatalf("%+v, created %v, %v", again, created, err)
	}
	body, err := w.OpenEvidence(t.Context(), v.Evidence)
	check(t, err)
	check(t, body.Close())
}

func TestQuota(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.deps.Quota = int64(2 * len(page(0)))
	w.Service = w.instance()
	w.upload(tm.staff, tm.site, page(0))
	w.upload(tm.staff, tm.site, page(1))
	puts := w.blobs.puts.Load()
	_, _, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(page(2)))
	refused(t, err, "evidence_quota")
	if w.blobs.puts.Load() != puts {
		t.Error("its bytes were kept all the same")
	}
	w.upload(tm.staff, tm.site, page(1)) // is there already
	w.upload(w.city, w.site(), page(2))  // each site has its own
}

// held is a file that is read for the second time, to be decoded, only when it is
// let go.
type held struct {
	*bytes.Reader
	seeks           int
	inside, release chan struct{}
}

func (h *held) Seek(offset int64, whence int) (int64, error) {
	if h.seeks++; h.seeks == 2 {
		close(h.inside)
		<-h.release
	}
	return h.Reader.Seek(offset, whence)
}

// One upload is decoded at a time; whoever goes away while he waits gives up his
// place.
func TestUploadsWaitForEachOther(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	slow := &held{bytes.NewReader(page(0)), 0, make(chan struct{}), make(chan struct{})}
	done := make(chan error)
	go func() {
		_, _, err := w.AddEvidence(context.WithoutCancel(t.Context()), tm.staff, tm.site.ID, slow)
		done <- err
	}()
	<-slow.inside
	ctx, cancel := context.WithCancel(t.Context())
	w.store.after("EvidenceOf", func() error { cancel(); return nil })
	_, _, err := w.AddEvidence(ctx, tm.mate, tm.site.ID, bytes.NewReader(page(1)))
	refused(t, err, "unavailable")
	close(slow.release)
	check(t, <-done)
	w.upload(tm.mate, tm.site, page(1))
}
