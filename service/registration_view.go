package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// Registration answers one record within the actor's sight.
func (s *Service) Registration(ctx context.Context, a Actor, id string) (RegistrationView, error) {
	return s.registration(ctx, a, id, readRecords)
}

func (s *Service) registration(ctx context.Context, a Actor, id string, op operation) (RegistrationView, error) {
	r, err := s.store.Registration(ctx, id)
	if err != nil {
		return RegistrationView{}, missing(err)
	}
	if err := a.touch(op, r.SiteID, r.County); err != nil {
		return RegistrationView{}, err
	}
	person, err := s.store.Person(ctx, r.PersonID)
	if err != nil {
		return RegistrationView{}, err
	}
	may, late, err := s.standing(ctx, a, r.Trail, r.Month, r.SiteID, r.County)
	return RegistrationView{Registration: r, Person: r.whose(person), May: may, Late: late}, err
}

// Registrations lists a site's records, newest first.
func (s *Service) Registrations(ctx context.Context, a Actor, f RecordFilter) ([]RegistrationView, error) {
	site, err := s.siteFor(ctx, a, readRecords, f.SiteID)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Registrations(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.viewRegistrations(ctx, a, list, site.County)
}

// MyRegistrations lists what the caller's account registered, and what there is of the
// people for whom it stands: see forAccount.
func (s *Service) MyRegistrations(ctx context.Context, a Actor, p Page) ([]RegistrationView, error) {
	list, err := s.ownRegistrations(ctx, a, p)
	if err != nil {
		return nil, err
	}
	views, err := s.viewRegistrations(ctx, a, list, "")
	for i := range views {
		if views[i].Advice, err = s.linkAdvice(ctx, a, views[i].Person); err != nil {
			return nil, err
		}
		views[i] = views[i].forAccount(a.Account.ID)
	}
	return views, err
}

// ownRegistrations is a page of what the account made and of what there is of its
// people, newest first.
func (s *Service) ownRegistrations(ctx context.Context, a Actor, p Page) ([]Registration, error) {
	list, err := s.store.RegistrationsOfAccount(ctx, a.Account.ID, p)
	if err != nil {
		return nil, err
	}
	people, err := s.myPeople(ctx, a)
	if err != nil || len(people) == 0 {
		return list, err
	}
	more, err := living(p, func(p Page) ([]Registration, error) { return s.store.RegistrationsOfPeople(ctx, people, p) },
		func(r Registration) (string, bool, error) { return r.ID, r.Erased || r.AccountID == a.Account.ID, nil })
	list = append(list, more...)
	slices.SortFunc(list, func(x, y Registration) int { return cmp.Compare(y.ID, x.ID) })
	if p.Limit > 0 {
		list = list[:min(p.Limit, len(list))]
	}
	return list, err
}

// forAccount leaves out what the account did not tell. Of a record that others made
// or have added to it gets what is wanted, if it has proven that the person is its own
// (LinkedBy), and nothing of what is sensitive.
func (v RegistrationView) forAccount(id string) RegistrationView {
	told := v.AccountID == id && !v.AddedTo
	if !told {
		v.Profile = Profile{}
	}
	if !told && !v.Person.linkedTo(id) {
		v.EmploymentStatus, v.Intent = "", Intent{}
	}
	if v.Person.AccountID != id {
		v.Person = Person{ID: v.Person.ID, Name: v.Person.Name}
	}
	v.Person = v.Person.toAccount()
	return v
}

func (s *Service) viewRegistrations(ctx context.Context, a Actor, list []Registration, county string) ([]RegistrationView, error) {
	people, err := s.peopleOf(ctx, len(list), func(i int) string { return list[i].PersonID })
	if err != nil {
		return nil, err
	}
	b, err := s.booksOf(ctx, county, len(list), func(i int) calendar.Month { return list[i].Month })
	views := make([]RegistrationView, len(list))
	for i, r := range list {
		may, late := b.standing(a, r.Trail, r.Month, r.SiteID, county)
		views[i] = RegistrationView{Registration: r, Person: r.whose(people[r.PersonID]), May: may, Late: late}
	}
	return views, err
}

// peopleOf loads the people behind n records.
func (s *Service) peopleOf(ctx context.Context, n int, id func(int) string) (map[string]Person, error) {
	seen := map[string]Person{}
	var ids []string
	for i := range n {
		if _, ok := seen[id(i)]; !ok {
			seen[id(i)] = Person{}
			ids = append(ids, id(i))
		}
	}
	list, err := s.store.People(ctx, ids)
	for _, p := range list {
		seen[p.ID] = p
	}
	return seen, err
}
