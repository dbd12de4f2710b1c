package service

import (
	"errors"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Evaluate scores given facts under the policy of the day, with changes to its
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
	policy, err := rubric.PolicyOn(f.AsOf).With(changes)
	var wrong *rubric.SettingError
	if errors.As(err, &wrong) {
		return rubric.Sheet{}, invalid("body.policy", "policy_setting", wrong.Error())
	}
	return rubric.Evaluate(policy, f), err
}

// Policy is the reading of the form that is in force today.
func (s *Service) Policy() rubric.Policy { return s.policy(s.today().Year) }
