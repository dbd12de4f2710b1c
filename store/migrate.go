package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// Migrator brings a database to the newest of Steps. However many processes
// start at once, one runs the steps and the others wait for it.
//
// Who runs holds a lease in the database, and every change of the document that
// holds it is made under the document's rev. That rev is the fence: a runner that
// was stopped for a while and has been replaced can record nothing more.
type Migrator struct {
	Engine Engine
	Steps  []Step // ascending; Migrations in the product
	Log    *slog.Logger
	// Lease is how long a runner's silence lasts before another takes its place;
	// 0 means 15 seconds. Each waiter measures it by its own clock, from when it
	// saw the last sign of life, so that clocks need not agree.
	Lease time.Duration
}

// Migrate runs what is missing of Migrations.
func Migrate(ctx context.Context, e Engine, log *slog.Logger) error {
	return Migrator{Engine: e, Steps: Migrations, Log: log}.Run(ctx)
}

// Run returns when the database has the newest version: at once, after the
// steps that were missing, or after another process has run them. An empty
// database needs none. It fails with ErrNewerSchema, ErrUnfinishedCopy or
// ErrMovedOn where the database is not one to work on, and with the error of a
// step that failed; the steps before it stay done, and the next Run begins with it.
func (m Migrator) Run(ctx context.Context) error {
	if m.Lease == 0 {
		m.Lease = 15 * time.Second
	}
	newest, me := m.Steps[len(m.Steps)-1].Version, rand.Text()
	seen, told := sighting{}, false
	for {
		d, err := schemaOf(ctx, m.Engine, newest)
		switch {
		case err != nil:
			return err
		case d.Version > newest:
			return fmt.Errorf("%w: version %d, this program knows %d", ErrNewerSchema, d.Version, newest)
		case d.Copying:
			return ErrUnfinishedCopy
		case d.Moved:
			return ErrMovedOn
		case d.Version == newest:
			return nil
		case d.Holder == "" || d.Holder == me || seen.silent(d, m.Lease):
			d.Holder = me
			if err = d.replace(ctx, m.Engine); err == nil {
				err = m.climb(ctx, d)
			}
			if !errors.Is(err, errOvertaken) {
				return err
			}
		default:
			if !told {
				m.Log.Info("waiting for another process that migrates the database", "version", d.Version)
				told = true
			}
			if err := m.wait(ctx); err != nil {
				return err
			}
		}
	}
}

func (m Migrator) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(m.Lease / 15):
		return nil
	}
}

// sighting is the last sign of life of whoever holds the lease.
type sighting struct {
	rev int64
	at  time.Time
}

// silent reports whether nothing has changed for that long.
func (s *sighting) silent(d schemaDoc, long time.Duration) bool {
	if s.rev != d.Rev {
		*s = sighting{d.Rev, time.Now()}
	}
	return time.Since(s.at) >= long
}

// climb runs the missing steps one after the other under the lease in d.
func (m Migrator) climb(ctx context.Context, d schemaDoc) error {
	for _, step := range m.Steps {
		if step.Version <= d.Version {
			continue
		}
		log := m.Log.With("version", step.Version, "step", step.Name)
		log.Info("migrating the database")
		began := time.Now()
		if err := m.under(ctx, &d, step); err != nil {
			log.Error("migration broke off", "error", err, "took", time.Since(began))
			d.Holder = "" // so that the next one need not wait; if it fails, he waits
			_ = d.replace(context.WithoutCancel(ctx), m.Engine)
			return fmt.Errorf("migrate to version %d (%s): %w", step.Version, step.Name, err)
		}
		if d.Version = step.Version; d.Version == m.Steps[len(m.Steps)-1].Version {
			d.Holder = ""
		}
		if err := d.replace(ctx, m.Engine); err != nil {
			return fmt.Errorf("record version %d: %w", step.Version, err)
		}
		log.Info("migrated the database", "took", time.Since(began))
	}
	return nil
}
