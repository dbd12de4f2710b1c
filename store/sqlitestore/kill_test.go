package sqlitestore_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/storetest"
)

// insertForEver prints the id of each document that the engine has
// acknowledged.
func insertForEver(path string) error {
	e, err := sqlitestore.Open(context.Background(), path)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for w := range 8 {
		go func() {
			for i := 0; ; i++ {
				doc := registration(fmt.Sprintf("%d-%d-%d", os.Getpid(), w, i))
				if err := e.Insert(context.Background(), "registrations", doc); err != nil {
					failed <- err
				}
				fmt.Println(doc.ID) // one system call: what is printed is whole
			}
		}()
	}
	return <-failed
}

func TestAcknowledgedWritesSurviveKill(t *testing.T) {
	path := newPath(t)
	acknowledged := map[string]bool{}
	for range 3 {
		for _, id := range runAndKill(t, path, 20+rand.IntN(600)) {
			acknowledged[id] = true
		}
		e := open(t, path) // and this process goes on with the same file
		insert(t, e, registration(fmt.Sprint("between ", len(acknowledged))))
		wantAll(t, e, acknowledged)
		closeEngine(t, e)
		wantSound(t, path)
	}
	t.Logf("%d acknowledged inserts survived", len(acknowledged))
}

// runAndKill kills a child after about n acknowledged inserts and returns all
// that it has printed.
func runAndKill(t *testing.T, path string, n int) (ids []string) {
	t.Helper()
	cmd := childCommand(t, "insert for ever", path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if ids = append(ids, lines.Text()); len(ids) == n {
			must(t, cmd.Process.Kill()) // and read on: the pipe may hold more
		}
	}
	if err := cmd.Wait(); err == nil || len(ids) < n {
		t.Fatalf("the child ended by itself after %d inserts: %v", len(ids), err)
	}
	return ids
}

func wantAll(t *testing.T, e store.Engine, ids map[string]bool) {
	t.Helper()
	var found []storetest.Registration
	must(t, e.Find(t.Context(), "registrations", store.Query{}, &found))
	there := make(map[string]bool, len(found))
	for _, doc := range found {
		there[doc.ID] = true
	}
	for id := range ids {
		if !there[id] {
			t.Errorf("%s was acknowledged and is lost", id)
		}
	}
}
