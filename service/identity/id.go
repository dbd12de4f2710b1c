package identity

import (
	"log/slog"
	"regexp"
	"strings"

	"github.com/quanjiuye/backend/service/calendar"
)

// IDType says which document a number belongs to.
type IDType string

// The documents that are accepted.
const (
	ResidentID      IDType = "resident"         // 居民身份证
	ResidencePermit IDType = "residence_permit" // 港澳台居民居住证: GB 11643 with prefix 81, 82 or 83
	TravelPermit    IDType = "travel_permit"    // 港澳居民来往内地通行证, 台湾居民来往大陆通行证
	Passport        IDType = "passport"         // 护照, of any country
	ForeignPermit   IDType = "foreign_permit"   // 外国人永久居留身份证, the 15-character edition
)

// ID is a document's type and number. The zero ID means "not given".
//
// Printing or logging an ID shows the masked number; the full one has to be
// asked for by its field.
type ID struct {
	Type   IDType
	Number string // canonical: upper case, no blanks
}

// Shapes of documents that carry no check digit. A number of digits only is
// taken for a mistyped resident ID unless it has the eight of a Taiwan permit.
var (
	hongKongMacao = regexp.MustCompile(`^([HM]\d{8})(\d{2})?$`)
	taiwan        = regexp.MustCompile(`^\d{8}$`)
	foreign       = regexp.MustCompile(`^[A-Z]{3}\d{12}$`)
	passport      = regexp.MustCompile(`^[A-Z0-9]{6,9}$`)
	resident      = regexp.MustCompile(`^\d{17}[\dX]$`)
)

// CanonicalID reads a document number. Full-width forms, blanks, hyphens and
// lower case are spelling; anything else is an *Error. Resident numbers must
// have a birth date that exists (1900 or later) and the right check digit; the
// area is not checked, because area codes retire. The two digits that count
// the reissues of a Hong Kong or Macao permit are dropped.
func CanonicalID(s string) (ID, error) {
	n := strings.ToUpper(compact(s))
	switch {
	case n == "":
		return ID{}, refuse(CodeIDMissing, "没有填写证件号码")
	case resident.MatchString(n):
		return residentID(n)
	case foreign.MatchString(n):
		return ID{ForeignPermit, n}, nil
	case taiwan.MatchString(n):
		return ID{TravelPermit, n}, nil
	case digits(n) && len(n) == 15:
		return ID{}, refuse(CodeIDFirstGen, "15 位旧身份证号码已停用，请填写 18 位身份证号码")
	case digits(n) || digits(n[:len(n)-1]) && n[len(n)-1] == 'X':
		return ID{}, refuse(CodeIDLength, "身份证号码位数不对，应为 18 位")
	}
	if m := hongKongMacao.FindStringSubmatch(n); m != nil {
		return ID{TravelPermit, m[1]}, nil
	}
	if passport.MatchString(n) && countDigits(n) >= 5 {
		return ID{Passport, n}, nil
	}
	return ID{}, refuse(CodeIDFormat, "证件号码格式不对，请对照证件核对")
}

// CheckID is CanonicalID, and nobody is born after today.
func CheckID(s string, today calendar.Date) (ID, error) {
	id, err := CanonicalID(s)
	if err != nil {
		return ID{}, err
	}
	if id.BirthDate().After(today) {
		return ID{}, errIDCheck
	}
	return id, nil
}

// countDigits tells a passport number from a word typed in the wrong place.
func countDigits(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// IsZero reports whether id was never set.
func (id ID) IsZero() bool { return id == ID{} }

// Masked is the number as screens and exports show it: "350582********0028";
// of a shorter number the first character and the last two.
func (id ID) Masked() string {
	head, tail := 6, 4
	if len(id.Number) < residentLength {
		head, tail = 1, 2
	}
	if len(id.Number) <= head+tail {
		return strings.Repeat("*", len(id.Number))
	}
	hide := len(id.Number) - head - tail
	return id.Number[:head] + strings.Repeat("*", hide) + id.Number[len(id.Number)-tail:]
}

// String is Masked, so that no format verb leaks a number by accident.
func (id ID) String() string { return id.Masked() }

// GoString is Masked as well.
func (id ID) GoString() string { return "identity.ID(" + id.Masked() + ")" }

// LogValue is Masked.
func (id ID) LogValue() slog.Value { return slog.StringValue(id.Masked()) }
