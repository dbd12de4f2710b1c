package flag

import (
	"cmp"
	"slices"
	"time"
)

// Noun is what an entry is a record of.
type Noun string

// The nouns that are looked at.
const (
	Registration Noun = "registration"
	Placement    Noun = "placement"
	Activity     Noun = "activity"
)

// Entry is a record of the month that is not void.
type Entry struct {
	ID       string
	Noun     Noun
	Person   string // whom it is about; empty for an activity
	Phone    string // the same for the same number; empty: none, or not known
	Employer string // of a placement
	Stable   bool   // a placement into a fixed post
	Same     string // equal for activities that say the same of the same day; empty: no telling
	Proven   bool   // a contract or insurance is attached or named

	EmployerDenied bool // the employer says that it did not hire
	SeekerDenied   bool // the seeker says that he did not start there
	LeftBy         int  // the mark, in days, at which a follow-up found that somebody had left early; 0: none did
	NotHired       bool // the employer answered a referral so, though the record says that work had begun

	Recorder  string // account
	Confirmer string // account; empty until confirmed
	At        time.Time
	Imported  bool
	Self      bool // the seeker registered himself
}

// byStaff reports whether somebody at the site wrote the record then and there.
func (e Entry) byStaff() bool { return !e.Imported && !e.Self }

// Counts are the persons that another month holds.
type Counts struct {
	Registered int
	Placed     int
}

// Month is everything that the rules look at.
type Month struct {
	Entries []Entry
	Others  []Counts // the year's other months that count, empty ones too
	Members []string // accounts with a role at the site at the month's end
}

// Code names a rule for good.
type Code string

// The codes.
const (
	EmployerDenied Code = "employer_denied"
	SeekerDenied   Code = "seeker_denied"
	SharedPhone    Code = "shared_phone"
	OneEmployer    Code = "one_employer"
	BurstMonth     Code = "burst_month"
	OddHours       Code = "odd_hours"
	OneRecorder    Code = "one_recorder"
	RepeatedEntry  Code = "repeated_entry"
	StableUnproven Code = "stable_unproven"
	LeftEarly      Code = "left_early"
	NotHired       Code = "not_hired"
)

// Severity orders flags; a larger one is looked at first.
type Severity int

// The severities.
const (
	Hint      Severity = 1 // how the work was done, or what is still to come
	Suspicion Severity = 2 // a picture that invented records make
	Denied    Severity = 3 // somebody concerned says that it is not true
)

// Flag is one thing to look at.
type Flag struct {
	Code     Code
	Severity Severity
	Text     string   // Chinese, with the numbers
	Records  []string // ids of the records that it is about, ascending
}

// rules in the order in which flags of one severity are shown.
var rules = [...]func(Month) []Flag{
	employerDenied, seekerDenied,
	sharedPhone, oneEmployer, burstMonth, repeatedEntry,
	oddHours, oneRecorder, stableUnproven, notHired, leftEarly,
}

// Of lists what is to be looked at in the month, gravest first.
func Of(m Month) []Flag {
	var all []Flag
	for _, rule := range rules {
		all = append(all, rule(m)...)
	}
	slices.SortStableFunc(all, func(a, b Flag) int { return cmp.Compare(b.Severity, a.Severity) })
	return all
}

// raise makes a flag about the entries that hold.
func raise(code Code, severity Severity, text string, about []Entry) []Flag {
	ids := make([]string, len(about))
	for i, e := range about {
		ids[i] = e.ID
	}
	slices.Sort(ids)
	return []Flag{{code, severity, text, ids}}
}

// where picks the entries that hold.
func where(entries []Entry, holds func(Entry) bool) []Entry {
	var picked []Entry
	for _, e := range entries {
		if holds(e) {
			picked = append(picked, e)
		}
	}
	return picked
}

// atLeast reports whether n is at least percent of total, without rounding.
func atLeast(n, percent, total int) bool { return 100*n >= percent*total }
