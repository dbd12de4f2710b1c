package service

import "context"

var errNoContact = &Error{Kind: Conflict, Code: "no_phone", Message: "没有登记联系电话"}

// RevealEmployer answers the number of an employer's contact in full to those who work
// with employers. That it was shown, to whom and why, is kept before.
func (s *Service) RevealEmployer(ctx context.Context, a Actor, id, reason string) (string, error) {
	v, err := s.Enterprise(ctx, a, id)
	if err != nil {
		return "", err
	}
	return s.showContact(ctx, a, v.ContactPhone, View{EnterpriseID: v.ID, Reason: reason})
}

// RevealPosting answers the number that a posting names to those who may read it and
// call people. That it was shown, to whom and why, is kept before.
func (s *Service) RevealPosting(ctx context.Context, a Actor, id, reason string) (string, error) {
	v, err := s.posting(ctx, a, id, revealPhones)
	if err != nil {
		return "", err
	}
	return s.showContact(ctx, a, v.ContactPhone, View{
		EnterpriseID: v.EnterpriseID, PostingID: v.ID, SiteID: v.SiteID, Supervises: !a.worksAt(v.SiteID), Reason: reason,
	})
}

// showContact shows a number as a person's is shown, within the same limits.
func (s *Service) showContact(ctx context.Context, a Actor, phone string, v View) (string, error) {
	var p problems
	v.Reason = p.text("body.reason", v.Reason, 2, 200)
	if err := p.err(); err != nil {
		return "", err
	}
	if phone == "" {
		return "", errNoContact
	}
	if err := s.allowView(ctx, a); err != nil {
		return "", err
	}
	v.By, v.Via, v.Shown = a.Account.ID, ViaReveal, []string{ShownPhone}
	if err := s.keepView(ctx, v); err != nil {
		return "", err
	}
	return phone, nil
}
