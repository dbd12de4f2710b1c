package service

import (
	"context"
	"errors"
	"slices"
	"time"
)

// DrawnRecord is a record of a sample and what its call brought.
type DrawnRecord struct {
	RecordID string
	Call
	Earlier []Call // results that were corrected, the first one first
	Reveals []Reveal
}

// Call is what one call brought.
type Call struct {
	Result  CallResult // empty: not called yet
	Note    string     // of a correction: why
	By      string     // account
	At      time.Time
	Outcome CallOutcome // empty: the record does not follow the result yet
}

// drawn is the record of that id, or nil when it was not drawn.
func (n *Sample) drawn(recordID string) *DrawnRecord {
	i := slices.IndexFunc(n.Drawn, func(d DrawnRecord) bool { return d.RecordID == recordID })
	if i < 0 {
		return nil
	}
	return &n.Drawn[i]
}

// Settled reports whether a call has brought true or false: then nobody need call again.
func (d DrawnRecord) Settled() bool { return d.Result == FoundTrue || d.Result == FoundFalse }

// MayReveal reports whether a caller may still be shown the number.
func (d DrawnRecord) MayReveal() bool { return !d.Settled() && len(d.Reveals) < mostReveals }

// MayCorrect reports whether there is a result to correct.
func (d DrawnRecord) MayCorrect() bool { return d.Settled() && len(d.Earlier) < mostCorrections }

// CallResult is what a call brought.
type CallResult string

// The results.
const (
	FoundTrue   CallResult = "true"
	FoundFalse  CallResult = "false"
	Unreachable CallResult = "unreachable"
)

// CallOutcome is what became of the record by the result.
type CallOutcome string

// The outcomes.
const (
	OutcomeConfirmed CallOutcome = "confirmed"
	OutcomeVoided    CallOutcome = "voided"
	// OutcomeMonthClosed: the record is of a closed month and stays as it is; the same
	// result sent again once the month is open is followed.
	OutcomeMonthClosed CallOutcome = "month_closed"
	OutcomeUnchanged   CallOutcome = "unchanged" // unreachable; or found true by the record's own author, or void already
	// OutcomeWaits: a correction took back what the result before had done to the record,
	// which waits to be checked again.
	OutcomeWaits CallOutcome = "waits"
)

// ResultInput is what is sent after a call.
type ResultInput struct {
	RecordID string
	Result   CallResult
	Note     string // needed for FoundFalse
}

var errResultStands = &Error{Kind: Conflict, Code: "result_stands", Message: "该记录已有回访结果；记错了的，请用“更正”并写明原因"}

// KeepResult notes what a call brought and lets the record follow: found true, it
// is confirmed, unless the caller is its author; found false, it is voided with the
// reason; unreachable, it stays and can be called again. The first other result
// stands.
//
// Sample and record are two documents and are written one after the other: the
// result, the record, and that the record has followed. Each step may be repeated.
// Whoever repeats the same result after a crash completes what is missing, and once
// the last step is kept a repeat changes nothing any more, whatever has been
// done to the record since.
func (s *Service) KeepResult(ctx context.Context, a Actor, sampleID string, in ResultInput) (SampleView, error) {
	if err := in.clean(); err != nil {
		return SampleView{}, err
	}
	if _, err := s.calling(ctx, a, sampleID, in.RecordID); err != nil {
		return SampleView{}, err
	}
	n, err := s.store.UpdateSample(ctx, sampleID, func(n *Sample) error {
		return n.drawn(in.RecordID).answer(in, a, s.now())
	})
	if err != nil {
		return SampleView{}, err
	}
	if n, err = s.complete(ctx, a, n, in.RecordID); err != nil {
		return SampleView{}, err
	}
	return s.viewSample(ctx, a, n)
}

// complete lets a record follow its result, unless it has.
func (s *Service) complete(ctx context.Context, a Actor, n Sample, recordID string) (Sample, error) {
	d := n.drawn(recordID)
	if d.Outcome != "" && d.Outcome != OutcomeMonthClosed {
		return n, nil
	}
	outcome, err := s.follow(ctx, a, n, *d)
	if errors.Is(err, errMonthClosed) {
		outcome, err = OutcomeMonthClosed, nil
	}
	if err != nil {
		return n, err
	}
	corrections := len(d.Earlier)
	return s.store.UpdateSample(ctx, n.ID, func(n *Sample) error {
		if d := n.drawn(recordID); len(d.Earlier) == corrections { // else it was corrected meanwhile
			d.Outcome = outcome
		}
		return nil
	})
}

func (in *ResultInput) clean() error {
	var p problems
	switch in.Result {
	case FoundFalse, FoundTrue, Unreachable:
		in.Note = p.text("body.note", in.Note, 0, 150)
	default:
		p.add("body.result", "result", "请选择结果：属实（true）、不属实（false）或未联系上（unreachable）")
	}
	if in.Result == FoundFalse && len([]rune(in.Note)) < 2 && len(p) == 0 {
		p.add("body.note", "note_required", "不属实的，请写明原因，至少2个字")
	}
	return p.err()
}

// answer keeps a result, unless another one stands.
func (d *DrawnRecord) answer(in ResultInput, a Actor, now time.Time) error {
	switch d.Result {
	case in.Result:
		return nil
	case "", Unreachable:
	default:
		return errResultStands
	}
	d.Result, d.Note, d.By, d.At, d.Outcome = in.Result, in.Note, a.Account.ID, now, ""
	if in.Result == Unreachable {
		d.Outcome = OutcomeUnchanged
	}
	return nil
}

// follow brings the record to what the result says, and takes back what a result that it
// corrects had done. A refusal (it is void already, or the caller's own) leaves the record
// as it is; a fault leaves the step to a repeat.
func (s *Service) follow(ctx context.Context, a Actor, n Sample, d DrawnRecord) (CallOutcome, error) {
	ref, before := RecordRef{n.Kind, d.RecordID}, d.before()
	outcome := OutcomeConfirmed
	var err error
	switch {
	case d.Result != FoundFalse && before.Outcome == OutcomeVoided:
		outcome, err = OutcomeWaits, s.takeBackVoid(ctx, a, ref, before.By)
	case d.Result == Unreachable && before.Outcome == OutcomeConfirmed:
		outcome, err = OutcomeWaits, s.takeBackConfirmation(ctx, a, ref, before.By)
	case d.Result == Unreachable:
		return OutcomeUnchanged, nil
	case d.Result == FoundTrue:
		_, err = s.confirmWith(ctx, s.tally.write, a, ref)
	case n.Kind == RegistrationRecord:
		outcome = OutcomeVoided
		_, err = s.VoidRegistration(ctx, a, d.RecordID, falseReason+d.Note)
	default:
		outcome = OutcomeVoided
		_, err = s.VoidPlacement(ctx, a, d.RecordID, falseReason+d.Note)
	}
	var refused *Error
	if errors.As(err, &refused) && refused.Kind != Unavailable && refused.Code != errMonthClosed.Code {
		return OutcomeUnchanged, nil
	}
	return outcome, err
}

// falseReason begins the reason of a record that was found false.
const falseReason = "抽样回访不属实："

// CallSummary counts a sample's results.
type CallSummary struct {
	Drawn, Checked, True, False, Unreachable, Open int
}

// Summary counts the results so far; Checked are True and False.
func (n Sample) Summary() CallSummary {
	c := CallSummary{Drawn: len(n.Drawn)}
	for _, d := range n.Drawn {
		switch d.Result {
		case FoundTrue:
			c.True++
		case FoundFalse:
			c.False++
		case Unreachable:
			c.Unreachable++
		default:
			c.Open++
		}
	}
	c.Checked = c.True + c.False
	return c
}
