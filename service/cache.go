package service

import (
	"context"
	"time"
)

// Mark says that a unit was marked dirty and tells this marking from later ones.
type Mark struct {
	Unit
	Token int64
}

// Ticket orders the recounts of one site: of two, the one whose ticket was taken
// later has read the newer records. A ticket dies with the cache that gave it.
type Ticket struct {
	SiteID string
	Epoch  string // names the life of the cache; a new one after it was emptied
	No     int64
}

// PutResult says what became of a counter that was put.
type PutResult int

// What Put may answer.
const (
	PutApplied PutResult = iota // the counter is set and watchers were told
	PutStale                    // a recount with a later ticket was there first; nothing to do
	PutLost                     // the cache was emptied since the ticket was taken: take a new one and recount
)

// Counters is one site's year as the cache holds it.
type Counters struct {
	Version int64             // grows with every change, also across an emptied cache; 0: nothing is held
	Parts   map[string][]byte // by Unit.Part; a missing part is unknown, never zero
}

// CounterCache keeps counters that were computed from the records. It is a
// cache: it may be emptied, slow or down at any time, and nothing is decided
// by it that the store does not know.
//
// Every method fails fast (about a second at most) when the cache is down.
type CounterCache interface {
	// Mark notes, before a write, that the unit's counters are about to be wrong.
	Mark(ctx context.Context, u Unit) (Mark, error)
	// Clear takes a mark back unless the unit was marked again since.
	Clear(ctx context.Context, m Mark) error
	// Dirty lists up to limit units whose mark is older than age, oldest first.
	Dirty(ctx context.Context, age time.Duration, limit int) ([]Mark, error)

	// Ticket is taken before a recount reads the store.
	Ticket(ctx context.Context, siteID string) (Ticket, error)
	// Put sets a unit's counter to data under a ticket, raises the version of
	// its site's year above floor and above what it was, and tells every
	// instance (Event.Site), all in one step. The new version is returned with
	// PutApplied.
	Put(ctx context.Context, u Unit, t Ticket, data []byte, floor int64) (int64, PutResult, error)
	// Counters reads one site's year.
	Counters(ctx context.Context, siteID string, year int) (Counters, error)
	// Versions reads the versions of several sites' years at once, in order;
	// 0 where nothing is held.
	Versions(ctx context.Context, siteIDs []string, year int) ([]int64, error)

	// Whole reports whether the cache still holds everything that Complete
	// declared it to hold: false after it was emptied or swapped for another.
	Whole(ctx context.Context) (bool, error)
	// Complete declares that every counter of the years that still take records
	// has been put. It fails when the cache lost something since this process last
	// asked Whole, so ask that before counting.
	Complete(ctx context.Context) error
}

// Event is what instances tell each other.
type Event struct {
	// Site and Year: the counters of this site's year have reached Version.
	Site    string
	Year    int
	Version int64
	// Account: this account's sessions, roles or state changed.
	Account string
	// Resync: the relay was interrupted and events may be missing; whoever keeps
	// state from events reads it anew. Never published, only received.
	Resync bool
}

// Relay carries events between instances. Delivery is at most once and in no
// promised order; whoever missed some gets a Resync when the line is back.
type Relay interface {
	// Publish tells every instance, this one included.
	Publish(ctx context.Context, e Event) error
	// Subscribe calls receive, one event at a time, until ctx ends. The first
	// event is always a Resync, once the line stands.
	Subscribe(ctx context.Context, receive func(Event)) error
}

// Limiter counts attempts. When its own memory is out of reach it falls back to
// a limit per instance; it never fails and never lets everything through.
type Limiter interface {
	// Allow takes one of the perMinute attempts that key has. When there is none
	// left, ok is false and wait says when to try again.
	Allow(ctx context.Context, key string, perMinute int) (ok bool, wait time.Duration)
}
