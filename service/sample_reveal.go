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
// called. That it was shown, to whom and why, is kept in the sample and as a view
// before the number is answered.
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
	if err := s.allowView(ctx, a); err != nil {
		return "", err
	}
	person, err := s.personOf(ctx, a, RecordRef{n.Kind, recordID})
	if err != nil {
		return "", err
	}
	_, err = s.store.UpdateSample(ctx, sampleID, func(n *Sample) error {
		d := n.drawn(recordID)
		switch {
		case d.Settled():
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
	err = s.keepView(ctx, View{PersonID: person.ID, By: a.Account.ID, Via: ViaSample, SiteID: n.SiteID, Supervises: true,
		Shown: []string{ShownPhone}, Reason: reason})
	if err != nil {
		return "", err
	}
	return person.Phone, nil
}

// personOf is whom a record is about; one without a number is refused.
func (s *Service) personOf(ctx context.Context, a Actor, ref RecordRef) (p Person, err error) {
	v, err := s.view(ctx, a, ref)
	if err != nil {
		return Person{}, err
	}
	switch {
	case v.Registration != nil:
		p = v.Registration.Person
	case v.Placement != nil:
		p = v.Placement.Person
	}
	if p.Phone == "" {
		return Person{}, errNoPhone
	}
	return p, nil
}
