package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// TrialInput asks what would change if a year were read otherwise.
type TrialInput struct {
	Year     int
	Settings map[string]string // those that differ from the year's own policy
	County   string            // narrows the answer, never the ranks
	Kind     rubric.SiteKind
}

// Trial is every site's score under the year's own policy and under another
// reading of it.
type Trial struct {
	AsOf          calendar.Date
	Policy, Tried string // names of the two readings
	Recorded      Moves
	Verified      Moves
	Sites         []SiteTrial // the largest change first
}

// Moves is how many sites a reading moves which way.
type Moves struct{ Rise, Fall, Stay int }

// SiteTrial is one site's part of a trial.
type SiteTrial struct {
	Site               Site
	Recorded, Verified Delta
	RankBefore, Rank   int // within its kind, among all sites in sight; 0: not open yet
	Of                 int
	Items              []ItemTrial // only those that change
}

// ItemTrial is one item that changes. A nil score is one that is not known.
type ItemTrial struct {
	No                       int
	Title                    string
	RecordedFrom, RecordedTo *rubric.Score
	VerifiedFrom, VerifiedTo *rubric.Score
}

// TryPolicy scores all sites in the actor's sight under the year's policy and
// under another reading, and shows the differences. Nothing is kept. Like the
// board it costs no store access per site.
func (s *Service) TryPolicy(ctx context.Context, a Actor, in TrialInput) (Trial, error) {
	if !a.mayAnywhere(tryPolicies) {
		return Trial{}, ErrForbidden
	}
	asOf, err := s.trialDay(in.Year)
	if err != nil {
		return Trial{}, err
	}
	policy := s.policy(in.Year)
	tried, err := policy.With(in.Settings)
	if err != nil {
		return Trial{}, refuseSettings("body.settings", err)
	}
	states, err := s.statesInSight(ctx, a, tryPolicies, in.Year)
	if err != nil {
		return Trial{}, err
	}
	before, after := ranked(policy, states, asOf), ranked(tried, states, asOf)
	t := Trial{AsOf: asOf, Policy: policy.Version, Tried: tried.Version}
	for id, row := range before {
		if in.County != "" && row.Site.County != in.County || in.Kind != "" && row.Site.Kind != in.Kind {
			continue
		}
		site := newSiteTrial(row, after[id])
		t.Recorded.add(site.Recorded)
		t.Verified.add(site.Verified)
		t.Sites = append(t.Sites, site)
	}
	slices.SortFunc(t.Sites, largestFirst)
	return t, nil
}

// trialDay is today in this year, and the last day of one that is over.
func (s *Service) trialDay(year int) (calendar.Date, error) {
	today := s.today()
	switch {
	case year > today.Year || year < 2000:
		return calendar.Date{}, invalid("body.year", "year", "年度不在可查询的范围内")
	case year == today.Year:
		return today, nil
	}
	return calendar.Date{Year: year, Month: 12, Day: 31}, nil
}

// ranked is every site's standing under one reading, by its id.
func ranked(p rubric.Policy, states []yearState, asOf calendar.Date) map[string]BoardRow {
	rows := make([]BoardRow, len(states))
	for i, st := range states {
		r := Progress{
			Site: st.year.Site, AsOf: asOf, Months: rubric.CountedMonths(st.year.Site.OpenedOn, asOf),
			Recorded: rubric.Evaluate(p, st.facts(p, asOf, false)),
			Verified: rubric.Evaluate(p, st.facts(p, asOf, true)),
		}
		r.Live = Columns{asOf, r.Recorded.Total(), r.Verified.Total()}
		rows[i] = BoardRow{Progress: r}
	}
	rank(rows)
	byID := make(map[string]BoardRow, len(rows))
	for _, r := range rows {
		byID[r.Site.ID] = r
	}
	return byID
}

func newSiteTrial(before, after BoardRow) SiteTrial {
	t := SiteTrial{
		Site:       before.Site,
		Recorded:   Delta{before.Live.Recorded, after.Live.Recorded},
		Verified:   Delta{before.Live.Verified, after.Live.Verified},
		RankBefore: before.Rank, Rank: after.Rank, Of: before.Of,
	}
	for i, item := range before.Recorded.Items {
		it := ItemTrial{
			No: item.No, Title: item.Title,
			RecordedFrom: item.Score, RecordedTo: after.Recorded.Items[i].Score,
			VerifiedFrom: before.Verified.Items[i].Score, VerifiedTo: after.Verified.Items[i].Score,
		}
		if !sameScore(it.RecordedFrom, it.RecordedTo) || !sameScore(it.VerifiedFrom, it.VerifiedTo) {
			t.Items = append(t.Items, it)
		}
	}
	return t
}

func sameScore(a, b *rubric.Score) bool { return a == b || a != nil && b != nil && *a == *b }

func (m *Moves) add(d Delta) {
	switch d.To.Cmp(d.From) {
	case 1:
		m.Rise++
	case -1:
		m.Fall++
	default:
		m.Stay++
	}
}

// largestFirst orders by the change of the recorded score, whichever way, then of
// the verified one.
func largestFirst(x, y SiteTrial) int {
	return cmp.Or(y.Recorded.size().Cmp(x.Recorded.size()), y.Verified.size().Cmp(x.Verified.size()),
		cmp.Compare(x.Site.ID, y.Site.ID))
}

// size is how far a score moves.
func (d Delta) size() rubric.Score { return d.To.Distance(d.From) }
