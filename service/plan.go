package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Plan is the shortest way of a site to a total of its computed items, in the
// recorded column, and where it starts from. Nothing of it is stored.
type Plan struct {
	Site    Site
	AsOf    calendar.Date // today
	Version int64         // of the counters that it rests on
	Policy  string
	Now     rubric.Score // the recorded total as of today
	Route   rubric.Route
}

// Plan answers what a site still lacks for a target, to those who may see its
// progress. A target that is out of reach is no refusal: Route tells so and leads
// as far as one can get.
func (s *Service) Plan(ctx context.Context, a Actor, siteID string, goal rubric.Goal) (Plan, error) {
	var p problems
	p.target("query.target", goal.Target)
	if goal.Horizon != rubric.ThisMonth && goal.Horizon != rubric.YearEnd {
		p.add("query.horizon", "horizon", "期限只能是本月或年底")
	}
	if err := p.err(); err != nil {
		return Plan{}, err
	}
	st, today, err := s.watched(ctx, a, siteID, calendar.Date{})
	if err != nil {
		return Plan{}, err
	}
	policy := s.policy(today.Year)
	facts := st.facts(policy, today, false)
	route, _ := rubric.Plan(policy, facts, goal)
	return Plan{
		Site: st.year.Site, AsOf: today, Version: st.version, Policy: policy.Version,
		Now: rubric.Evaluate(policy, facts).Total(), Route: route,
	}, nil
}
