package rubric

import "github.com/quanjiuye/backend/service/calendar"

// Facts is what is known of one site's assessment year up to a day. Nil always
// means "not known" and leaves the item without a score; a known nothing is a 0
// or an empty list. A number that cannot be true (negative, over a million)
// leaves its item without a score as well.
type Facts struct {
	Kind SiteKind
	// AsOf is the day the facts speak of.
	AsOf calendar.Date
	// Months is the number of months counted so far, 1 to 12: CountedMonths.
	// Otherwise the monthly items (7, 8) have no score.
	Months int
	// MonthsLeft is the number of calendar months of the year after AsOf's
	// month, 0 to 11; only Forecast reads it.
	MonthsLeft int

	Staff      *int        // item 2: persons at work on AsOf
	Publishing *Publishing // item 4: this year so far
	Registered *int        // item 7: person-months, each person once per calendar month
	Placed     *Placed     // item 8
	Honours    *[]Honour   // item 15: any age, confirmed or not
	// CountPending has honours that nobody has confirmed count too, as in the
	// self column.
	CountPending bool

	AreaM2       *float64         // item 1: floor area in m², shown and compared, never part of a sum
	Completeness *Share           // item 6: this year's registrations
	Evidence     map[int]Evidence // judged items, by number
}

// Publishing counts what a site published this year: repeats and discriminatory
// postings are already out.
type Publishing struct {
	Enterprises int // distinct employers with at least one counted posting
	Postings    int // postings
	Vacancies   int // the sum of the postings' headcounts
}

// Placed counts successful referrals in person-months: each person once per
// calendar month and site. Who was placed both ways in a month is Stable only.
type Placed struct {
	Casual int
	Stable int
}

// Share is a part of a whole, both counted.
type Share struct {
	Complete int // registrations with every minimum field
	Total    int
}

// Evidence is what is known about a judged item. It is shown, never scored.
type Evidence struct {
	Count   int            // records this year
	Types   map[string]int // of Count, by the type of record
	Missing []string       // types or months of which there is none; may be empty
	Text    string         // a Chinese phrase without a full stop; may be empty
}

// most is the largest count that is believed. It keeps every product in this
// package far from the end of int64.
const most = 1_000_000

func believable(counts ...int) bool {
	for _, n := range counts {
		if n < 0 || n > most {
			return false
		}
	}
	return true
}
