package service

import (
	"context"

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
	return RegistrationView{r, r.whose(person), may, late}, err
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

// MyRegistrations lists what the caller's account registered. Of a person whom
// others made known, and of a record that others have added to, it gets no more
// than it told itself.
func (s *Service) MyRegistrations(ctx context.Context, a Actor, p Page) ([]RegistrationView, error) {
	list, err := s.store.RegistrationsOfAccount(ctx, a.Account.ID, p)
	if err != nil {
		return nil, err
	}
	views, err := s.viewRegistrations(ctx, a, list, "")
	for i := range views {
		views[i] = views[i].forAccount(a.Account.ID)
	}
	return views, err
}

// forAccount leaves out what the account did not tell.
func (v RegistrationView) forAccount(id string) RegistrationView {
	if v.Person.AccountID != id {
		v.Person = Person{ID: v.Person.ID, Name: v.Person.Name}
	}
	v.Person = v.Person.toAccount()
	if v.AddedTo {
		v.EmploymentStatus, v.Intent, v.Profile = "", Intent{}, Profile{}
	}
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
		views[i] = RegistrationView{r, r.whose(people[r.PersonID]), may, late}
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
