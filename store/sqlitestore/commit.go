package sqlitestore

import (
	"context"
	"time"
)

// lockProbe is how long SQLite itself waits for the lock, see begin.
const lockProbe = 5 * time.Millisecond

// finish runs a batch in the transaction that has begun, or not, and answers
// each of its writes. A write that breaks a constraint fails alone; one that
// spoils the transaction (a full disk, a document too large) makes all run
// again, each by itself.
func (w *writer) finish(batch []*write, err error) {
	spoiled := false
	if err == nil {
		spoiled, err = w.apply(batch)
	}
	if spoiled && len(batch) > 1 {
		for _, each := range batch {
			w.finish([]*write{each}, w.begin())
		}
		return
	}
	for _, each := range batch {
		if err != nil {
			// Even a duplicate: it may have been one of a document that is gone.
			each.result = result{err: err}
		}
		each.answer <- each.result
	}
}

// apply runs a batch, commits, and leaves the results in it. With an error
// nothing has been written, or (where the commit itself failed) nobody knows;
// spoiled tells that a statement failed and not the commit.
func (w *writer) apply(batch []*write) (spoiled bool, err error) {
	for _, each := range batch {
		if err := each.ctx.Err(); err != nil {
			each.result = result{err: err}
			continue
		}
		each.result.n, each.result.err = each.run(w.statements)
		if spoils(each.result.err) {
			w.rollback()
			return true, each.result.err
		}
	}
	if err = w.place.check(); err == nil {
		err = w.exec("COMMIT")
	}
	if err != nil {
		w.rollback()
	}
	return false, err
}

// rollback leaves no transaction behind. It may fail, where SQLite has rolled
// back already.
func (w *writer) rollback() { _ = w.exec("ROLLBACK") }

// begin takes the lock that one process at a time may have. SQLite asks for it
// less and less often, up to every 100 ms, and would starve beside a process
// that lets go for a fraction of a millisecond only; so it is told to give up
// after lockProbe and is asked again.
func (w *writer) begin() error {
	deadline := time.Now().Add(lockWait)
	for {
		if w.alive.Err() != nil {
			return errClosed
		}
		err := w.exec("BEGIN IMMEDIATE")
		if !isBusy(err) || time.Now().After(deadline) {
			return err
		}
	}
}

// exec runs a statement that no context may interrupt.
func (w *writer) exec(text string) error {
	_, err := w.statements.exec(context.Background(), command{text: text})
	return err
}
