package sqlitestore_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/storetest"
)

func init() { children["migrate and hang"] = migrateAndHang }

// noted is a migration whose one step writes a note into every registration;
// after each it calls then.
func noted(e store.Engine, then func()) store.Migrator {
	note := func(ctx context.Context, e store.Engine) error {
		var docs []storetest.Registration
		if err := e.Find(ctx, "registrations", store.Query{}, &docs); err != nil {
			return err
		}
		for _, doc := range docs {
			if doc.Note == "migrated" {
				continue
			}
			doc.Note = "migrated"
			doc.Rev++
			if err := e.Replace(ctx, "registrations", doc.ID, doc.Rev-1, doc); err != nil {
				return err
			}
			then()
		}
		return nil
	}
	return store.Migrator{
		Engine: e, Log: slog.New(slog.DiscardHandler), Lease: 500 * time.Millisecond,
		Steps: []store.Step{{Version: 1}, {Version: 2, Name: "note", Run: note}},
	}
}

// migrateAndHang prints a line for each document and stops after three.
func migrateAndHang(path string) error {
	e, err := sqlitestore.Open(context.Background(), path)
	if err != nil {
		return err
	}
	n := 0
	return noted(e, func() {
		fmt.Println("noted")
		if n++; n == 3 {
			select {} // until it is killed, its lease renewed meanwhile
		}
	}).Run(context.Background())
}

func TestAKilledMigrationIsTakenUp(t *testing.T) {
	path := newPath(t)
	e := open(t, path)
	fill(t, e, 8)
	cmd := childCommand(t, "migrate and hang", path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, errors.Join(err, cmd.Start()))
	lines := bufio.NewScanner(out)
	for range 3 {
		if !lines.Scan() {
			t.Fatal("the child has ended")
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second) // two leases
	defer cancel()
	untouched := noted(e, func() { t.Error("migrated beside a runner that lives") })
	if err := untouched.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("beside a runner that lives: %v", err)
	}
	must(t, cmd.Process.Kill())
	_ = cmd.Wait()

	rest := 0
	must(t, noted(e, func() { rest++ }).Run(t.Context()))
	if rest != 5 {
		t.Errorf("%d documents were left to do, want 5", rest)
	}
	for _, doc := range all(t, e) {
		if doc.Note != "migrated" || doc.Rev != 2 {
			t.Errorf("%+v", doc)
		}
	}
}
