package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// WhatIfInput is a thought experiment: what some more work would be worth.
type WhatIfInput struct {
	Added  rubric.Added
	AsOf   calendar.Date // zero: today
	Target *rubric.Score // nil: none
}

// WhatIf is its answer. Nothing of it is stored.
type WhatIf struct {
	Site      Site
	AsOf      calendar.Date
	Version   int64 // of the counters that Now rests on
	Policy    string
	Now, Then Standing
	Changes   []rubric.Change // of the recorded column
	Target    *rubric.Score
	Reached   bool // whether Then's recorded total is Target or more; false without one
}

// Standing is a site's sheet in both columns.
type Standing struct{ Recorded, Verified rubric.Sheet }

// Limits of a thought experiment.
const (
	addedMost   = 1_000_000
	honoursMost = 20
)

// WhatIf answers how a site would stand as of a day with work added to its facts,
// to those who may see its progress. What is added is taken for recorded and
// confirmed, stable placements with their evidence, so it counts in both columns.
func (s *Service) WhatIf(ctx context.Context, a Actor, siteID string, in WhatIfInput) (WhatIf, error) {
	if err := in.check(); err != nil {
		return WhatIf{}, err
	}
	st, asOf, err := s.watched(ctx, a, siteID, in.AsOf)
	if err != nil {
		return WhatIf{}, err
	}
	if st, err = s.through(ctx, st, asOf); err != nil {
		return WhatIf{}, err
	}
	policy := s.policy(asOf.Year)
	standing := func(added rubric.Added) Standing {
		return Standing{
			rubric.Evaluate(policy, st.facts(policy, asOf, false).Plus(added)),
			rubric.Evaluate(policy, st.facts(policy, asOf, true).Plus(added)),
		}
	}
	w := WhatIf{
		Site: st.year.Site, AsOf: asOf, Version: st.version, Policy: policy.Version, Target: in.Target,
		Now: standing(rubric.Added{}), Then: standing(in.Added),
	}
	w.Changes = rubric.Changes(w.Now.Recorded, w.Then.Recorded)
	w.Reached = in.Target != nil && w.Then.Recorded.Total().Cmp(*in.Target) >= 0
	return w, nil
}

func (in WhatIfInput) check() error {
	var p problems
	for _, n := range []struct {
		name  string
		value int
	}{
		{"registered", in.Added.Registered}, {"placed_casual", in.Added.Casual}, {"placed_stable", in.Added.Stable},
		{"staff", in.Added.Staff}, {"enterprises", in.Added.Enterprises}, {"postings", in.Added.Postings},
		{"vacancies", in.Added.Vacancies},
	} {
		if n.value < 0 || n.value > addedMost {
			p.add("body.added."+n.name, "out_of_range", "数量应在0至1000000之间")
		}
	}
	if len(in.Added.Honours) > honoursMost {
		p.add("body.added.honours", "too_many", "荣誉最多填写20项")
	}
	for _, l := range in.Added.Honours {
		if _, ok := rubric.ParseLevel(string(l)); !ok {
			p.add("body.added.honours", "level", "荣誉级别只能是国家级、省级、市级或县级")
			break
		}
	}
	if in.Target != nil {
		p.target("body.target", *in.Target)
	}
	return p.err()
}

// target checks a total that somebody wants to reach.
func (p *problems) target(location string, s rubric.Score) {
	if s.Cmp(rubric.Points(rubric.Total)) > 0 {
		p.add(location, "out_of_range", "目标分值应在0至110之间")
	}
}
