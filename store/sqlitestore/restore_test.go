package sqlitestore_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/sqlitestore"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const aside = ".replaced-20261124-120000"

// backedUp is a database of 20 documents, its backup, and 5 documents since.
func backedUp(t *testing.T) (path, backup string, e *sqlitestore.Engine) {
	t.Helper()
	path, backup = newPath(t), filepath.Join(t.TempDir(), "backup.db")
	e = open(t, path)
	fill(t, e, 20)
	_, err := sqlitestore.Backup(t.Context(), path, backup)
	must(t, err)
	for _, person := range people("later", 5) {
		insert(t, e, registration(person))
	}
	return path, backup, e
}

func TestRestorePutsTheBackupInPlace(t *testing.T) {
	path, backup, e := backedUp(t)
	closeEngine(t, e)
	kept, s, err := sqlitestore.Restore(t.Context(), backup, path, noon)
	must(t, err)
	if kept != path+aside || documents(s, "registrations") != 20 {
		t.Errorf("kept %s, %+v", kept, s)
	}
	wantOnly(t, filepath.Dir(path), filepath.Base(path), filepath.Base(kept))
	if n := count(t, open(t, path)); n != 20 {
		t.Errorf("%d documents after the restore, want 20", n)
	}
	if n := count(t, open(t, kept)); n != 25 {
		t.Errorf("%d documents in the old database, want 25", n)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, err := sqlitestore.Inspect(t.Context(), backup); err != nil {
		t.Errorf("the backup itself: %v", err)
	}
}

// Whoever restores again at once, perhaps the right backup now, loses neither of
// the databases before.
func TestRestoresWithinASecond(t *testing.T) {
	path, backup, e := backedUp(t)
	closeEngine(t, e)
	var names []string
	for range 3 {
		kept, _, err := sqlitestore.Restore(t.Context(), backup, path, noon)
		must(t, err)
		names = append(names, filepath.Base(kept))
	}
	wantOnly(t, filepath.Dir(path), append([]string{"records.db"}, names...)...)
	_, _, err := sqlitestore.Restore(t.Context(), filepath.Join(filepath.Dir(path), names[0]), path, noon)
	must(t, err) // the first that was replaced is as good as a backup
	if n := count(t, open(t, path)); n != 25 {
		t.Errorf("%d documents in the first that was replaced, want 25", n)
	}
}

// What a killed server had acknowledged and not yet moved out of the log is in
// the database that is kept.
func TestRestoreKeepsTheLogOfAKilledServer(t *testing.T) {
	path, backup, e := backedUp(t)
	closeEngine(t, e)
	ids := runAndKill(t, path, 50)
	kept, _, err := sqlitestore.Restore(t.Context(), backup, path, noon)
	must(t, err)
	old := map[string]bool{}
	for _, id := range ids {
		old[id] = true
	}
	wantAll(t, open(t, kept), old)
	if n := count(t, open(t, path)); n != 20 {
		t.Errorf("%d documents after the restore, want 20", n)
	}
}

func TestRestoreOfADamagedDatabase(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string){
		"a page":     func(t *testing.T, path string) { blank(t, path, "registrations") },
		"the header": writes(strings.Repeat("garbage ", 8192)),
		"gone":       func(t *testing.T, path string) { must(t, os.Remove(path)) },
		"gone but for a log": func(t *testing.T, path string) {
			must(t, os.Remove(path))
			writes("a log")(t, path+"-wal")
		},
	} {
		t.Run(name, func(t *testing.T) {
			path, backup, e := backedUp(t)
			closeEngine(t, e)
			spoil(t, path)
			spoilt, _ := os.ReadFile(path)
			kept, _, err := sqlitestore.Restore(t.Context(), backup, path, noon)
			must(t, err)
			if n := count(t, open(t, path)); n != 20 {
				t.Errorf("%d documents after the restore, want 20", n)
			}
			old, _ := os.ReadFile(path + aside)
			if string(behindHeader(old)) != string(behindHeader(spoilt)) || (kept == "") != (spoilt == nil) {
				t.Errorf("the old database is not kept as it was (%q)", kept)
			}
			if log, err := os.ReadFile(path + aside + "-wal"); strings.Contains(name, "log") && string(log) != "a log" {
				t.Errorf("the old log is not kept: %q, %v", log, err)
			}
		})
	}
}

// behindHeader leaves out where SQLite notes whether there is a log.
func behindHeader(file []byte) []byte { return file[min(len(file), 100):] }

func TestRestoreRefusesADatabaseInUse(t *testing.T) {
	path, backup, e := backedUp(t)
	if err := sqlitestore.Idle(t.Context(), path); !errors.Is(err, sqlitestore.ErrInUse) {
		t.Errorf("idle: %v", err)
	}
	if _, _, err := sqlitestore.Restore(t.Context(), backup, path, noon); !errors.Is(err, sqlitestore.ErrInUse) {
		t.Errorf("restore: %v", err)
	}
	wantOnly(t, filepath.Dir(path), "records.db", "records.db-shm", "records.db-wal")
	insert(t, e, registration("and on"))
	if n := count(t, e); n != 26 {
		t.Errorf("%d documents, want 26", n)
	}
	closeEngine(t, e)
	must(t, sqlitestore.Idle(t.Context(), path))
	must(t, sqlitestore.Idle(t.Context(), newPath(t)))
}

func TestRestoreRefusesWhatIsNoBackup(t *testing.T) {
	path, backup, e := backedUp(t)
	closeEngine(t, e)
	for name, row := range map[string]struct {
		spoil func(t *testing.T, backup string)
		want  error
	}{
		"damaged": {func(t *testing.T, b string) { blank(t, b, "index:registrations:site_id,_id") }, sqlitestore.ErrDamaged},
		"cut":     {func(t *testing.T, b string) { must(t, os.Truncate(b, 40_000)) }, sqlitestore.ErrDamaged},
		"empty":   {func(t *testing.T, b string) { must(t, os.Truncate(b, 0)) }, sqlitestore.ErrForeign},
		"a newer layout": {func(t *testing.T, b string) {
			execRaw(t, raw(t, b), "PRAGMA user_version=99")
		}, sqlitestore.ErrNewer},
		"a log beside": {func(t *testing.T, b string) { writes("a log")(t, b+"-wal") }, sqlitestore.ErrPlainCopy},
		"a plain copy": {func(t *testing.T, b string) {
			content, err := os.ReadFile(path) // and not its log, had it one
			must(t, errors.Join(err, os.WriteFile(b, content, 0o600)))
		}, sqlitestore.ErrPlainCopy},
		"missing": {func(t *testing.T, b string) { must(t, os.Remove(b)) }, os.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			spoilt := filepath.Join(t.TempDir(), "backup.db")
			content, err := os.ReadFile(backup)
			must(t, errors.Join(err, os.WriteFile(spoilt, content, 0o600)))
			row.spoil(t, spoilt)
			_, _, err = sqlitestore.Restore(t.Context(), spoilt, path, noon)
			if !errors.Is(err, row.want) {
				t.Errorf("got %v, want %v", err, row.want)
			}
			unfit := row.want == sqlitestore.ErrDamaged || row.want == sqlitestore.ErrForeign
			if errors.Is(err, sqlitestore.ErrUnfit) != unfit {
				t.Errorf("got %v; is it said to be the backup's fault: want %v", err, unfit)
			}
		})
	}
	wantOnly(t, filepath.Dir(path), "records.db")
	if n := count(t, open(t, path)); n != 25 {
		t.Errorf("%d documents, want 25", n)
	}
}

// A server that has opened the file just before a restore replaces it must not go
// on with the old file under the new one's name.
func TestOpenWhileTheFileIsReplaced(t *testing.T) {
	for wait := time.Duration(0); wait < time.Second; wait += 5 * time.Millisecond {
		path, backup, e := backedUp(t)
		closeEngine(t, e)
		conn := raw(t, path) // does what Restore does, at the pace of this test
		execRaw(t, conn, "PRAGMA journal_mode=DELETE", "BEGIN EXCLUSIVE")
		opened, refused := make(chan *sqlitestore.Engine, 1), make(chan error, 1)
		go func() {
			if e, err := sqlitestore.Open(context.Background(), path); err == nil {
				opened <- e
			} else {
				refused <- err
			}
		}()
		time.Sleep(wait) // until it has the old file open, which nothing shows
		must(t, os.Rename(backup, path))
		execRaw(t, conn, "ROLLBACK")
		select {
		case e := <-opened: // it came after the change
			if n := count(t, e); n != 20 {
				t.Fatalf("the old file with its %d documents was opened", n)
			}
			closeEngine(t, e)
		case err := <-refused:
			t.Logf("refused after %v: %v", wait, err)
			wantOnly(t, filepath.Dir(path), "records.db")
			return
		}
	}
	t.Fatal("no Open had the old file in hand")
}
