package service

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// checkRecords counts the records as they are now. A difference is explained when
// records of its kind (a month's, or honours) were changed by a step after the
// seal; otherwise somebody has changed them without one.
func (s *Service) checkRecords(ctx context.Context, r *SealReport, h sealedSheet) error {
	site, err := s.store.Site(ctx, h.Site.ID)
	if err != nil {
		r.check("records", false, "", "站点记录已不存在")
		return ignoreMissing(err)
	}
	later, wrong, err := s.differences(ctx, site, h)
	if err != nil {
		return err
	}
	right := "重新统计记录，与封存的事实一致"
	if later > 0 {
		right = fmt.Sprintf("封存之后有%d条记录补录或变更，封存的得分不受影响", later)
	}
	r.check("records", wrong == "", right, wrong)
	return nil
}

// differences compares what was sealed with what is counted now: how many records
// were changed since, and what no such change explains.
func (s *Service) differences(ctx context.Context, site Site, h sealedSheet) (later int, wrong string, err error) {
	policy, _ := h.policy()
	since := h.SealedAt.Add(-storeMarkLease) // a step that was under way then may have been kept after the count
	for _, m := range h.Months {
		count, err := s.countWhole(ctx, site, m.Month, h.AsOf)
		if err != nil {
			return 0, "", err
		}
		if sameJSON(m.Count.under(policy), count.under(policy)) {
			continue
		}
		changed, err := s.changedSince(ctx, site, m.Month, since)
		if err != nil {
			return 0, "", err
		}
		if changed == 0 {
			return 0, fmt.Sprintf("%s 的记录与封存的事实不一致，且没有封存之后的办理可以说明", m.Month), nil
		}
		later += changed
	}
	honours, err := s.wholeHonours(ctx, site.ID, h.Year)
	if err != nil {
		return 0, "", err
	}
	if !slices.Equal(honours, h.Honours) {
		changed, err := s.honoursChangedSince(ctx, site.ID, since)
		if err != nil {
			return 0, "", err
		}
		if changed == 0 {
			return 0, "荣誉、宣传报道与封存的不一致，且没有封存之后的办理可以说明", nil
		}
		later += changed
	}
	changed, wrong, err := s.postingDifferences(ctx, site, h, since)
	if later += changed; err != nil || wrong != "" {
		return 0, wrong, err
	}
	grants, err := s.store.GrantsOver(ctx, site.ID)
	if err != nil {
		return 0, "", err
	}
	now := YearCount{Members: members(grants, h.Year)}
	if day := h.staffDay(); now.Staff(day) != h.state().year.Staff(day) {
		return 0, "考核日的工作人员与封存的不一致", nil
	}
	return later, "", nil
}

// countWhole counts a site's month from its whole records. Counts read only what
// the indexes hold, which is quicker, and would not see a record that somebody has
// changed behind them.
func (s *Service) countWhole(ctx context.Context, site Site, m calendar.Month, asOf calendar.Date) (MonthCount, error) {
	b, err := s.tally.books(withLatest(ctx), site.County, m)
	if err != nil {
		return MonthCount{}, err
	}
	facts, f := MonthFacts{Closed: b[m]}, RecordFilter{SiteID: site.ID, Month: m}
	err = every(ctx, f, s.store.Registrations, func(n Registration) string {
		if n.Status != Void && n.Month == m && n.SiteID == site.ID {
			facts.Registrations = append(facts.Registrations, n.fact())
		}
		return n.ID
	})
	if err != nil {
		return MonthCount{}, err
	}
	err = every(ctx, f, s.store.Placements, func(n Placement) string {
		if n.Status != Void && n.Month == m && n.SiteID == site.ID {
			facts.Placements = append(facts.Placements, n.fact())
		}
		return n.ID
	})
	if err != nil {
		return MonthCount{}, err
	}
	err = every(ctx, f, s.store.Activities, func(n Activity) string {
		if n.Status != Void && n.Month == m && n.SiteID == site.ID {
			facts.Activities = append(facts.Activities, n.fact())
		}
		return n.ID
	})
	upTo := m.LastDay()
	if asOf.Before(upTo) {
		upTo = asOf
	}
	return facts.Count(upTo), err
}

// wholeHonours are the honours that count in a year, as HonourFacts answers them, from
// the whole records.
func (s *Service) wholeHonours(ctx context.Context, siteID string, year int) (facts []HonourFact, err error) {
	err = every(ctx, RecordFilter{SiteID: siteID}, s.store.Honours, func(h Honour) string {
		if h.Status != Void && h.Awarded.Year <= year && year <= h.Awarded.Year+honourYears {
			facts = append(facts, HonourFact{h.Level, h.Awarded, h.Status == Confirmed})
		}
		return h.ID
	})
	slices.SortFunc(facts, HonourFact.compare)
	return facts, err
}

func (r Registration) fact() RegistrationFact {
	return RegistrationFact{PersonID: r.PersonID, Day: r.RegisteredOn, At: r.RecordedAt, Confirmed: r.Status == Confirmed, Complete: r.Complete}
}

func (p Placement) fact() PlacementFact {
	return PlacementFact{PersonID: p.PersonID, Day: p.StartedOn, At: p.RecordedAt, Kind: p.Kind, Confirmed: p.Status == Confirmed, Disputed: p.Disputed, Proven: p.Proven()}
}

func (act Activity) fact() ActivityFact {
	return ActivityFact{Day: act.HeldOn, At: act.RecordedAt, Type: act.Type, Confirmed: act.Status == Confirmed}
}

// staffDay is the last day up to the assessment's own whose staff could not change
// any more after the seal: who comes or leaves on the day of the seal counts from
// that day on.
func (h sealedSheet) staffDay() calendar.Date {
	if before := calendar.DateOf(h.SealedAt).AddDays(-1); before.Before(h.AsOf) {
		return before
	}
	return h.AsOf
}

// changedSince is how many records of a month, and closings of it, a step has
// changed since.
func (s *Service) changedSince(ctx context.Context, site Site, m calendar.Month, at time.Time) (n int, err error) {
	err = s.eachRecord(ctx, RecordFilter{SiteID: site.ID, Month: m}, func(_, _ string, _ calendar.Date, t Trail) {
		if t.changedSince(at) {
			n++
		}
	})
	if err != nil {
		return 0, err
	}
	list, err := s.store.Closings(ctx, site.County, []calendar.Month{m})
	for _, c := range list {
		for _, step := range c.Steps {
			if !step.At.Before(at) {
				n++
			}
		}
	}
	return n, err
}

func (s *Service) honoursChangedSince(ctx context.Context, siteID string, at time.Time) (n int, err error) {
	err = every(ctx, RecordFilter{SiteID: siteID}, s.store.Honours, func(h Honour) string {
		if h.changedSince(at) {
			n++
		}
		return h.ID
	})
	return n, err
}

// changedSince reports whether the record was made or changed since.
func (t Trail) changedSince(at time.Time) bool {
	return !t.RecordedAt.Before(at) || !t.ChangedAt.Before(at)
}
