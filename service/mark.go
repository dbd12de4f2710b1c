package service

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Mark says that a write to the records of a unit is under way. Each write has
// marks of its own: nobody can clear one that another write still needs.
type Mark struct {
	Writer string // names the write
	Unit
}

// AgedMark is a mark and how long ago it was made.
type AgedMark struct {
	Mark
	Age time.Duration
}

// String is "writer|2026-11|site": the form in which marks are kept.
func (m Mark) String() string { return m.Writer + "|" + m.Unit.String() }

// ParseMark reads what String wrote.
func ParseMark(s string) (Mark, error) {
	writer, unit, ok := strings.Cut(s, "|")
	u, err := ParseUnit(unit)
	if !ok || err != nil || writer == "" {
		return Mark{}, fmt.Errorf("not a mark")
	}
	return Mark{writer, u}, nil
}

// MarkStore keeps the marks of writes while the cache is out of reach.
type MarkStore interface {
	KeepMarks(ctx context.Context, at time.Time, marks []Mark) error
	// DropMarks removes marks; one that is not there is no error.
	DropMarks(ctx context.Context, marks []Mark) error
	// KeptMarks lists up to limit marks, oldest first, with their age at now.
	KeptMarks(ctx context.Context, now time.Time, limit int) ([]AgedMark, error)
}

// Times of marks.
const (
	// writeTimeout bounds one write to the store.
	writeTimeout = 10 * time.Second
	// cacheMarkLease is the age at which a mark in the cache belongs to nobody any
	// more: its write has ended, one way or the other.
	cacheMarkLease = 3 * writeTimeout
	// storeMarkLease is longer: the age is that by the clocks of two instances.
	storeMarkLease = 12 * writeTimeout
)

// held are the marks of one write and where they are kept.
type held struct {
	marks   []Mark
	inStore bool
}

// mark notes that units are about to be written to: in the cache, or in the
// store while the cache is out of reach. Without a mark nothing may be written,
// for nobody would count it if this process died.
func (t *tally) mark(ctx context.Context, units []Unit) (held, error) {
	var h held
	writer := newID()
	for _, u := range units {
		h.marks = append(h.marks, Mark{writer, u})
	}
	err := t.cache.Mark(ctx, h.marks...)
	if err == nil {
		return h, nil
	}
	t.log.WarnContext(ctx, "marks go to the store", "error", err)
	h.inStore = true
	return h, t.store.KeepMarks(ctx, t.now(), h.marks)
}

// unmark takes marks back. One that stays brings the sweeper for nothing.
func (t *tally) unmark(ctx context.Context, h held) {
	err := t.clear(ctx, h.inStore, h.marks...)
	if err != nil {
		t.log.WarnContext(ctx, "marks not cleared", "error", err)
	}
}

func (t *tally) clear(ctx context.Context, inStore bool, marks ...Mark) error {
	if inStore {
		return t.store.DropMarks(ctx, marks)
	}
	return t.cache.Clear(ctx, marks...)
}
