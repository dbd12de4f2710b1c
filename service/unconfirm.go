package service

import (
	"context"
	"time"
)

// errNotConfirmer keeps colleagues from undoing each other's confirmations.
var errNotConfirmer = &Error{Kind: Forbidden, Code: "not_confirmer", Message: "只能撤销本人的核实；其他人的核实，请由主管部门撤销"}

// Unconfirm takes a confirmation back that was a mistake (撤销核实): the record counts as
// recorded only, and waits to be checked anew. Whoever confirmed it may, and a supervisor.
// Repeating it changes nothing. A closed month stays as it is.
func (s *Service) Unconfirm(ctx context.Context, a Actor, ref RecordRef) (RecordView, error) {
	op := confirmRecords
	if ref.Kind == HonourRecord {
		op = confirmHonours
	}
	v, err := s.view(ctx, a, ref)
	if err != nil {
		return RecordView{}, err
	}
	site, county := v.place()
	supervises := a.supervises(site, county)
	return s.stepTrail(ctx, a, ref, op, func(t *Trail) error { return t.takeBack(a, supervises, s.now()) })
}

// takeBack makes a confirmed record one that waits.
func (t *Trail) takeBack(a Actor, supervises bool, now time.Time) error {
	switch {
	case t.Status == Void:
		return &Error{Kind: Conflict, Code: "record_void", Message: "该记录已作废，请先恢复"}
	case t.Status != Confirmed:
		return nil
	case !t.mayTakeBack(a, supervises):
		return errNotConfirmer
	}
	t.unconfirm()
	t.ChangedAt = now
	return nil
}

func (t Trail) mayTakeBack(a Actor, supervises bool) bool {
	return t.Status == Confirmed && (supervises || t.ConfirmedBy == a.Account.ID)
}

// stepTrail takes one step in the history of a record of any kind, which changes nothing
// else in it.
func (s *Service) stepTrail(ctx context.Context, a Actor, ref RecordRef, op operation, step func(*Trail) error) (RecordView, error) {
	write := s.tally.write
	switch ref.Kind {
	case RegistrationRecord:
		v, err := s.changeRegistration(ctx, write, a, ref.ID, op, func(n *Registration) error { return step(&n.Trail) })
		return RecordView{Registration: &v}, err
	case PlacementRecord:
		v, err := s.changePlacement(ctx, write, a, ref.ID, op, func(n *Placement) error { return step(&n.Trail) })
		return RecordView{Placement: &v}, err
	case ActivityRecord:
		v, err := s.changeActivity(ctx, write, a, ref.ID, op, func(n *Activity) error { return step(&n.Trail) })
		return RecordView{Activity: &v}, err
	case PostingRecord:
		v, err := s.stepPosting(ctx, write, a, ref.ID, op, func(n *Posting) error { return step(&n.Trail) })
		return RecordView{Posting: &v}, err
	case HonourRecord:
		v, err := s.changeHonour(ctx, write, a, ref.ID, op, func(n *Honour) error { return step(&n.Trail) })
		return RecordView{Honour: &v}, err
	}
	return RecordView{}, ErrNotFound
}
