package service

import (
	"context"
)

// Application answers one application within the actor's sight.
func (s *Service) Application(ctx context.Context, a Actor, id string) (ApplicationView, error) {
	n, err := s.application(ctx, a, id, readRecords)
	if err != nil {
		return ApplicationView{}, err
	}
	return s.viewApplication(ctx, a, n)
}

// Applications lists what a site looks after, newest first.
func (s *Service) Applications(ctx context.Context, a Actor, f ApplicationFilter) ([]ApplicationView, error) {
	if _, err := s.siteFor(ctx, a, readRecords, f.SiteID); err != nil {
		return nil, err
	}
	list, err := s.store.Applications(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.viewApplications(ctx, a, list)
}

func (s *Service) viewApplication(ctx context.Context, a Actor, n Application) (ApplicationView, error) {
	views, err := s.viewApplications(ctx, a, []Application{n})
	if err != nil {
		return ApplicationView{}, err
	}
	return views[0], nil
}

// viewApplications looks people, postings and employers up at once.
func (s *Service) viewApplications(ctx context.Context, a Actor, list []Application) ([]ApplicationView, error) {
	people, err := s.peopleOf(ctx, len(list), func(i int) string { return list[i].PersonID })
	if err != nil {
		return nil, err
	}
	postings, employers, err := s.jobsOf(ctx, list)
	if err != nil {
		return nil, err
	}
	views := make([]ApplicationView, len(list))
	for i, n := range list {
		placed, err := s.stillPlaced(ctx, n)
		if err != nil {
			return nil, err
		}
		n.Shared = s.sharesNumber(n, postings[n.PostingID], people[n.PersonID])
		views[i] = ApplicationView{n, n.whose(people[n.PersonID]), postings[n.PostingID], employers[n.EnterpriseID], n.may(a, placed)}
		reached := s.mayContact(people[n.PersonID])
		views[i].May.Ask = views[i].May.Ask && reached && postings[n.PostingID].Status != Void
		views[i].May.Refer = views[i].May.Refer && reached && postings[n.PostingID].Open(s.today())
	}
	return views, nil
}

// sharesNumber reports whether the employer can be shown the number now: the seeker
// applied himself, for a posting that is still public, and his consent stands.
func (s *Service) sharesNumber(n Application, posting Posting, p Person) bool {
	return n.Shared && posting.Published() && s.mayContact(p)
}

// whose is the person as the application may show it.
func (n Application) whose(p Person) Person {
	if n.Erased {
		return Person{ID: p.ID}
	}
	return p
}

// jobsOf loads the postings and the employers of applications.
func (s *Service) jobsOf(ctx context.Context, list []Application) (map[string]Posting, map[string]Enterprise, error) {
	postings, employers := map[string]Posting{}, map[string]Enterprise{}
	var ids []string
	for _, n := range list {
		if _, known := postings[n.PostingID]; !known {
			found, err := s.store.Posting(ctx, n.PostingID)
			if err != nil {
				return nil, nil, err
			}
			postings[n.PostingID] = found
		}
		if _, known := employers[n.EnterpriseID]; !known {
			employers[n.EnterpriseID] = Enterprise{}
			ids = append(ids, n.EnterpriseID)
		}
	}
	found, err := s.store.EnterprisesByID(ctx, ids)
	for _, e := range found {
		employers[e.ID] = e
	}
	return postings, employers, err
}

// MyApplication is an application as the seeker sees it, with who saw the number.
type MyApplication struct {
	Application
	Posting     Posting
	Enterprise  Enterprise
	Site        Site
	Views       []MyView // newest first
	MayWithdraw bool
	MayApply    bool // again
}

// MyApplications lists what there is of the person (or persons) that the caller's
// account registered as itself.
func (s *Service) MyApplications(ctx context.Context, a Actor, p Page) ([]MyApplication, error) {
	people, err := s.store.PeopleOfAccount(ctx, a.Account.ID)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	ids := make([]string, len(people))
	for i, person := range people {
		ids[i] = person.ID
	}
	list, err := s.store.ApplicationsOfPeople(ctx, ids, p)
	if err != nil {
		return nil, err
	}
	mine := make([]MyApplication, len(list))
	for i, n := range list {
		if mine[i], err = s.viewMyApplication(ctx, n); err != nil {
			return nil, err
		}
	}
	return mine, nil
}

func (s *Service) viewMyApplication(ctx context.Context, n Application) (MyApplication, error) {
	postings, employers, err := s.jobsOf(ctx, []Application{n})
	if err != nil {
		return MyApplication{}, err
	}
	site, err := s.store.Site(ctx, n.SiteID)
	if err != nil {
		return MyApplication{}, err
	}
	seen, err := s.store.ViewsOfApplication(ctx, n.ID, Page{Limit: mostLinkViews * 10})
	if err != nil {
		return MyApplication{}, err
	}
	views, err := s.myViews(ctx, seen)
	if err != nil {
		return MyApplication{}, err
	}
	person, err := s.store.Person(ctx, n.PersonID)
	posting := postings[n.PostingID]
	again := posting.Open(s.today()) && s.mayContact(person) && n.State != Hired && !(n.Shared && n.underWay())
	n.Shared = s.sharesNumber(n, posting, person)
	return MyApplication{
		n, posting, employers[n.EnterpriseID], site, views,
		n.State != Withdrawn && n.State != Hired && n.State != LeftWork,
		again,
	}, err
}
