package service

import (
	"context"
	"time"
)

// Reveal notes that somebody was shown a full phone number, and why.
type Reveal struct {
	By     string // account
	At     time.Time
	Reason string
}

const (
	// revealsPerMinute is per account; a call takes longer.
	revealsPerMinute = 20
	// mostReveals of one record: several callers, several days.
	mostReveals = 20
)

var (
	errChecked     = &Error{Kind: Conflict, Code: "already_checked", Message: "该记录已完成回访，不再显示联系电话"}
	errNoPhone     = &Error{Kind: Conflict, Code: "no_phone", Message: "该求职者没有登记联系电话，请记为未联系上"}
	errManyReveals = &Error{Kind: Conflict, Code: "too_many_reveals", Message: "该记录的联系电话查看次数过多"}
)

// RevealPhone answers the full phone number of somebody drawn who is still to be
// called. That it was shown, to whom and why, is kept in the sample before the
// number is answered.
func (s *Service) RevealPhone(ctx context.Context, a Actor, sampleID, recordID, reason string) (string, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return "", err
	}
	n, err := s.calling(ctx, a, sampleID, recordID)
	if err != nil {
		return "", err
	}
	if ok, wait := s.limits.Allow(ctx, "reveal:"+a.Account.ID, revealsPerMinute); !ok {
		e := *ErrLimited
		e.RetryAfter = wait
		return "", &e
	}
	phone, err := s.phoneOf(ctx, a, RecordRef{n.Kind, recordID})
	if err != nil {
		return "", err
	}
	_, err = s.store.UpdateSample(ctx, sampleID, func(n *Sample) error {
		d := n.drawn(recordID)
		switch {
		case d.Result == FoundTrue || d.Result == FoundFalse:
			return errChecked
		case len(d.Reveals) >= mostReveals:
			return errManyReveals
		}
		d.Reveals = append(d.Reveals, Reveal{a.Account.ID, s.now(), reason})
		return nil
	})
	if err != nil {
		return "", err
	}
	return phone, nil
}

func (s *Service) phoneOf(ctx context.Context, a Actor, ref RecordRef) (string, error) {
	v, err := s.view(ctx, a, ref)
	if err != nil {
		return "", err
	}
	phone := ""
	switch {
	case v.Registration != nil:
		phone = v.Registration.Person.Phone
	case v.Placement != nil:
		phone = v.Placement.Person.Phone
	}
	if phone == "" {
		return "", errNoPhone
	}
	return phone, nil
}
