package blobstore_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/blobstore"
)

// storage is gofakes3 behind a door of ours. It proves that our requests are those
// of the protocol and what we make of the answers; it checks no signature and
// survives no crash, so it proves nothing about keys or about durability.
type storage struct {
	*httptest.Server
	door func(w http.ResponseWriter, r *http.Request) bool // true: answered

	mu    sync.Mutex
	paths []string
}

func newStorage(t *testing.T) *storage {
	t.Helper()
	backend := s3mem.New()
	check(t, backend.CreateBucket("evidence"))
	fake := gofakes3.New(backend, gofakes3.WithLogger(gofakes3.DiscardLog())).Server()
	s := &storage{door: func(http.ResponseWriter, *http.Request) bool { return false }}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.paths = append(s.paths, r.Method+" "+r.URL.Path)
		s.mu.Unlock()
		if !s.door(w, r) {
			fake.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *storage) open(t *testing.T, change ...func(*blobstore.Place)) *blobstore.Bucket {
	t.Helper()
	p := blobstore.Place{
		Endpoint: strings.TrimPrefix(s.URL, "http://"), Plain: true, PathStyle: true, Region: "us-east-1",
		Bucket: "evidence", AccessKey: "key", SecretKey: "secret",
	}
	for _, c := range change {
		c(&p)
	}
	b, err := blobstore.OpenBucket(p)
	check(t, err)
	t.Cleanup(func() { check(t, b.Close()) })
	return b
}

func TestBucket(t *testing.T) {
	contract(t, func(t *testing.T) (service.Blobs, func()) {
		s := newStorage(t)
		return s.open(t), s.Close
	})
}

func TestABucketWithAPrefix(t *testing.T) {
	contract(t, func(t *testing.T) (service.Blobs, func()) {
		s := newStorage(t)
		b := s.open(t, func(p *blobstore.Place) { p.Prefix = "quanjiuye/blobs" })
		t.Cleanup(func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			for _, path := range s.paths {
				if _, path, _ := strings.Cut(path, " "); path != "/evidence/" && !strings.HasPrefix(path, "/evidence/quanjiuye/blobs/") {
					t.Errorf("asked for %s", path)
				}
			}
		})
		return b, s.Close
	})
}

func answer(w http.ResponseWriter, status int, code string) bool {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = w.Write([]byte("<Error><Code>" + code + "</Code><Message>m</Message></Error>"))
	return true
}

// A storage that knows no conditional writes is written to without one.
func TestAStorageWithoutConditions(t *testing.T) {
	s := newStorage(t)
	s.door = func(w http.ResponseWriter, r *http.Request) bool {
		return r.Header.Get("If-None-Match") != "" && answer(w, http.StatusNotImplemented, "NotImplemented")
	}
	b := s.open(t)
	check(t, b.Put(t.Context(), "site/x", []byte("x")))
	wantHeld(t, b, "site/x", []byte("x"))
}

func TestABucketThatIsNotThereOrNotOurs(t *testing.T) {
	s := newStorage(t)
	b := s.open(t, func(p *blobstore.Place) { p.Bucket = "another" })
	wantFaults(t, b)
	s.door = func(w http.ResponseWriter, r *http.Request) bool {
		return answer(w, http.StatusForbidden, "AccessDenied")
	}
	wantFaults(t, s.open(t))
}

func wantFaults(t *testing.T, b service.Blobs) {
	t.Helper()
	_, _, err := b.Get(t.Context(), "site/x")
	for name, err := range map[string]error{"get": err, "put": b.Put(t.Context(), "site/x", []byte("x")), "ping": b.Ping(t.Context())} {
		if err == nil || errors.Is(err, service.ErrNoRecord) || strings.Contains(err.Error(), "site/x") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A storage that takes what it is sent and never answers holds nobody longer than
// he is willing to wait.
func TestASilentStorage(t *testing.T) {
	s := newStorage(t)
	done := make(chan struct{})
	s.door = func(http.ResponseWriter, *http.Request) bool { <-done; return true }
	defer close(done)
	b := s.open(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := b.Put(ctx, "site/x", []byte("x")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// What breaks on its way is put whole by the next try.
func TestAPutThatBreaksIsTriedAgain(t *testing.T) {
	s := newStorage(t)
	cut := true
	s.door = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut || !cut {
			return false
		}
		cut = false
		panic(http.ErrAbortHandler)
	}
	b := s.open(t)
	check(t, b.Put(t.Context(), "site/x", []byte("x")))
	wantHeld(t, b, "site/x", []byte("x"))
}
