package service

import (
	"context"
	"slices"
	"strings"
	"time"
)

var errNoResultYet = &Error{Kind: Conflict, Code: "no_result", Message: "该记录还没有属实或不属实的结果，请直接记下结果"}

// CorrectResult puts a result of true or false right that was noted wrongly, for a reason,
// which is its Note. The result before is kept in Earlier, and what it did to the record is
// taken back: a void record is restored and a confirmation by this call undone, so that the
// record waits to be checked anew. Whoever restored a record cannot confirm it.
//
// It is written and completed as a result is: see KeepResult.
func (s *Service) CorrectResult(ctx context.Context, a Actor, sampleID string, in ResultInput) (SampleView, error) {
	if err := in.cleanCorrection(); err != nil {
		return SampleView{}, err
	}
	n, err := s.calling(ctx, a, sampleID, in.RecordID)
	if err != nil {
		return SampleView{}, err
	}
	if d := n.drawn(in.RecordID); d.Result != in.Result && d.Result != "" { // what broke off is ended first
		if n, err = s.complete(ctx, a, n, in.RecordID); err != nil {
			return SampleView{}, err
		}
	}
	n, err = s.store.UpdateSample(ctx, sampleID, func(n *Sample) error {
		return n.drawn(in.RecordID).correct(in, a, s.now())
	})
	if err != nil {
		return SampleView{}, err
	}
	if n, err = s.complete(ctx, a, n, in.RecordID); err != nil {
		return SampleView{}, err
	}
	return s.viewSample(ctx, a, n)
}

func (in *ResultInput) cleanCorrection() error {
	if strings.TrimSpace(in.Note) == "" {
		return invalid("body.note", "note_required", "请写明更正的原因，至少2个字")
	}
	if err := in.clean(); err != nil {
		return err
	}
	if len([]rune(in.Note)) < 2 {
		return invalid("body.note", "note_required", "请写明更正的原因，至少2个字")
	}
	return nil
}

// correct keeps a result in the place of another. The same one again changes nothing.
func (d *DrawnRecord) correct(in ResultInput, a Actor, now time.Time) error {
	switch {
	case d.Result == in.Result && len(d.Earlier) > 0:
		return nil
	case !d.Settled():
		return errNoResultYet
	case d.Result == in.Result:
		return errResultStands
	case len(d.Earlier) >= mostCorrections:
		return errManyCorrections
	}
	d.Earlier = append(slices.Clone(d.Earlier), d.Call)
	d.Call = Call{Result: in.Result, Note: in.Note, By: a.Account.ID, At: now}
	return nil
}

// before is the last of the earlier results that the record has followed.
func (d DrawnRecord) before() Call {
	for _, c := range slices.Backward(d.Earlier) {
		if c.Outcome != OutcomeMonthClosed {
			return c
		}
	}
	return Call{}
}

// errOthersStep leaves alone what somebody has done to a record since.
var errOthersStep = &Error{Kind: Conflict, Code: "changed_since", Message: "该记录此后又有变化，未随更正改变"}

func (s *Service) takeBackVoid(ctx context.Context, a Actor, ref RecordRef, by string) error {
	_, err := s.stepTrail(ctx, a, ref, voidRecords, func(t *Trail) error {
		switch {
		case t.Status == Recorded && t.RestoredBy == a.Account.ID: // by an attempt that broke off
			return nil
		case t.Status != Void || t.VoidedBy != by || !strings.HasPrefix(t.VoidReason, falseReason):
			return errOthersStep
		}
		return t.restore(a, s.now())
	})
	return err
}

func (s *Service) takeBackConfirmation(ctx context.Context, a Actor, ref RecordRef, by string) error {
	_, err := s.stepTrail(ctx, a, ref, confirmRecords, func(t *Trail) error {
		switch {
		case t.Status == Recorded: // by an attempt that broke off
			return nil
		case t.ConfirmedBy != by:
			return errOthersStep
		}
		return t.takeBack(a, true, s.now())
	})
	return err
}
