package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/match"
)

// MatchedJob is an open posting with what speaks for and against it.
type MatchedJob struct {
	Job
	Fit *match.Fit // nil: there is nothing to match, the newest are listed
}

// MatchedJobs are the open postings that fit a seeker best.
type MatchedJobs struct {
	Items          []MatchedJob
	RegistrationID string // whose wishes they fit; empty: the seeker has none
	// Partial says that so soon after a start only the newest were looked at.
	Partial bool
}

// MyJobsFilter says what the seeker is shown.
type MyJobsFilter struct {
	SiteID   string      // the registration at this site; empty: the newest of all
	PersonID string      // of this one of the account's people; empty: of any
	At       match.Point // where the seeker is now; it is not kept
	Limit    int
}

// MyJobs answers what fits the caller's newest registration best. Without one it
// lists the newest postings. Whatever is shown has just been read from the store and
// is open.
func (s *Service) MyJobs(ctx context.Context, a Actor, f MyJobsFilter) (MatchedJobs, error) {
	var p problems
	p.position("query.lat", f.At)
	if err := p.err(); err != nil {
		return MatchedJobs{}, err
	}
	r, found, err := s.wishesOf(ctx, a, f)
	if err != nil {
		return MatchedJobs{}, err
	}
	out := MatchedJobs{RegistrationID: r.ID}
	var list []fitting
	if !found {
		list, err = s.newestFitting(ctx, f.Limit)
	} else {
		seeker := r.seeker()
		seeker.At = f.At
		list, out.Partial, err = s.bestPostings(ctx, seeker, f.Limit)
	}
	if err != nil {
		return MatchedJobs{}, err
	}
	out.Items, err = s.matchedJobs(ctx, list, f.At)
	return out, err
}

// mostOwn is how many of one's own registrations are looked at.
const mostOwn = 50

// wishesOf is the caller's newest registration that is not void: one that his account
// made, or one of a person that it has proven to be its own. A person who is named and
// is not his looks missing.
func (s *Service) wishesOf(ctx context.Context, a Actor, f MyJobsFilter) (Registration, bool, error) {
	people, err := s.store.PeopleOfAccount(ctx, a.Account.ID)
	if err != nil {
		return Registration{}, false, err
	}
	list, err := s.ownRegistrations(ctx, a, Page{Limit: mostOwn})
	known := f.PersonID == ""
	linked := map[string]bool{}
	for _, p := range people {
		linked[p.ID] = p.linkedTo(a.Account.ID)
		known = known || p.ID == f.PersonID
	}
	for _, r := range list {
		if f.PersonID != "" && r.PersonID != f.PersonID {
			continue
		}
		known = true
		if r.Status != Void && (f.SiteID == "" || r.SiteID == f.SiteID) && (r.AccountID == a.Account.ID || linked[r.PersonID]) {
			return r, true, err
		}
	}
	if err == nil && !known {
		err = ErrNotFound
	}
	return Registration{}, false, err
}

// fitting is a posting and how it fits.
type fitting struct {
	Posting
	fit *match.Fit
}

func (a fitting) compare(b fitting) int {
	return cmp.Or(cmp.Compare(b.fit.Score, a.fit.Score), b.PostedOn.Compare(a.PostedOn), cmp.Compare(b.ID, a.ID))
}

func (s *Service) newestFitting(ctx context.Context, n int) ([]fitting, error) {
	list, err := s.store.OpenPostings(ctx, JobFilter{Today: s.today(), Page: Page{Limit: n}})
	out := make([]fitting, len(list))
	for i, p := range list {
		out[i] = fitting{Posting: p}
	}
	return out, err
}

// mostUnindexed is how many postings are looked at one by one while the index is
// being filled.
const mostUnindexed = 200

// bestPostings asks the index and then the store, which has the last word: what has
// been closed or changed meanwhile is left out, or weighed as it is now.
func (s *Service) bestPostings(ctx context.Context, seeker match.Seeker, n int) (list []fitting, partial bool, err error) {
	today := s.today()
	if !s.matching.full.Load() {
		newest, err := s.store.OpenPostings(ctx, JobFilter{Today: today, Page: Page{Limit: mostUnindexed}})
		return best(newest, seeker, today, n), true, err
	}
	for ask := n + 2; ; ask *= 2 {
		hits := s.matching.index.Best(seeker, dayNumber(today), ask)
		ids := make([]string, len(hits))
		for i, h := range hits {
			ids[i] = h.ID
		}
		open, err := s.openByID(ctx, ids, today)
		if err != nil || len(open) >= n || len(hits) < ask {
			return best(open, seeker, today, n), false, err
		}
	}
}

// openByID reads postings and leaves out those that are no longer open, which the
// index then knows.
func (s *Service) openByID(ctx context.Context, ids []string, today calendar.Date) ([]Posting, error) {
	found, err := s.store.PostingsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		s.matching.saw(p)
	}
	return slices.DeleteFunc(found, func(p Posting) bool { return !p.Open(today) }), nil
}

func best(open []Posting, seeker match.Seeker, today calendar.Date, n int) []fitting {
	offers, list := make([]match.Posting, len(open)), make([]fitting, len(open))
	for i, p := range open {
		offers[i] = p.offered()
	}
	for i, fit := range match.All(seeker, offers, dayNumber(today)) {
		list[i] = fitting{open[i], &fit}
	}
	slices.SortFunc(list, fitting.compare)
	return list[:min(n, len(list))]
}

func (s *Service) matchedJobs(ctx context.Context, list []fitting, at match.Point) ([]MatchedJob, error) {
	postings := make([]Posting, len(list))
	for i, f := range list {
		postings[i] = f.Posting
	}
	employers, sites, err := s.sidesOf(ctx, postings)
	if err != nil {
		return nil, err
	}
	out := make([]MatchedJob, len(list))
	for i, f := range list {
		out[i] = MatchedJob{f.job(sites[f.SiteID], employers[f.EnterpriseID]), f.fit}
		out[i].Metres = metres(at, f.At)
	}
	return out, nil
}

// metres is the distance between two positions, or -1 unless both are known.
func metres(a, b match.Point) int {
	if a == (match.Point{}) || b == (match.Point{}) {
		return -1
	}
	return match.Metres(a, b)
}

// offered is what matching looks at in a posting.
func (p Posting) offered() match.Posting {
	m := match.Posting{
		ID: p.ID, Title: p.Title, Occupation: p.Occupation, Code: p.OccupationCode, County: Counties[p.Area], Place: p.Place, At: p.At,
		WorkTime: p.WorkTime, Skills: p.Skills, Kind: match.Kind(p.Kind), Published: dayNumber(p.PostedOn), ValidUntil: dayNumber(p.ValidUntil),
	}
	if p.Pay.Unit != Negotiable {
		m.Pay = match.Pay{Min: p.Pay.Min, Max: p.Pay.Max, Unit: match.Unit(p.Pay.Unit)}
	}
	return m
}

// seeker is what matching looks at in a registration: what is wanted and what is
// known, and nothing of who somebody is.
func (r Registration) seeker() match.Seeker {
	return match.Seeker{
		ID: r.ID, Occupations: r.Intent.Occupations, Area: r.Intent.Area,
		Wanted:    match.Pay{Min: r.Profile.WantedPay, Unit: match.Unit(r.Profile.WantedPayUnit)},
		Available: r.Profile.Available, Skills: r.Profile.Skills, Registered: dayNumber(r.RegisteredOn),
	}
}

// dayNumber counts days since 1970 as package match does.
func dayNumber(d calendar.Date) match.Day {
	const seconds = 24 * 60 * 60
	_, ahead := d.Start().Zone()
	return match.Day((d.Start().Unix() + int64(ahead)) / seconds)
}
