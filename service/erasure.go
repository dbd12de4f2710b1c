package service

import (
	"context"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Erasure is somebody's data on its way out: an account that was deleted, or a
// person. It is kept before anything is erased, so that what was begun is finished
// by the sweep whoever dies, and stays afterwards as the proof that it was done: it
// holds ids and times only (ADR 0017).
type Erasure struct {
	ID    string // of the account or the person
	Rev   int64
	Of    ErasureKind
	Stage ErasureStage
	Erased
	DueAt time.Time // when the sweep looks next; zero: nothing is left to do
}

// ErasureKind is what is erased.
type ErasureKind string

// The kinds.
const (
	OfAccount ErasureKind = "account"
	OfPerson  ErasureKind = "person"
)

// ErasureStage is how far an erasure is.
type ErasureStage string

// The stages: an account goes asked → passed → over, a person asked → passed →
// hashed → over.
const (
	ErasureAsked  ErasureStage = "asked"
	ErasurePassed ErasureStage = "passed" // everything was looked at once
	ErasureHashed ErasureStage = "hashed" // and once more; the blinded keys are left
	ErasureOver   ErasureStage = "over"
)

// ErasureStore keeps erasures.
type ErasureStore interface {
	InsertErasure(ctx context.Context, e Erasure) error // ErrExists: the id is there
	Erasure(ctx context.Context, id string) (Erasure, error)
	UpdateErasure(ctx context.Context, id string, change func(*Erasure) error) (Erasure, error)
	// DueErasures lists up to limit that have a DueAt up to now, the oldest first.
	DueErasures(ctx context.Context, now time.Time, limit int) ([]Erasure, error)
}

const (
	// erasureLease is how long the sweep leaves an erasure to whoever asked for it.
	erasureLease = 30 * time.Second
	// stragglersEnd is when calls that were under way as somebody was erased have
	// surely ended, those with a token remembered elsewhere too: then everything is
	// looked at once more.
	stragglersEnd = storeMarkLease
	erasuresMost  = 20 // in one turn of the sweep
)

// askErasure keeps an erasure that is to be done now. One that was done before, of a
// person who came back, begins anew.
func (s *Service) askErasure(ctx context.Context, of ErasureKind, id string, by Erased) (Erasure, error) {
	e := Erasure{ID: id, Rev: 1, Of: of, Stage: ErasureAsked, Erased: by, DueAt: s.now().Add(erasureLease)}
	err := s.store.InsertErasure(ctx, e)
	if !errors.Is(err, ErrExists) {
		return e, err
	}
	return s.store.UpdateErasure(ctx, id, func(known *Erasure) error {
		if known.Stage != ErasureAsked {
			known.Stage, known.Erased, known.DueAt = e.Stage, e.Erased, e.DueAt
		}
		return nil
	})
}

// carryOut does the next part of an erasure. Everything in it may be done twice, and
// by two at once.
func (s *Service) carryOut(ctx context.Context, e Erasure) (ErasureReport, error) {
	var r ErasureReport
	var due time.Time
	var err error
	next := ErasureOver
	switch {
	case e.Of == OfAccount:
		r, err = s.passAccount(ctx, e)
		if e.Stage == ErasureAsked {
			next, due = ErasurePassed, s.now().Add(stragglersEnd)
		}
	case e.Stage == ErasureAsked:
		r, err = s.passPerson(ctx, e)
		next, due = ErasurePassed, s.now().Add(stragglersEnd)
	case e.Stage == ErasurePassed:
		due, err = s.lookAgain(ctx, e.ID)
		next = ErasureHashed
	default:
		err = s.dropKeys(ctx, e.ID)
	}
	if err != nil {
		return r, err
	}
	s.log.InfoContext(ctx, "erased", "of", e.Of, "id", e.ID, "was", e.Stage, "now", next) // for whoever restores an older backup
	_, err = s.store.UpdateErasure(ctx, e.ID, func(known *Erasure) error {
		if known.Stage == e.Stage && known.At.Equal(e.At) {
			known.Stage, known.DueAt = next, due
		}
		return nil
	})
	return r, err
}

// finishErasures carries on what is due. One that fails stops no other.
func (s *Service) finishErasures(ctx context.Context, lease *holding) error {
	due, err := s.store.DueErasures(ctx, s.now(), erasuresMost)
	errs := []error{err}
	for _, e := range due {
		if err := lease.on(ctx); err != nil {
			return err
		}
		_, err := s.carryOut(ctx, e)
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// keysEnd is when no record of a year can be entered any more, so that nobody can be
// counted in it a second time.
func keysEnd(year int) time.Time {
	return calendar.Date{Year: year + earliestYears + 1, Month: time.January, Day: 1}.Start()
}

// dropKeys forgets by what an erased person was known, unless the person has come
// back.
func (s *Service) dropKeys(ctx context.Context, personID string) error {
	p, err := s.store.Person(ctx, personID)
	if err != nil || !p.forgotten() {
		return ignoreMissing(err)
	}
	if err := s.store.DropKeys(ctx, personID, ""); err != nil {
		return err
	}
	if p, err = s.store.Person(ctx, personID); err != nil || p.forgotten() {
		return err
	}
	for _, k := range p.Keys() { // back this very moment
		if _, err := s.store.ClaimKey(ctx, k, p.ID); err != nil {
			return err
		}
	}
	return nil
}
