package service

import (
	"context"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/flag"
)

// review is one site's month as whoever checks it reads it: every record that is
// not void, and the flags that are not settled yet.
type review struct {
	site Site
	MonthRecords
	postings []Posting // that wait
	honours  []Honour  // that wait, whatever their day: they have no month, and are no part of what waits in it
	people   map[string]Person
	after    map[string]aftermath // by placement
	flags    []flag.Flag
}

// readReview reads a month with a handful of queries, whatever its size: one for
// each noun, its people at once, what became of its placements, and the site's roles.
func (s *Service) readReview(ctx context.Context, st yearState, m calendar.Month) (r review, err error) {
	r.site = st.year.Site
	if r.MonthRecords, err = s.store.MonthRecords(ctx, r.site.ID, m); err != nil {
		return r, err
	}
	if r.honours, err = s.pendingHonours(ctx, st); err != nil {
		return r, err
	}
	if r.postings, err = s.pendingPostings(ctx, st, m); err != nil {
		return r, err
	}
	if len(r.Registrations)+len(r.Placements)+len(r.Activities) == 0 {
		return r, nil
	}
	n := len(r.Registrations)
	if r.people, err = s.peopleOf(ctx, n+len(r.Placements), func(i int) string {
		if i < n {
			return r.Registrations[i].PersonID
		}
		return r.Placements[i-n].PersonID
	}); err != nil {
		return r, err
	}
	if r.after, err = s.aftermath(ctx, r.Placements); err != nil {
		return r, err
	}
	grants, err := s.store.GrantsOver(ctx, r.site.ID)
	if err != nil {
		return r, err
	}
	r.flags = r.unsettled(flag.Of(flag.Month{
		Entries: r.entries(), Others: s.otherMonths(st, m), Members: workers(grants, s.endOf(m)),
	}))
	return r, nil
}

// pendingPostings are read only where the counter knows of any, oldest first.
func (s *Service) pendingPostings(ctx context.Context, st yearState, m calendar.Month) (list []Posting, err error) {
	if p := st.year.Published.in(m.Month); p.Recorded.Postings == p.Verified.Postings {
		return nil, nil
	}
	f := RecordFilter{SiteID: st.year.Site.ID, Month: m, Status: Recorded}
	err = every(ctx, f, s.passedPostings, func(n Posting) string {
		if n.Counts() {
			list = append(list, n)
		}
		return n.ID
	})
	slices.Reverse(list)
	return list, err
}

// passedPostings are those of a site's postings that have passed review.
func (s *Service) passedPostings(ctx context.Context, f RecordFilter) ([]Posting, error) {
	return s.store.Postings(ctx, PostingFilter{RecordFilter: f, State: Passed})
}

// pendingHonours are read only where the counter knows of any.
func (s *Service) pendingHonours(ctx context.Context, st yearState) (list []Honour, err error) {
	if !slices.ContainsFunc(st.year.Honours, func(h HonourFact) bool { return !h.Confirmed }) {
		return nil, nil
	}
	err = every(ctx, RecordFilter{SiteID: st.year.Site.ID, Status: Recorded}, s.store.Honours, func(h Honour) string {
		list = append(list, h)
		return h.ID
	})
	return list, err
}

// endOf is the month's last day, or today while it is not over.
func (s *Service) endOf(m calendar.Month) calendar.Date {
	if last := m.LastDay(); !last.After(s.today()) {
		return last
	}
	return s.today()
}

// workers are the accounts with a role at the site at the end of a day.
func workers(grants []Grant, day calendar.Date) []string {
	var accounts []string
	seen := map[string]bool{}
	for _, g := range grants {
		if (g.Role == Staff || g.Role == Manager) && g.Active(day) && !seen[g.AccountID] {
			seen[g.AccountID] = true
			accounts = append(accounts, g.AccountID)
		}
	}
	return accounts
}

// otherMonths are the year's months that count, but m.
func (s *Service) otherMonths(st yearState, m calendar.Month) []flag.Counts {
	var others []flag.Counts
	for _, o := range st.open(m.Year, s.today()) {
		if o != m {
			c := st.months[o.Month].Recorded
			others = append(others, flag.Counts{Registered: c.Registered, Placed: c.Casual + c.Stable})
		}
	}
	return others
}

func (r review) entries() []flag.Entry {
	var all []flag.Entry
	for _, n := range r.Registrations {
		all = append(all, n.Trail.entry(flag.Entry{ID: n.ID, Noun: flag.Registration,
			Person: n.PersonID, Phone: r.people[n.PersonID].Phone}))
	}
	for _, n := range r.Placements {
		all = append(all, n.Trail.entry(flag.Entry{ID: n.ID, Noun: flag.Placement,
			Person: n.PersonID, Phone: r.people[n.PersonID].Phone, Employer: n.EnterpriseID,
			Stable: n.Kind == Stable, Proven: n.Proven() || n.Proof != "",
			EmployerDenied: n.denied(true), SeekerDenied: n.denied(false),
			LeftBy: r.after[n.ID].leftBy, NotHired: r.after[n.ID].notHired}))
	}
	for _, n := range r.Activities {
		all = append(all, n.Trail.entry(flag.Entry{ID: n.ID, Noun: flag.Activity, Same: n.same()}))
	}
	return all
}

// same is equal for entries that say the same of the same day; empty where they say too
// little to tell.
func (act Activity) same() string {
	if act.About == "" && act.Note == "" {
		return ""
	}
	return strings.Join([]string{string(act.Type), act.HeldOn.String(), act.About, act.Place, act.Note}, "\n")
}

// entry adds to e what every record knows of its history.
func (t Trail) entry(e flag.Entry) flag.Entry {
	e.Recorder, e.Confirmer, e.At = t.RecordedBy, t.ConfirmedBy, t.RecordedAt
	e.Imported, e.Self = t.Source == FromImport, t.Source == FromScan
	return e
}

// waits reports whether the placement is still to be checked: not confirmed, or
// denied by somebody concerned.
func (p Placement) waits() bool { return p.Status == Recorded || p.Disputed }

// unsettled leaves out the flags none of whose records waits any more: somebody
// has looked at them.
func (r review) unsettled(flags []flag.Flag) []flag.Flag {
	waiting := map[string]bool{}
	for _, w := range r.waiting() {
		waiting[w.ref.ID] = true
	}
	var left []flag.Flag
	for _, f := range flags {
		for _, id := range f.Records {
			if waiting[id] {
				left = append(left, f)
				break
			}
		}
	}
	return left
}
