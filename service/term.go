package service

import (
	"context"
	"errors"
	"sync"
	"time"
)

// term is what this instance knows of its turns of background work. Whoever
// holds mu is at it.
type term struct {
	mu     sync.Mutex
	holder string    // names this instance
	era    int64     // of the cache, when it was last looked at
	again  time.Time // when every write has ended that was under way as the era began

	// Of the lease, while this instance holds it.
	fence   int64 // the term in which all was counted
	counted time.Time
	failed  time.Time // the last count of everything that came to no end
	purged  time.Time
	paid    time.Time // when debts were last looked for
	seen    map[Mark]bool
}

// extent is how much of everything there is to count.
type extent int

const (
	nothing extent = iota
	openYears
	allYears
)

// recountRetry keeps one unit that cannot be counted from having all the others
// counted every second.
const recountRetry = 15 * time.Second

// due is what there is to count now, with the cache whole or not, in the term of
// fence. Years that take no more records are changed now and then (a record is
// voided), so a loss concerns them too.
func (t *term) due(now time.Time, whole bool, fence int64) extent {
	switch {
	case t.fence == fence && now.Sub(t.failed) < recountRetry:
		return nothing
	case !whole, t.counted.Before(t.again) && !now.Before(t.again):
		return allYears
	case t.fence != fence, now.Sub(t.counted) >= recountEvery:
		return openYears
	}
	return nothing
}

// errTermOver ends a count of everything whose lease somebody else has got.
var errTermOver = errors.New("service: the lease was lost")

// holding prolongs the lease, at most once a second, while something long is
// under way.
type holding struct {
	svc   *Service
	fence int64
	mu    sync.Mutex
	last  time.Time
}

func (h *holding) on(ctx context.Context) error {
	if err := ctx.Err(); h == nil || err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.svc.clock().Sub(h.last) < time.Second {
		return nil
	}
	fence, err := h.svc.cache.Lease(ctx, h.svc.term.holder, lostAfter)
	if err == nil && fence != h.fence {
		err = errTermOver
	}
	h.last = h.svc.clock()
	return err
}

// resign lets another instance take over at once.
func (s *Service) resign(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if _, err := s.cache.Lease(ctx, s.term.holder, 0); err != nil {
		s.log.WarnContext(ctx, "lease not given back", "error", err)
	}
}
