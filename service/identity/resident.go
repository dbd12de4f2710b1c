package identity

import (
	"github.com/quanjiuye/backend/service/calendar"
)

// residentLength is the length of a GB 11643 number.
const residentLength = 18

// Sex is what a resident ID number says about its holder.
type Sex string

// The values of Sex. Documents without the GB 11643 layout say nothing.
const (
	SexUnknown Sex = ""
	Male       Sex = "male"
	Female     Sex = "female"
)

// errIDCheck does not say which of the two is wrong: a digit mistyped in the
// date breaks both, and only the card can tell.
var errIDCheck = refuse(CodeIDCheck, "身份证号码的校验位或出生日期不对，请对照证件核对")

// residentID checks a number that already has the shape of GB 11643-1999.
func residentID(n string) (ID, error) {
	birth, err := birthDate(n)
	if err != nil || birth.Year < 1900 || n[17] != checkDigit(n) {
		return ID{}, errIDCheck
	}
	if n[0] == '8' && n[1] >= '1' && n[1] <= '3' {
		return ID{ResidencePermit, n}, nil
	}
	return ID{ResidentID, n}, nil
}

func checkDigit(n string) byte {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(n[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

func birthDate(n string) (calendar.Date, error) {
	return calendar.ParseDate(n[6:10] + "-" + n[10:12] + "-" + n[12:14])
}

// BirthDate is the day that the number names; the zero Date when the document
// does not tell.
func (id ID) BirthDate() calendar.Date {
	if !id.layout() {
		return calendar.Date{}
	}
	d, err := birthDate(id.Number)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

// Sex is SexUnknown when the document does not tell.
func (id ID) Sex() Sex {
	switch {
	case !id.layout():
		return SexUnknown
	case (id.Number[16]-'0')%2 == 1:
		return Male
	default:
		return Female
	}
}

// layout reports whether the number is laid out as GB 11643 prescribes. The
// length is asked too, because an ID can be built without CanonicalID.
func (id ID) layout() bool {
	return (id.Type == ResidentID || id.Type == ResidencePermit) && len(id.Number) == residentLength
}
