package service

import "context"

// about is whom a result concerns, as it is now, and what it can say.
type about struct {
	accountID string // empty: nobody is to be told
	title     string // names no person
	siteID    string
}

func (s *Service) about(ctx context.Context, r Result) (a about, err error) {
	switch r.Noun {
	case ApplicationNoun:
		a, err = s.aboutApplication(ctx, r.ID)
	case RightsNoun:
		var n RightsReport
		if n, err = s.store.RightsReport(ctx, r.ID); err == nil {
			a = about{title: "维权诉求", siteID: n.SiteID}
			a.accountID, err = s.reporter(ctx, n)
		}
	case HelpNoun:
		var n HelpRequest
		if n, err = s.store.HelpRequest(ctx, r.ID); err == nil {
			a = about{title: "服务申请", siteID: n.SiteID}
			a.accountID, err = s.accountOf(ctx, n.PersonID)
		}
	}
	if err != nil {
		return about{}, ignoreMissing(err)
	}
	return a, nil
}

func (s *Service) aboutApplication(ctx context.Context, id string) (about, error) {
	n, err := s.store.Application(ctx, id)
	if err != nil || n.Erased {
		return about{}, err
	}
	posting, err := s.store.Posting(ctx, n.PostingID)
	if err != nil {
		return about{}, err
	}
	account, err := s.accountOf(ctx, n.PersonID)
	return about{account, posting.Title, n.SiteID}, err
}

// accountOf is the account of a person who may be written to; empty: there is none.
func (s *Service) accountOf(ctx context.Context, personID string) (string, error) {
	p, err := s.store.Person(ctx, personID)
	if err != nil || !s.mayContact(p) {
		return "", err
	}
	return p.AccountID, nil
}

// reporter is the account of a report, unless one of its people took the consent back.
func (s *Service) reporter(ctx context.Context, r RightsReport) (string, error) {
	people, err := s.store.PeopleOfAccount(ctx, r.AccountID)
	for _, p := range people {
		if !s.mayContact(p) {
			return "", err
		}
	}
	return r.AccountID, err
}
