package ledger

import (
	"regexp"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

// Registration is a row of 求职登记.
type Registration struct {
	Sheet       string
	Row         int // as Excel numbers it, from 1
	Date        calendar.Date
	Name        string
	ID          identity.ID // zero when the ledger gives none
	Phone       string      // canonical
	Status      string      // 就业状态 as written; may be empty
	Occupations []string    // wanted work; may be empty
	Area        string      // wanted area; may be empty
	Note        string      // may be empty
}

// Longest texts, in characters; the same as those that phones may send.
const (
	maxStatus      = 32
	maxOccupation  = 40
	maxOccupations = 10
	maxArea        = 60
	maxEmployer    = 100
	maxTitle       = 60
	maxEvidence    = 200
	maxNote        = 500
)

var between = regexp.MustCompile(`[、,，;；/\n]+`)

// registration reads a record. Of several faults the first is told, in the
// order in which a clerk fills the row.
func (w *Workbook) registration(r record, today calendar.Date) (Registration, *Refusal) {
	in := input{record: r, date1904: w.date1904, today: today}
	out := Registration{
		Sheet:  r.sheet,
		Row:    r.row,
		Date:   in.date(),
		Name:   in.name(),
		ID:     in.id(),
		Phone:  in.phone(required),
		Status: in.text(fieldStatus, maxStatus),
		Area:   in.text(fieldArea, maxArea),
		Note:   in.note(),
	}
	out.Occupations = in.occupations()
	if refused := in.refusal(); refused != nil {
		return Registration{}, refused
	}
	return out, nil
}
