package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"runtime"
	"sync"
)

const (
	// queueLength is how many writes may wait; more wait to be let in.
	queueLength = 1024
	// batchSize is how many documents one transaction takes, about.
	batchSize = 512
)

// write is one caller's wish and, later, its answer.
type write struct {
	ctx    context.Context
	size   int // documents, about
	run    func(s *statements) (int64, error)
	result result
	answer chan result // room for one: nobody may be waiting any more
}

type result struct {
	n   int64
	err error
}

// writer is the goroutine that owns the connection that writes.
type writer struct {
	db         *sql.DB
	conn       *sql.Conn
	statements *statements
	place      place
	queue      chan *write
	done       chan struct{} // closed when the goroutine has ended
	alive      context.Context
	abandon    context.CancelFunc // ends alive: writes that have not begun fail

	mu     sync.RWMutex // held for reading while sending to queue
	closed bool
}

func startWriter(db *sql.DB, conn *sql.Conn, p place) *writer {
	w := &writer{
		db: db, conn: conn, statements: prepared(conn), place: p,
		queue: make(chan *write, queueLength), done: make(chan struct{}),
	}
	w.alive, w.abandon = context.WithCancel(context.Background())
	go w.loop()
	return w
}

// do waits until run has been committed, or has failed, and returns its result.
// run may be called more than once, each time in a new transaction; it is not
// called when ctx has ended before its turn.
func (w *writer) do(ctx context.Context, size int, run func(*statements) (int64, error)) (int64, error) {
	each := &write{ctx: ctx, size: size, run: run, answer: make(chan result, 1)}
	if err := w.enqueue(each); err != nil {
		return 0, err
	}
	select {
	case r := <-each.answer:
		return r.n, plain(r.err)
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (w *writer) enqueue(each *write) error {
	if err := each.ctx.Err(); err != nil {
		return err
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosed
	}
	select {
	case w.queue <- each:
		return nil
	case <-each.ctx.Done():
		return each.ctx.Err()
	}
}

func (w *writer) loop() {
	defer close(w.done)
	for first := range w.queue {
		began := w.begin() // first, since it may wait and others come meanwhile
		w.finish(w.gather(first), began)
	}
}

// gather takes first and the writes that wait behind it.
func (w *writer) gather(first *write) []*write {
	// Let those who have just been answered ask for their next write, so that
	// it joins this transaction rather than the one after.
	runtime.Gosched()
	batch, size := []*write{first}, first.size
	for size < batchSize {
		select {
		case next, ok := <-w.queue:
			if !ok {
				return batch
			}
			batch, size = append(batch, next), size+next.size
		default:
			return batch
		}
	}
	return batch
}

// close answers what waits, until ctx ends, and then closes the connection.
func (w *writer) close(ctx context.Context) error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil
	}
	w.closed = true
	close(w.queue)
	w.mu.Unlock()

	stop := context.AfterFunc(ctx, w.abandon)
	<-w.done
	stop()
	w.abandon()
	return errors.Join(w.statements.close(), w.conn.Close(), w.db.Close())
}
