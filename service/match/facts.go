package match

// Day counts days since 1970-01-01, as they are in Shanghai.
type Day int32

// Point is a position in millionths of a degree. The zero Point is unknown.
type Point struct{ Lat, Lng int32 }

// Unit is what pay is paid for.
type Unit string

// The units. Pay by the hour, day and month can be compared, a working day being
// HoursADay and a working month DaysAMonth; other pay cannot.
const (
	PerHour  Unit = "hour"
	PerDay   Unit = "day"
	PerMonth Unit = "month"
	PerPiece Unit = "piece"

	HoursADay  = 8
	DaysAMonth = 22
)

// Pay is in fen, from Min to Max. Max 0 is no upper end; both 0: not said.
type Pay struct {
	Min, Max int64
	Unit     Unit
}

// Kind is a kind of employment.
type Kind string

// The kinds; empty: not said.
const (
	PartTime  Kind = "part_time"
	Temporary Kind = "temporary"
	Phase     Kind = "phase"
	Fixed     Kind = "fixed"
)

// Posting is what matching looks at in an open posting. All but the ID may be empty.
type Posting struct {
	ID         string
	Title      string
	Occupation string // plain words
	Code       string // 职业分类大典
	County     string // its name: 丰泽区
	Place      string // of work, in words
	At         Point
	Pay        Pay
	WorkTime   string // plain words: 周末白天, 8:00-17:00
	Skills     []string
	Kind       Kind
	Published  Day
	ValidUntil Day // the last day; 0: no end
}

// Seeker is what matching looks at in a job seeker. All may be empty.
type Seeker struct {
	ID          string
	Occupations []string // wanted work, plain words; they may say 日结, 兼职 … as well
	Area        string   // where, plain words
	At          Point    // where the seeker is now
	Wanted      Pay      // Min at least
	Available   []string // of Slots
	Skills      []string // and certificates
	Registered  Day
}

// Slots are the times at which somebody may be available.
var Slots = []string{"weekday_day", "weekday_night", "weekend_day", "weekend_night", "full_time"}

// Fit is how well a posting and a seeker fit.
type Fit struct {
	Score   int // 0–100
	For     []string
	Against []string
}

// Weights is the most that each thing earns; together 100. Every one is even, so
// that half of it is whole.
//
//	occupation  the same all, a near one half; a posting that names none that is known a quarter
//	area        the better of place (same town all, same county 16, next county 8) and
//	            distance (to 1 km all, 3 km 18, 5 km 16, 10 km 12, 20 km 6)
//	pay         the lower end reaches what is wanted: all; the upper end does: 12;
//	            below: less in proportion, nothing at half of what is wanted
//	time        all of it fits all, some of it half
//	skills      in proportion to what is asked for; nothing asked for: all
//	freshness   of the posting, or of the registration: see fresh and freshly
//	kind        the same all, another short-term one half
const (
	WeightOccupation = 36
	WeightArea       = 20
	WeightPay        = 14
	WeightTime       = 10
	WeightSkills     = 10
	WeightFreshness  = 6
	WeightKind       = 4
)
