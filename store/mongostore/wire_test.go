package mongostore_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/storetest"
)

// Whatever the URI says, on the wire each write wants a majority's journal, each
// read what a majority holds, from the primary, and the server knows when to
// give up.
func TestEveryCommandIsSafe(t *testing.T) {
	opts, proxy := through(t, mongotest.Options(t))
	opts.URI += "&w=1&journal=false&readConcernLevel=local&readPreference=secondary&compressors=zlib"
	e := mongotest.OpenWith(t, opts)
	doc := storetest.Shapes{ID: "x", Rev: 1}
	check(t, e.Insert(t.Context(), "people", doc))
	doc.Rev = 2
	check(t, e.Replace(t.Context(), "people", "x", 1, doc))
	check(t, e.Get(t.Context(), "people", "x", &doc))
	many := make([]any, 150) // more than a first batch holds
	for i := range many {
		many[i] = storetest.Session{ID: fmt.Sprint(i), Rev: 1}
	}
	_, err := e.InsertAll(t.Context(), "sessions", many)
	check(t, err)
	check(t, e.Find(t.Context(), "sessions", store.Query{}, new([]storetest.Session)))
	_, err = e.Delete(t.Context(), "sessions", store.Query{})
	check(t, err)
	check(t, e.Ping(t.Context()))

	seen := map[string]int{}
	for _, c := range proxy.sentSince(0) {
		seen[c.name]++
		switch c.name {
		case "insert", "update", "delete", "createIndexes":
			c.want(t, `"majority"`, "writeConcern", "w")
			c.want(t, "true", "writeConcern", "j")
			c.hasDeadline(t)
		case "find":
			c.want(t, `"majority"`, "readConcern", "level")
			if _, err := c.body.LookupErr("singleBatch"); err == nil { // else the driver bounds the cursor
				c.hasDeadline(t)
			}
		case "ping", "listIndexes":
			c.hasDeadline(t)
		case "getMore", "hello", "isMaster", "ismaster", "endSessions":
		default:
			t.Errorf("a command that nobody has thought about: %v", c.body)
		}
		if mode := c.body.Lookup("$readPreference", "mode").String(); !slices.Contains([]string{"", `"primary"`, `"primaryPreferred"`}, mode) {
			t.Errorf("%s goes to %s", c.name, mode)
		}
	}
	for _, name := range []string{"createIndexes", "listIndexes", "insert", "update", "delete", "find", "getMore", "ping"} {
		if seen[name] == 0 {
			t.Errorf("no %s was sent", name)
		}
	}
}

// The latest is not to be had from a primary that was replaced.
func TestTheLatestIsLinearizable(t *testing.T) {
	opts, proxy := through(t, mongotest.Options(t))
	e := mongotest.OpenWith(t, opts)
	mark := len(proxy.sentSince(0))
	check(t, e.Find(t.Context(), "sessions", store.Query{Latest: true}, new([]storetest.Session)))
	for _, c := range proxy.sentSince(mark) {
		if c.name == "find" { // the first; a server without a replica set may be asked again
			c.want(t, `"linearizable"`, "readConcern", "level")
			return
		}
	}
	t.Error("no find was sent")
}

// A server that is no replica set knows nothing later than what it has; it is
// asked once for more, and every other refusal is one.
func TestTheLatestOfALoneServer(t *testing.T) {
	opts, proxy := through(t, mongotest.Options(t))
	e := mongotest.OpenWith(t, opts)
	check(t, e.Insert(t.Context(), "sessions", storetest.Session{ID: "x", Rev: 1}))
	var asked, code atomic.Int64
	code.Store(10107) // not primary any more, also when the driver asks again
	proxy.refusing(func(c command) int {
		if level, _ := c.body.Lookup("readConcern", "level").StringValueOK(); level != "linearizable" {
			return 0
		}
		asked.Add(1)
		return int(code.Load())
	})
	find := func() ([]storetest.Session, error) {
		var found []storetest.Session
		err := e.Find(t.Context(), "sessions", store.Query{Latest: true}, &found)
		return found, err
	}
	if found, err := find(); err == nil {
		t.Errorf("found %v at a primary that was replaced", found)
	}
	asked.Store(0)
	code.Store(123)
	for range 2 {
		if found, err := find(); err != nil || len(found) != 1 {
			t.Errorf("found %v, %v", found, err)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("asked %d times, want once", n)
	}
}

func TestPoolIsBounded(t *testing.T) {
	opts, proxy := through(t, mongotest.Options(t))
	opts.MaxPoolSize = 2
	e := mongotest.OpenWith(t, opts)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			if err := e.Insert(t.Context(), "people", storetest.Shapes{ID: fmt.Sprint(i), Rev: 1}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	conns := map[int]bool{}
	for _, c := range proxy.sentSince(0) {
		if c.name == "insert" {
			conns[c.conn] = true
		}
	}
	if n := len(conns); n == 0 || n > 2 {
		t.Errorf("40 writers took %d connections, want at most 2", n)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// want compares an element, as extended JSON.
func (c command) want(t *testing.T, want string, path ...string) {
	t.Helper()
	if got := c.body.Lookup(path...).String(); got != want {
		t.Errorf("%v of %s is %q, want %s", path, c.name, got, want)
	}
}

func (c command) hasDeadline(t *testing.T) {
	t.Helper()
	if ms, ok := c.body.Lookup("maxTimeMS").AsInt64OK(); !ok || ms <= 0 {
		t.Errorf("%s has no deadline: %v", c.name, c.body)
	}
}
