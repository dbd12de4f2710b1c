package store

import (
	"context"
	"errors"
	"time"
)

// under runs a step while it renews the lease in d, a few times within its
// length. When the lease is lost, or could not be renewed for its whole length,
// the step's context ends.
func (m Migrator) under(ctx context.Context, d *schemaDoc, step Step) error {
	ctx, cancel := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if m.renew(ctx, d) != nil {
			cancel(errOvertaken)
		}
	}()
	err := step.Run(ctx, m.Engine)
	cancel(nil)
	<-ended // from here on d is ours again
	if lost := context.Cause(ctx); errors.Is(lost, errOvertaken) {
		return errors.Join(lost, err)
	}
	return err
}

// renew shows signs of life until ctx ends, or returns errOvertaken.
func (m Migrator) renew(ctx context.Context, d *schemaDoc) error {
	tick := time.NewTicker(m.Lease / 5)
	defer tick.Stop()
	for last := time.Now(); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		// Not with ctx: a renewal cut off halfway would leave its rev unknown.
		call, done := context.WithTimeout(context.WithoutCancel(ctx), m.Lease)
		err := d.replace(call, m.Engine)
		done()
		switch {
		case err == nil:
			last = time.Now()
		case errors.Is(err, errOvertaken), time.Since(last) >= m.Lease:
			return errOvertaken
		}
	}
}
