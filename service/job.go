package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
)

// Job is an open posting as anybody may see it: without whom to call.
type Job struct {
	Offer
	ID        string
	Employer  string // a private person's name is masked
	Site      Site   // that offers to help
	PostedOn  calendar.Date
	CountyOf  string // name of Area
	PayInWord string
	Metres    int // from where the asker is; -1: not known
}

// Jobs lists what is open today, newest first, to anybody.
func (s *Service) Jobs(ctx context.Context, f JobFilter) ([]Job, error) {
	f.Today, f.Area = s.today(), countyOf(f.Area)
	var p problems
	p.position("query.lat", f.At)
	if err := p.err(); err != nil {
		return nil, err
	}
	list, err := s.openPostings(ctx, f)
	if err != nil {
		return nil, err
	}
	employers, sites, err := s.sidesOf(ctx, list)
	if err != nil {
		return nil, err
	}
	jobs := make([]Job, len(list))
	for i, n := range list {
		jobs[i] = n.job(sites[n.SiteID], employers[n.EnterpriseID])
		jobs[i].Metres = metres(f.At, n.At)
	}
	return jobs, nil
}

// Job answers an open posting to anybody; any other looks missing.
func (s *Service) Job(ctx context.Context, id string) (Job, error) {
	n, err := s.store.Posting(ctx, id)
	if err != nil {
		return Job{}, missing(err)
	}
	if !n.Open(s.today()) {
		return Job{}, ErrNotFound
	}
	employers, sites, err := s.sidesOf(ctx, []Posting{n})
	if err != nil {
		return Job{}, err
	}
	return n.job(sites[n.SiteID], employers[n.EnterpriseID]), nil
}

func (p Posting) job(site Site, e Enterprise) Job {
	j := Job{Offer: p.Offer, ID: p.ID, Employer: e.ShownName(), Site: site, PostedOn: p.PostedOn,
		CountyOf: Counties[p.Area], PayInWord: p.Pay.String(), Metres: -1}
	j.ContactName, j.ContactPhone, j.ExternalID = "", "", ""
	for _, text := range []*string{&j.Title, &j.Place, &j.Description, &j.Conditions, &j.WorkTime, &j.Occupation, &j.SourceName, &j.Employer} {
		*text = hideNumbers(*text)
	}
	j.Skills = hideNumbersIn(j.Skills)
	return j
}
