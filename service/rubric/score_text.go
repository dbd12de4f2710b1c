package rubric

import (
	"errors"
	"strconv"
	"strings"
)

// A score is written with at most this many decimal places.
const (
	places = 4
	scale  = 10000
)

// String is the score in decimal, rounded half up to at most 4 places, without
// trailing zeros: "6.5", "10", "4.9167".
func (s Score) String() string {
	if s.under == 0 {
		return strconv.FormatInt(s.num, 10)
	}
	text := strings.TrimRight(s.rat().FloatString(places), "0")
	return strings.TrimSuffix(text, ".")
}

// fraction is the exact value: "67/11", or "5" when it is whole.
func (s Score) fraction() string {
	if s.under == 0 {
		return strconv.FormatInt(s.num, 10)
	}
	return strconv.FormatInt(s.num, 10) + "/" + strconv.FormatInt(s.den(), 10)
}

// MarshalJSON writes String as a JSON number.
func (s Score) MarshalJSON() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalJSON reads a JSON number that ParseScore would read. What is finer
// than 4 places was rounded when it was written and stays so. A null is refused
// rather than read as 0: where a score may be missing, use *Score.
func (s *Score) UnmarshalJSON(b []byte) (err error) {
	*s, err = ParseScore(string(b))
	return err
}

var errNotScore = errors.New("分值应为不小于0的数字，小数点后最多4位")

// ParseScore reads a plain decimal such as "6.5": up to 9 digits, then at most
// 4 decimal places; no sign, no exponent. The error's text is Chinese and may
// be shown; it does not repeat s.
func ParseScore(s string) (Score, error) {
	whole, part, dotted := strings.Cut(s, ".")
	if !digits(whole, 9) || dotted && !digits(part, places) {
		return Score{}, errNotScore
	}
	part += strings.Repeat("0", places-len(part))
	units, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil {
		return Score{}, errNotScore
	}
	return ratio(units, scale), nil
}

// digits reports whether s is 1 to most ASCII digits.
func digits(s string, most int) bool {
	return s != "" && len(s) <= most && strings.Trim(s, "0123456789") == ""
}
