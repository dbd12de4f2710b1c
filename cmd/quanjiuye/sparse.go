package main

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// sparseEvery is how often one kind of warning is written.
const sparseEvery = 5 * time.Second

// sparse writes one warning of a kind in sparseEvery and counts the others, which
// the next one written tells of. While an engine is away every request and every
// site meets the same fault, and the log would be nothing else. What has no error,
// such as the line of each failed request, is written always; with LOG_LEVEL=debug
// everything is.
//
// The kind is the message, and the engine where one is named: both are ours, never
// a sender's, so there are few.
type sparse struct {
	slog.Handler
	kinds *kinds
}

type kinds struct {
	now func() time.Time

	mu   sync.Mutex
	seen map[string]*kind
}

type kind struct {
	written time.Time
	leftOut int // since
}

func newSparse(h slog.Handler, now func() time.Time) slog.Handler {
	return sparse{h, &kinds{now: now, seen: map[string]*kind{}}}
}

// sparing is log, but sparse.
func sparing(log *slog.Logger) *slog.Logger { return slog.New(newSparse(log.Handler(), time.Now)) }

// Handle implements slog.Handler.
func (s sparse) Handle(ctx context.Context, r slog.Record) error {
	if name, ok := faultOf(r); ok && !s.Enabled(ctx, slog.LevelDebug) {
		leftOut, write := s.kinds.due(name)
		if !write {
			return nil
		}
		if leftOut > 0 {
			r = r.Clone()
			r.AddAttrs(slog.Int("left_out", leftOut))
		}
	}
	return s.Handler.Handle(ctx, r)
}

// faultOf is the kind of a warning about an error.
func faultOf(r slog.Record) (name string, ok bool) {
	name = r.Message
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "error":
			ok = true
		case "engine":
			name += " " + a.Value.String()
		}
		return true
	})
	return name, ok && r.Level == slog.LevelWarn
}

// due reports whether a warning is to be written, and how many like it were not.
func (k *kinds) due(name string) (leftOut int, write bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	last, known := k.seen[name]
	if known && now.Sub(last.written) < sparseEvery {
		last.leftOut++
		return 0, false
	}
	k.seen[name] = &kind{written: now}
	if known {
		leftOut = last.leftOut
	}
	return leftOut, true
}

// WithAttrs implements slog.Handler.
func (s sparse) WithAttrs(attrs []slog.Attr) slog.Handler {
	return sparse{s.Handler.WithAttrs(attrs), s.kinds}
}

// WithGroup implements slog.Handler.
func (s sparse) WithGroup(name string) slog.Handler {
	return sparse{s.Handler.WithGroup(name), s.kinds}
}
