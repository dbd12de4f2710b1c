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
	purged  time.Time
	seen    map[Mark]bool
}

// due reports whether it is time to count everything, although nothing is known
// to be wrong.
func (t *term) due(now time.Time) bool {
	if t.counted.Before(t.again) && !now.Before(t.again) {
		return true
	}
	return now.Sub(t.counted) >= recountEvery
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
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Since(h.last) < time.Second {
		return nil
	}
	fence, err := h.svc.cache.Lease(ctx, h.svc.term.holder, lostAfter)
	if err == nil && fence != h.fence {
		err = errTermOver
	}
	h.last = time.Now()
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
