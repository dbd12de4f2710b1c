package rubric

// What one of each takes, in acts. An act is a record that a site makes by its own
// work: somebody registered, somebody placed, a posting published, an employer
// won. The plain count is what the form itself asks for and what Next counts, so
// a plan and a next step on one screen never disagree.
//
// A stable placement is two: it counts as two persons, and a contract with its
// proof is no less work than two days' jobs. Under the default reading it is
// therefore never the shorter way, and whoever has one to make needs half as many.
//
// Nobody at a site decides whether it gets another worker or an honour. Both are
// in a plan only where a Goal allows them, and then at a price that makes them no
// cheaper by the point than daily work usually is: a worker is a month of working
// days, an honour of each level twice the one below. These prices are ours, not the
// form's.
const (
	registrationEffort = 1
	casualEffort       = 1
	stableEffort       = 2
	enterpriseEffort   = 1 // as much as a posting: gap.least counts both alike
	postingEffort      = 1 // a vacancy, where the policy counts those
	staffEffort        = 20
	countyEffort       = 20 // each level above: twice as much
)

// Effort is how much work a is, in acts. An employer's first posting is not taken
// off, so the figure is rather too high than too low.
func (a Added) Effort() int {
	acts := a.Registered*registrationEffort + a.Casual*casualEffort + a.Stable*stableEffort +
		a.Enterprises*enterpriseEffort + max(a.Postings, a.Vacancies)*postingEffort + a.Staff*staffEffort
	for _, l := range a.Honours {
		if r := l.rank(); r >= 0 {
			acts += countyEffort << r
		}
	}
	return acts
}
