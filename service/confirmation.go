package service

import "context"

// RecordKind is a noun whose records are confirmed.
type RecordKind string

// The kinds. Another one needs its case in confirmWith and in RecordView.
const (
	RegistrationRecord RecordKind = "registration"
	PlacementRecord    RecordKind = "placement"
	ActivityRecord     RecordKind = "activity"
	PostingRecord      RecordKind = "posting"
	HonourRecord       RecordKind = "honour"
)

// RecordRef names a record of any kind.
type RecordRef struct {
	Kind RecordKind
	ID   string
}

// RecordView is a record of any kind, as a screen may show it: the one of its
// kind is set.
type RecordView struct {
	Registration *RegistrationView
	Placement    *PlacementView
	Activity     *ActivityView
	Posting      *PostingView
	Honour       *HonourView
}

// RecordedBy is the account that recorded it.
func (v RecordView) RecordedBy() string { return v.trail().RecordedBy }

// trail is the history of the one record that v holds.
func (v RecordView) trail() Trail {
	switch {
	case v.Registration != nil:
		return v.Registration.Trail
	case v.Placement != nil:
		return v.Placement.Trail
	case v.Activity != nil:
		return v.Activity.Trail
	case v.Posting != nil:
		return v.Posting.Trail
	case v.Honour != nil:
		return v.Honour.Trail
	}
	return Trail{}
}

// place is the site of the one record that v holds, and its county.
func (v RecordView) place() (siteID, county string) {
	switch {
	case v.Registration != nil:
		return v.Registration.SiteID, v.Registration.County
	case v.Placement != nil:
		return v.Placement.SiteID, v.Placement.County
	case v.Activity != nil:
		return v.Activity.SiteID, v.Activity.County
	case v.Posting != nil:
		return v.Posting.SiteID, v.Posting.County
	case v.Honour != nil:
		return v.Honour.SiteID, v.Honour.County
	}
	return "", ""
}

// Confirmation is what became of one record of many: the record as it is now, or
// why it was not confirmed.
type Confirmation struct {
	RecordRef
	RecordView
	Err error
}

// ConfirmRecords vouches for many records that others made and answers for each,
// in order, what confirming it alone would have answered: one that is foreign,
// void or the caller's own stops no other. Each site's month is counted anew once,
// at the end, before anything is answered; a process that dies before leaves its
// marks to the sweeper, as every write does.
func (s *Service) ConfirmRecords(ctx context.Context, a Actor, refs []RecordRef) []Confirmation {
	counts := deferred{t: s.tally}
	out := make([]Confirmation, len(refs))
	for i, ref := range refs {
		out[i].RecordRef = ref
		out[i].RecordView, out[i].Err = s.confirmWith(ctx, counts.write, a, ref)
	}
	counts.settle(context.WithoutCancel(ctx))
	return out
}

func (s *Service) confirmWith(ctx context.Context, write writer, a Actor, ref RecordRef) (RecordView, error) {
	switch ref.Kind {
	case RegistrationRecord:
		v, err := s.confirmRegistration(ctx, write, a, ref.ID)
		return RecordView{Registration: &v}, err
	case PlacementRecord:
		v, err := s.confirmUndisputed(ctx, write, a, ref.ID)
		return RecordView{Placement: &v}, err
	case ActivityRecord:
		v, err := s.confirmActivity(ctx, write, a, ref.ID)
		return RecordView{Activity: &v}, err
	case PostingRecord:
		v, err := s.confirmPosting(ctx, write, a, ref.ID)
		return RecordView{Posting: &v}, err
	case HonourRecord:
		v, err := s.confirmHonour(ctx, write, a, ref.ID)
		return RecordView{Honour: &v}, err
	}
	return RecordView{}, ErrNotFound
}

// errDisputedInBatch keeps what somebody concerned denies from being confirmed in
// passing.
var errDisputedInBatch = &Error{Kind: Conflict, Code: "disputed", Message: "用人单位或求职者否认这次上岗，请逐条核实后再确认"}

func (s *Service) confirmUndisputed(ctx context.Context, write writer, a Actor, id string) (PlacementView, error) {
	v, err := s.placement(ctx, a, id, confirmRecords)
	if err == nil && v.Disputed {
		err = errDisputedInBatch
	}
	if err != nil {
		return PlacementView{}, err
	}
	return s.confirmPlacement(ctx, write, a, id)
}
