package service

import (
	"context"
	"errors"
	"time"
)

// sweeping is one turn's work on marks that stayed: their units are counted once
// as soon as their writer may be dead, and once more when it surely writes no
// more; then the mark goes.
type sweeping struct {
	svc     *Service
	lease   *holding
	seen    map[Mark]bool // marks that stay, and whose unit was counted since
	counted map[Unit]error
}

// marks goes on after a unit that cannot be counted, so that it does not keep
// the others waiting, and answers those marks whose unit it has not counted.
func (w *sweeping) marks(ctx context.Context, marks []AgedMark, lease time.Duration, inStore bool) (left []AgedMark, err error) {
	var over []Mark
	var errs []error
	for _, m := range marks {
		final := m.Age >= lease
		if m.Age < sweepAge {
			left = append(left, m)
			continue
		}
		if final || !w.svc.term.seen[m.Mark] {
			if err := w.count(ctx, m.Unit); err != nil {
				left, errs = append(left, m), append(errs, err)
				continue
			}
		}
		if final {
			over = append(over, m.Mark)
		} else {
			w.seen[m.Mark] = true
		}
	}
	if len(over) > 0 {
		errs = append(errs, w.svc.tally.clear(ctx, inStore, over...))
	}
	return left, errors.Join(errs...)
}

// count counts a unit once per turn, as long as the lease holds.
func (w *sweeping) count(ctx context.Context, u Unit) error {
	err, done := w.counted[u]
	if !done {
		if err = w.lease.on(ctx); err != nil {
			return err
		}
		if err = w.svc.tally.recount(ctx, u); errors.Is(err, ErrNoRecord) {
			err = nil // a mark of a site that came to nothing
		}
		w.counted[u] = err
	}
	return err
}
