package blobstore_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/service"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// contract is what service.Blobs promises. open gives an empty store each time, and
// a way to take away what it stands on.
func contract(t *testing.T, open func(t *testing.T) (b service.Blobs, away func())) {
	for name, test := range map[string]func(*testing.T, service.Blobs){
		"what is put comes back":    comesBack,
		"what is not there":         notThere,
		"what is there stays":       stays,
		"many at once are one":      manyAreOne,
		"a key is made of our own":  keys,
		"a context that has ended":  ended,
		"keys do not meet":          apart,
		"it says that it can serve": func(t *testing.T, b service.Blobs) { check(t, b.Ping(t.Context())) },
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := open(t)
			test(t, b)
		})
	}
	t.Run("what it stands on is away", func(t *testing.T) {
		b, away := open(t)
		check(t, b.Put(t.Context(), "site/x", []byte("x")))
		away()
		_, _, getErr := b.Get(t.Context(), "site/x")
		for name, err := range map[string]error{
			"ping": b.Ping(t.Context()), "get": getErr,
			"put": b.Put(t.Context(), "site/y", []byte("y")), "put again": b.Put(t.Context(), "site/x", []byte("x")),
		} {
			if err == nil || errors.Is(err, service.ErrNoRecord) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantHeld(t *testing.T, b service.Blobs, key string, want []byte) {
	t.Helper()
	body, size, err := b.Get(t.Context(), key)
	check(t, err)
	got, err := io.ReadAll(body)
	check(t, err)
	check(t, body.Close())
	if !bytes.Equal(got, want) || size != int64(len(want)) {
		t.Fatalf("%s: %d bytes, said %d, want %d", key, len(got), size, len(want))
	}
}

func comesBack(t *testing.T, b service.Blobs) {
	for i, data := range [][]byte{{0}, []byte("照片"), bytes.Repeat([]byte("\x00\xff\r\n"), 1<<20)} {
		key := fmt.Sprint("0194-site/", i, "/a_B-", i, ".jpg")
		check(t, b.Put(t.Context(), key, data))
		wantHeld(t, b, key, data)
		wantHeld(t, b, key, data)
	}
}

func notThere(t *testing.T, b service.Blobs) {
	check(t, b.Put(t.Context(), "site/x", []byte("x")))
	for _, key := range []string{"site/y", "site/X", "other/x", "site", "site/x.jpg", "x"} {
		if _, _, err := b.Get(t.Context(), key); !errors.Is(err, service.ErrNoRecord) {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func stays(t *testing.T, b service.Blobs) {
	check(t, b.Put(t.Context(), "site/x", []byte("first")))
	check(t, b.Put(t.Context(), "site/x", []byte("another")))
	wantHeld(t, b, "site/x", []byte("first"))
}

func manyAreOne(t *testing.T, b service.Blobs) {
	data := func(i int) []byte { return bytes.Repeat([]byte{byte(i)}, 100_000+i) }
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			if err := b.Put(t.Context(), "site/x", data(i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	body, _, err := b.Get(t.Context(), "site/x")
	check(t, err)
	first, err := io.ReadAll(body)
	check(t, errors.Join(err, body.Close()))
	if len(first) < 100_000 || !bytes.Equal(first, data(len(first)-100_000)) {
		t.Errorf("%d bytes that nobody has put", len(first))
	}
	wantHeld(t, b, "site/x", first)
}

func keys(t *testing.T, b service.Blobs) {
	for _, key := range []string{
		"", "/", "x/", "/x", "a//b", ".", "..", "../x", "a/../b", "a/.b", ".hidden", `a\b`, "a b", "照片", "a\x00b", "x\n",
		strings.Repeat("x", 251),
	} {
		if err := b.Put(t.Context(), key, []byte("x")); err == nil {
			t.Errorf("%q was put", key)
		}
		if _, _, err := b.Get(t.Context(), key); err == nil || errors.Is(err, service.ErrNoRecord) {
			t.Errorf("%q was looked for: %v", key, err)
		}
	}
}

func ended(t *testing.T, b service.Blobs) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := b.Get(ctx, "site/x")
	for name, err := range map[string]error{"get": err, "put": b.Put(ctx, "site/x", []byte("x")), "ping": b.Ping(ctx)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := b.Get(t.Context(), "site/x"); !errors.Is(err, service.ErrNoRecord) {
		t.Errorf("put after all: %v", err)
	}
}

func apart(t *testing.T, b service.Blobs) {
	for _, key := range []string{"a/b", "a/c", "b/b", "A/b", "a/b.thumb"} {
		check(t, b.Put(t.Context(), key, []byte(key)))
	}
	for _, key := range []string{"a/b", "a/c", "b/b", "A/b", "a/b.thumb"} {
		wantHeld(t, b, key, []byte(key))
	}
}
