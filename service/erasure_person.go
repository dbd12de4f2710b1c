package service

import (
	"context"
	"slices"
)

var errOwnPerson = &Error{Kind: Forbidden, Code: "own_record", Message: "您录入过该求职者的记录，或在登记的站点工作，请由其他主管人员办理"}

// ErasePerson erases a person who asked for it at the counter, with or without an
// account, whoever made him known. A supervisor does it who has a record of the person
// in his sight, and no hand in any. Who did it, when and why stays with the id.
func (s *Service) ErasePerson(ctx context.Context, a Actor, id, reason string) (ErasureReport, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return ErasureReport{}, err
	}
	person, err := s.store.Person(ctx, id)
	if err != nil {
		return ErasureReport{}, missing(err)
	}
	if err := s.mayErase(ctx, a, id); err != nil {
		return ErasureReport{}, err
	}
	if person.forgotten() {
		return ErasureReport{At: person.Erased.At, AtCounter: true}, nil
	}
	r, err := s.erasePerson(ctx, person, a.Account.ID, reason)
	r.At, r.AtCounter = s.now(), true
	return r, err
}

// mayErase refuses whoever sees no record of the person as if there were nobody.
func (s *Service) mayErase(ctx context.Context, a Actor, personID string) error {
	seen, may, own := false, false, false
	look := func(t Trail, siteID, county string) {
		seen = seen || a.may(readRecords, siteID, county)
		may = may || a.may(erasePeople, siteID, county)
		own = own || a.worksAt(siteID) || slices.Contains(t.authors(), a.Account.ID)
	}
	err := pages(func(p Page) ([]Registration, error) { return s.store.RegistrationsOfPerson(ctx, personID, p) }, func(r Registration) (string, error) {
		look(r.Trail, r.SiteID, r.County)
		return r.ID, nil
	})
	if err != nil {
		return err
	}
	err = pages(func(p Page) ([]Placement, error) { return s.store.PlacementsOfPeople(ctx, []string{personID}, p) }, func(n Placement) (string, error) {
		look(n.Trail, n.SiteID, n.County)
		return n.ID, nil
	})
	switch {
	case err != nil:
		return err
	case !seen:
		return ErrNotFound
	case !may:
		return ErrForbidden
	case own:
		return errOwnPerson
	}
	return nil
}
