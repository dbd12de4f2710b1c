package service

import (
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Evaluate scores given facts under the policy of their year, with changes to its
// settings; nothing is stored. An AsOf of zero is today, Months of zero the
// number of months up to AsOf.
func (s *Service) Evaluate(f rubric.Facts, changes map[string]string) (rubric.Sheet, error) {
	if f.AsOf.IsZero() {
		f.AsOf = s.today()
	}
	if f.Months == 0 {
		f.Months = rubric.CountedMonths(calendar.Date{}, f.AsOf)
	}
	f.MonthsLeft = 12 - int(f.AsOf.Month)
	policy, err := s.policy(f.AsOf.Year).With(changes)
	if err != nil {
		return rubric.Sheet{}, refuseSettings("body.policy", err)
	}
	return rubric.Evaluate(policy, f), nil
}

// Policy is the reading of the form by which this year is scored.
func (s *Service) Policy() rubric.Policy { return s.policy(s.today().Year) }
