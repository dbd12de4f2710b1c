package sqlitestore_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/storetest"
)

// pairs writes documents two at a time, each pair in one transaction, until the
// test ends; done is how many pairs have been acknowledged.
func pairs(t *testing.T, e *sqlitestore.Engine, writer int, done *atomic.Int64) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		for n := range 100_000 {
			a := registration(fmt.Sprint("left ", writer, " ", n))
			b := registration(fmt.Sprint("right ", writer, " ", n))
			if _, err := e.InsertAll(context.Background(), "registrations", []any{a, b}); err != nil {
				t.Errorf("insert beside a backup: %v", err)
			}
			done.Store(int64(n + 1))
			if ctx.Err() != nil {
				return
			}
		}
	})
	return sync.OnceFunc(func() { cancel(); wg.Wait() })
}

func TestBackupUnderWritersIsOneState(t *testing.T) {
	path, target := newPath(t), filepath.Join(t.TempDir(), "backup.db")
	e := open(t, path)
	fill(t, e, 2_000)
	const writers = 4
	var done [writers]atomic.Int64
	for w := range writers {
		defer pairs(t, e, w, &done[w])()
	}
	for w := range writers {
		eventually(t, "the writer is at it", func() bool { return done[w].Load() >= 5 })
	}
	before := [writers]int64{}
	for w := range writers {
		before[w] = done[w].Load()
	}
	s, err := sqlitestore.Backup(t.Context(), path, target)
	must(t, err)

	there := map[string]bool{}
	for _, doc := range all(t, open(t, target)) {
		there[doc.PersonID] = true
	}
	for w := range writers {
		n := int64(0)
		for ; there[fmt.Sprint("left ", w, " ", n)] || there[fmt.Sprint("right ", w, " ", n)]; n++ {
			if !there[fmt.Sprint("left ", w, " ", n)] || !there[fmt.Sprint("right ", w, " ", n)] {
				t.Errorf("writer %d: half of write %d is in the backup", w, n)
			}
		}
		if n < before[w] {
			t.Errorf("writer %d: %d writes were acknowledged before, %d are in the backup", w, before[w], n)
		}
	}
	if got := documents(s, "registrations"); got != int64(len(there)) {
		t.Errorf("the summary says %d registrations, there are %d", got, len(there))
	}
}

func TestBackupIsPrivateCompleteAndAlone(t *testing.T) {
	path, dir := newPath(t), t.TempDir()
	target := filepath.Join(dir, "备份 1.db")
	e := open(t, path)
	fill(t, e, 50)
	s, err := sqlitestore.Backup(t.Context(), path, target)
	must(t, err)
	content, err := os.ReadFile(target)
	must(t, err)
	sum := sha256.Sum256(content)
	if s.Path != target || s.Size != int64(len(content)) || s.SHA256 != hex.EncodeToString(sum[:]) || documents(s, "registrations") != 50 {
		t.Errorf("summary %+v", s)
	}
	if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	wantOnly(t, dir, "备份 1.db")
	if again, err := sqlitestore.Inspect(t.Context(), target); err != nil || again.SHA256 != s.SHA256 {
		t.Errorf("inspected again: %+v, %v", again, err)
	}
	wantOnly(t, dir, "备份 1.db")

	if _, err := sqlitestore.Backup(t.Context(), path, target); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file that exists: %v", err)
	}
	if now, _ := os.ReadFile(target); !slices.Equal(now, content) {
		t.Error("the first backup was overwritten")
	}
}

// What a killed server had acknowledged is in its log only.
func TestBackupOfAKilledServersDatabase(t *testing.T) {
	path := newPath(t)
	ids := runAndKill(t, path, 50)
	s, err := sqlitestore.Backup(t.Context(), path, filepath.Join(t.TempDir(), "backup.db"))
	must(t, err)
	e, acknowledged := open(t, s.Path), map[string]bool{}
	for _, id := range ids {
		acknowledged[id] = true
	}
	wantAll(t, e, acknowledged)
}

func TestBackupThatFailsLeavesNothing(t *testing.T) {
	path, dir := newPath(t), t.TempDir()
	target := filepath.Join(dir, "backup.db")
	if _, err := sqlitestore.Backup(t.Context(), path, target); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of no database: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the missing database was made")
	}
	e := open(t, path)
	fill(t, e, 50)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sqlitestore.Backup(ended, path, target); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	if _, err := sqlitestore.Backup(t.Context(), path, filepath.Join(dir, "missing", "backup.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("into a missing folder: %v", err)
	}
	closeEngine(t, e)
	blank(t, path, "index:registrations:site_id,_id")
	if _, err := sqlitestore.Backup(t.Context(), path, target); !errors.Is(err, sqlitestore.ErrDamaged) {
		t.Errorf("of a damaged database: %v", err)
	}
	must(t, os.WriteFile(path, []byte("not a database, but long enough to have a header of one hundred bytes, were it one, as it is not"), 0o600))
	if _, err := sqlitestore.Backup(t.Context(), path, target); !errors.Is(err, sqlitestore.ErrForeign) {
		t.Errorf("of no database of ours: %v", err)
	}
	wantOnly(t, dir)
}

// fill inserts n registrations that are called "p…".
func fill(t testing.TB, e *sqlitestore.Engine, n int) {
	t.Helper()
	docs := make([]any, n)
	for i, person := range people("p", n) {
		docs[i] = registration(person)
	}
	_, err := e.InsertAll(t.Context(), "registrations", docs)
	must(t, err)
}

func all(t testing.TB, e *sqlitestore.Engine) (found []storetest.Registration) {
	t.Helper()
	must(t, e.Find(t.Context(), "registrations", store.Query{}, &found))
	return found
}

func documents(s sqlitestore.Summary, collection string) int64 {
	for _, c := range s.Collections {
		if c.Collection == collection {
			return c.Documents
		}
	}
	return -1
}

func wantOnly(t testing.TB, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	if !slices.Equal(got, names) {
		t.Errorf("the folder holds %q, want %q", got, names)
	}
}
