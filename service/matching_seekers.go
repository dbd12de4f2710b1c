package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/match"
)

// MatchedSeeker is a registered seeker with what speaks for and against.
type MatchedSeeker struct {
	Registration Registration
	Person       Person // to be masked
	Fit          match.Fit
}

// seekersMonths is how long a registration is looked at.
const seekersMonths = 6

// SeekersFor answers which of the site's seekers fit one of its postings best: those
// whose last registration there is of the last six months and not void, who have not
// found work since, and who may be matched (see mayContact).
func (s *Service) SeekersFor(ctx context.Context, a Actor, postingID string, limit int) ([]MatchedSeeker, error) {
	p, err := s.posting(ctx, a, postingID, matchSeekers)
	if err != nil {
		return nil, err
	}
	last, err := s.lastRegistrations(ctx, p.SiteID)
	if err != nil {
		return nil, err
	}
	seekers, byID := make([]match.Seeker, len(last)), map[string]Registration{}
	for i, r := range last {
		seekers[i], byID[r.ID] = r.seeker(), r
	}
	found := match.BestSeekers(p.offered(), seekers, dayNumber(s.today()), len(seekers))
	var out []MatchedSeeker
	for part := range slices.Chunk(found, 2*limit) {
		looking, err := s.stillLooking(ctx, part, byID)
		if err != nil {
			return nil, err
		}
		if looking, err = s.willing(ctx, looking); err != nil {
			return nil, err
		}
		out = append(out, looking...)
		if len(out) >= limit {
			break
		}
	}
	return out[:min(limit, len(out))], nil
}

// lastRegistrations lists the last registration of each of a site's seekers.
func (s *Service) lastRegistrations(ctx context.Context, siteID string) ([]Registration, error) {
	today := s.today()
	since := calendar.DateOf(today.Start().AddDate(0, -seekersMonths, 0))
	last := map[string]Registration{}
	for m := since.In(); !m.After(today.In()); m = m.Add(1) {
		list, err := s.store.Registrations(ctx, RecordFilter{SiteID: siteID, Month: m})
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			old, known := last[r.PersonID]
			if r.Status != Void && !r.Erased && !r.RegisteredOn.Before(since) && (!known || r.later(old)) {
				last[r.PersonID] = r
			}
		}
	}
	out := make([]Registration, 0, len(last))
	for _, r := range last {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Registration) int { return cmp.Compare(b.ID, a.ID) })
	return out, nil
}

func (r Registration) later(o Registration) bool {
	return cmp.Or(r.RegisteredOn.Compare(o.RegisteredOn), cmp.Compare(r.ID, o.ID)) > 0
}

// stillLooking leaves out who began to work since the registration.
func (s *Service) stillLooking(ctx context.Context, found []match.Found, byID map[string]Registration) ([]MatchedSeeker, error) {
	people := make([]string, len(found))
	for i, f := range found {
		people[i] = byID[f.ID].PersonID
	}
	placements, err := s.store.PlacementsOfPeople(ctx, people, Page{})
	if err != nil {
		return nil, err
	}
	began := map[string]calendar.Date{}
	for _, n := range placements {
		if n.Status != Void && n.StartedOn.After(began[n.PersonID]) {
			began[n.PersonID] = n.StartedOn
		}
	}
	var out []MatchedSeeker
	for _, f := range found {
		if r := byID[f.ID]; began[r.PersonID].Before(r.RegisteredOn) {
			out = append(out, MatchedSeeker{Registration: r, Fit: f.Fit})
		}
	}
	return out, nil
}

// willing says who they are, without those who were erased or took their consent back.
func (s *Service) willing(ctx context.Context, list []MatchedSeeker) ([]MatchedSeeker, error) {
	people, err := s.peopleOf(ctx, len(list), func(i int) string { return list[i].Registration.PersonID })
	for i := range list {
		list[i].Person = people[list[i].Registration.PersonID]
	}
	return slices.DeleteFunc(list, func(m MatchedSeeker) bool { return !s.mayContact(m.Person) }), err
}
