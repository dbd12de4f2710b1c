package service

import (
	"context"
	"slices"
)

// HelpRequest answers one request to those who work at its site.
func (s *Service) HelpRequest(ctx context.Context, a Actor, id string) (HelpRequestView, error) {
	n, err := s.store.HelpRequest(ctx, id)
	if err != nil {
		return HelpRequestView{}, missing(err)
	}
	if err := a.touch(readCounsel, n.SiteID, n.County); err != nil {
		return HelpRequestView{}, err
	}
	person, err := s.store.Person(ctx, n.PersonID)
	return n.view(a, person), err
}

func (n HelpRequest) view(a Actor, p Person) HelpRequestView {
	open := n.State != HelpClosed && !(n.Self && n.By == a.Account.ID)
	return HelpRequestView{n, n.whose(p), HelpMay{open && n.TakenBy == "", open, open}}
}

// whose is the person as the request may show it.
func (n HelpRequest) whose(p Person) Person {
	if n.Erased {
		return Person{ID: p.ID}
	}
	return p
}

// HelpRequests lists those of a site, newest first.
func (s *Service) HelpRequests(ctx context.Context, a Actor, f HelpFilter) ([]HelpRequestView, error) {
	if _, err := s.siteFor(ctx, a, readCounsel, f.SiteID); err != nil {
		return nil, err
	}
	list, err := s.store.HelpRequests(ctx, f)
	if err != nil {
		return nil, err
	}
	people, err := s.peopleOf(ctx, len(list), func(i int) string { return list[i].PersonID })
	views := make([]HelpRequestView, len(list))
	for i, n := range list {
		views[i] = n.view(a, people[n.PersonID])
	}
	return views, err
}

// MyHelpRequests lists what was asked for the person (or persons) of the caller, but
// for what is of before one of them was erased and came back.
func (s *Service) MyHelpRequests(ctx context.Context, a Actor, p Page) ([]MyHelpRequest, error) {
	ids, err := s.myPeople(ctx, a)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	list, err := s.helpRequestsOf(ctx, ids, p)
	if err != nil {
		return nil, err
	}
	sites, err := s.sitesOf(ctx, len(list), func(i int) string { return list[i].SiteID })
	mine := make([]MyHelpRequest, len(list))
	for i, n := range list {
		mine[i] = n.mine(sites[n.SiteID])
	}
	return mine, err
}

func (s *Service) helpRequestsOf(ctx context.Context, people []string, p Page) ([]HelpRequest, error) {
	return living(p, func(p Page) ([]HelpRequest, error) { return s.store.HelpRequestsOfPeople(ctx, people, p) },
		func(n HelpRequest) (string, bool, error) { return n.ID, n.Erased, nil })
}

// WithdrawHelp takes a request of the caller's own person back; any other looks
// missing.
func (s *Service) WithdrawHelp(ctx context.Context, a Actor, id string) (MyHelpRequest, error) {
	n, err := s.store.HelpRequest(ctx, id)
	if err != nil {
		return MyHelpRequest{}, missing(err)
	}
	own, err := s.myPeople(ctx, a)
	if err != nil {
		return MyHelpRequest{}, err
	}
	if !slices.Contains(own, n.PersonID) || n.Erased {
		return MyHelpRequest{}, ErrNotFound
	}
	n, err = s.store.UpdateHelpRequest(ctx, id, func(n *HelpRequest) error {
		if n.State == HelpClosed {
			return errHelpClosed
		}
		n.State = HelpClosed
		n.Steps = append(n.Steps, CaseStep{Step: CaseClosed, Side: SeekerSide, By: a.Account.ID, At: s.now(), Result: HelpWithdrawn})
		return nil
	})
	if err != nil {
		return MyHelpRequest{}, err
	}
	site, err := s.store.Site(ctx, n.SiteID)
	return n.mine(site), err
}
