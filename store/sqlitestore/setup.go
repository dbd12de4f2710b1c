package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// lockWait is how long anything waits for another process to let go of the file.
const lockWait = 10 * time.Second

// setUp makes the file at the other end of conn fit for use, or says why not.
// It writes nothing before it knows that the file is ours.
func setUp(ctx context.Context, conn *sql.Conn, tables map[string]*table) error {
	if err := checkOwner(ctx, conn); err != nil {
		return err
	}
	if err := check(ctx, conn, "quick_check"); err != nil {
		return err
	}
	if err := useLog(ctx, conn); err != nil {
		return fmt.Errorf("use a write-ahead log: %w", err)
	}
	if err := createAll(ctx, conn, tables); err != nil {
		return err
	}
	// From here on the writer itself decides how long to wait, see writer.begin.
	return run(ctx, conn, fmt.Sprintf("PRAGMA busy_timeout = %d", lockProbe.Milliseconds()))
}

// checkOwner reads the marks in the file's header. An empty database without
// marks is a new one.
func checkOwner(ctx context.Context, conn *sql.Conn) error {
	var id, version, objects int
	err := conn.QueryRowContext(ctx, `SELECT
		(SELECT application_id FROM pragma_application_id),
		(SELECT user_version FROM pragma_user_version),
		(SELECT count(*) FROM sqlite_schema)`).Scan(&id, &version, &objects)
	switch {
	case err != nil:
		return err
	case id == 0 && version == 0 && objects == 0:
		return nil
	case id != applicationID:
		return ErrForeign
	case version > layout:
		return fmt.Errorf("%w: layout %d, this one knows %d", ErrNewer, version, layout)
	}
	return nil
}

// check looks for damage in every page: quick_check does no more (0.1 s for a
// county's 100,000 registrations), integrity_check also compares every index
// with its table (1 s).
func check(ctx context.Context, conn *sql.Conn, pragma string) error {
	var finding string
	if err := conn.QueryRowContext(ctx, "PRAGMA "+pragma+"(1)").Scan(&finding); err != nil {
		return fmt.Errorf("check the file: %w", err)
	}
	if finding != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, finding)
	}
	return nil
}

// useLog switches the file to write-ahead logging, which it then keeps. The
// switch needs the file for itself and does not wait for it, so try again while
// another process makes the same file.
func useLog(ctx context.Context, conn *sql.Conn) error {
	for deadline := time.Now().Add(lockWait); ; {
		var mode string
		err := conn.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode)
		switch {
		case err == nil && mode == "wal":
			return nil
		case err == nil:
			return fmt.Errorf("the file system allows only %q", mode)
		case !isBusy(err) || time.Now().After(deadline):
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockProbe):
		}
	}
}
