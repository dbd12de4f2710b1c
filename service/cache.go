package service

import (
	"context"
	"errors"
	"fmt"
	"time"
)

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
	// Mark keeps marks, before the write that they are about.
	Mark(ctx context.Context, marks ...Mark) error
	// Clear takes marks back; one that is not there is no error.
	Clear(ctx context.Context, marks ...Mark) error
	// Dirty lists up to limit marks that are at least age old, oldest first.
	Dirty(ctx context.Context, age time.Duration, limit int) ([]AgedMark, error)

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
	// declared it to hold: false after it was emptied, swapped for another or came
	// back with less than it had. era is another number after each such loss, and
	// 0 never. Every instance asks regularly, for it may notice what no other can.
	// A cache that takes no writes is out of reach for it.
	Whole(ctx context.Context) (whole bool, era int64, err error)
	// Complete declares that every counter of the years that still take records
	// has been put. It fails when era, or the lease that gave fence, has passed:
	// somebody else must count again.
	Complete(ctx context.Context, era, fence int64) error

	// Lease makes holder the one that does what is done once for all instances,
	// for ttl from now, or prolongs that; a ttl of zero gives it back. The fence
	// is a larger number for each term, and 0 when somebody else has the lease.
	Lease(ctx context.Context, holder string, ttl time.Duration) (fence int64, err error)
}

// ErrCache is in front of what a cache ended a recount or a check with, so that
// whoever began it is told which engine is out of reach.
var ErrCache = errors.New("service: the counters are out of reach")

func ofCache(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrCache, err)
}

// Event is what instances tell each other.
type Event struct {
	// Site and Year: the counters of this site's year have reached Version.
	Site    string
	Year    int
	Version int64
	// Account: this account's sessions, roles or state changed.
	Account string
	// Policies: the log of policies has grown.
	Policies bool
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
