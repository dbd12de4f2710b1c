package sqlitestore_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

func TestOpenMakesThePrivateFolderAndFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	folder := filepath.Join(t.TempDir(), "new", "data ?a=b#c%20 数据")
	path := filepath.Join(folder, "records.db")
	e := open(t, path)
	insert(t, e, registration("p1"))
	for name, want := range map[string]os.FileMode{folder: 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
}

func TestOpenRefusesWhatIsNotOurs(t *testing.T) {
	foreign := func(t *testing.T, path string) { execRaw(t, raw(t, path), "CREATE TABLE t (a)") }
	for name, row := range map[string]struct {
		make func(t *testing.T, path string)
		want error
	}{
		"a text":                      {writes("not a database, but long enough to have a header of one hundred bytes, were it one, as it is not"), sqlitestore.ErrForeign},
		"a short text":                {writes("text"), sqlitestore.ErrForeign},
		"another program's database":  {foreign, sqlitestore.ErrForeign},
		"another program's empty one": {func(t *testing.T, path string) { execRaw(t, raw(t, path), "PRAGMA application_id = 7") }, sqlitestore.ErrForeign},
		"a folder":                    {func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o700)) }, sqlitestore.ErrForeign},
		"a newer layout":              {altered("PRAGMA user_version = 99"), sqlitestore.ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			row.make(t, path)
			before, _ := os.ReadFile(path)
			e, err := sqlitestore.Open(t.Context(), path)
			if err == nil {
				closeEngine(t, e)
			}
			if !errors.Is(err, row.want) {
				t.Fatalf("got %v, want %v", err, row.want)
			}
			if after, _ := os.ReadFile(path); !slices.Equal(before, after) {
				t.Error("the file has changed")
			}
		})
	}
	if _, err := sqlitestore.Open(t.Context(), ""); err == nil {
		t.Error("an empty path was opened")
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func writes(content string) func(*testing.T, string) {
	return func(t *testing.T, path string) { must(t, os.WriteFile(path, []byte(content), 0o600)) }
}

// altered is one of our files that somebody has worked on.
func altered(texts ...string) func(*testing.T, string) {
	return func(t *testing.T, path string) {
		e := open(t, path)
		insert(t, e, registration("p1"))
		closeEngine(t, e)
		execRaw(t, raw(t, path), texts...)
	}
}

// A page that opening has no need of is damaged, here as one that never reached
// the disk, and the file was closed in good order.
func TestOpenFindsDamage(t *testing.T) {
	path := newPath(t)
	altered()(t, path)
	blank(t, path, "registrations")
	e, err := sqlitestore.Open(t.Context(), path)
	if err == nil {
		closeEngine(t, e)
	}
	if !errors.Is(err, sqlitestore.ErrDamaged) {
		t.Fatalf("got %v, want ErrDamaged", err)
	}
}

// What a killed server has acknowledged is in the log. It is not thrown away
// because the database is gone, and is all there when that is back.
func TestOpenKeepsALogWhoseDatabaseIsGone(t *testing.T) {
	for name, lose := range map[string]func(t *testing.T, path string){
		"moved away": func(t *testing.T, path string) { must(t, os.Remove(path)) },
		"emptied":    func(t *testing.T, path string) { must(t, os.Truncate(path, 0)) },
	} {
		t.Run(name, func(t *testing.T) {
			path := newPath(t)
			closeEngine(t, open(t, path))
			acknowledged := map[string]bool{}
			for _, id := range runAndKill(t, path, 20) {
				acknowledged[id] = true
			}
			aside := filepath.Join(t.TempDir(), "aside.db")
			content, err := os.ReadFile(path)
			must(t, errors.Join(err, os.WriteFile(aside, content, 0o600)))
			lose(t, path)

			_, openErr := sqlitestore.Open(t.Context(), path)
			_, backupErr := sqlitestore.Backup(t.Context(), path, filepath.Join(t.TempDir(), "backup.db"))
			for _, err := range []error{openErr, backupErr, sqlitestore.Idle(t.Context(), path)} {
				if err != nil && !errors.Is(err, sqlitestore.ErrLogAlone) {
					t.Errorf("got %v, want ErrLogAlone", err)
				}
			}
			if openErr == nil || backupErr == nil {
				t.Error("opened, or backed up")
			}
			must(t, os.Rename(aside, path))
			wantAll(t, open(t, path), acknowledged)
		})
	}
}

// blank overwrites the first page of a table or index.
func blank(t *testing.T, path, name string) {
	t.Helper()
	conn, page := raw(t, path), int64(0)
	root := `SELECT rootpage FROM sqlite_schema WHERE name = ?`
	must(t, conn.QueryRowContext(t.Context(), root, name).Scan(&page))
	must(t, conn.Close())
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	must(t, err)
	const size = 4096
	_, err = f.WriteAt(make([]byte, size), (page-1)*size)
	must(t, errors.Join(err, f.Close()))
}

func TestOpenAddsWhatCollectionsHaveGained(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	insert(t, e, registration("p1"), registration("p2"))
	closeEngine(t, e)

	old := store.Collections
	t.Cleanup(func() { store.Collections = old })
	store.Collections = slices.Clone(old)
	for i, c := range store.Collections {
		if c.Name == "registrations" {
			store.Collections[i].Indexes = append(slices.Clone(c.Indexes), []string{"note", "_id"})
		}
	}
	store.Collections = append(store.Collections, store.Collection{Name: "novelties", Unique: [][]string{{"a.b"}}})

	e = open(t, path)
	if n := count(t, e, eq("note", registration("p1").Note)); n != 2 {
		t.Errorf("%d documents by the new index, want 2", n)
	}
	type inner struct {
		B string `json:"b"`
	}
	type novelty struct {
		ID  string `json:"_id"`
		Rev int64  `json:"rev"`
		A   inner  `json:"a"`
	}
	must(t, e.Insert(t.Context(), "novelties", novelty{"1", 1, inner{"same"}}))
	if err := e.Insert(t.Context(), "novelties", novelty{"2", 1, inner{"same"}}); !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("a nested natural key twice: %v", err)
	}
	var out []novelty
	must(t, e.Find(t.Context(), "novelties", store.Query{Where: []store.Cond{eq("a.b", "same")}, Fields: []string{"a.b"}}, &out))
	if want := []novelty{{ID: "1", A: inner{"same"}}}; !slices.Equal(out, want) {
		t.Errorf("got %+v, want %+v", out, want)
	}
}

func TestOpenRefusesNamesThatAreNotNames(t *testing.T) {
	old := store.Collections
	t.Cleanup(func() { store.Collections = old })
	for _, c := range []store.Collection{
		{Name: `x" (a); --`}, {Name: "sqlite_schema"}, {Name: ""},
		{Name: "ok", Unique: [][]string{{"a'b"}}}, {Name: "ok", Indexes: [][]string{{"a..b"}}}, {Name: "ok", Indexes: [][]string{{"_doc"}}},
	} {
		store.Collections = []store.Collection{c}
		if e, err := sqlitestore.Open(t.Context(), newPath(t)); err == nil {
			closeEngine(t, e)
			t.Errorf("%+v was accepted", c)
		}
	}
}

func TestManyOpenANewFileAtOnce(t *testing.T) {
	path := newPath(t)
	engines, errs := make([]*sqlitestore.Engine, 6), make([]error, 6)
	var wg sync.WaitGroup
	for i := range engines {
		wg.Go(func() { engines[i], errs[i] = sqlitestore.Open(context.Background(), path) })
	}
	wg.Wait()
	must(t, errors.Join(errs...))
	for i, e := range engines {
		insert(t, e, registration(people("p", 6)[i]))
	}
	for _, e := range engines {
		if n := count(t, e); n != len(engines) {
			t.Errorf("%d documents, want %d", n, len(engines))
		}
		closeEngine(t, e)
	}
	wantSound(t, path)
}

func TestOpenObeysItsContext(t *testing.T) {
	path := newPath(t)
	open(t, path)
	defer lock(t, path)()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if e, err := sqlitestore.Open(ctx, path); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, %v", e, err)
	}
}
