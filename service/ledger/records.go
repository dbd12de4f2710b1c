package ledger

import (
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// Records is the whole workbook as service takes it: registrations first, then
// placements and postings, each in sheet order.
func (w *Workbook) Records(today calendar.Date) []service.LedgerRow {
	var rows []service.LedgerRow
	for r, refusal := range w.Registrations(today) {
		rows = append(rows, rowOf(r.record, refusal, registrations))
	}
	for p, refusal := range w.Placements(today) {
		rows = append(rows, rowOf(p.record, refusal, placements))
	}
	for p, refusal := range w.Postings(today) {
		rows = append(rows, rowOf(p.record, refusal, postings))
	}
	return rows
}

func rowOf(record func() service.LedgerRow, r *Refusal, of noun) service.LedgerRow {
	if r == nil {
		return record()
	}
	return service.LedgerRow{Sheet: r.Sheet, Row: r.Row, Refusal: &service.LedgerRefusal{
		Placement: of == placements, Posting: of == postings,
		Refused: service.Refused{Sheet: r.Sheet, Row: r.Row, Code: r.Code, Message: r.Message}}}
}

func (r Registration) record() service.LedgerRow {
	return service.LedgerRow{Sheet: r.Sheet, Row: r.Row, Registration: &service.RegistrationInput{
		Person:           service.PersonInput{Name: r.Name, Phone: r.Phone, IDNumber: r.ID.Number},
		EmploymentStatus: r.Status,
		Intent:           service.Intent{Occupations: r.Occupations, Area: r.Area},
		RegisteredOn:     r.Date,
	}}
}

func (p Placement) record() service.LedgerRow {
	row := service.LedgerRow{Sheet: p.Sheet, Row: p.Row, Placement: &service.LedgerPlacement{
		Person: service.PersonInput{Name: p.Name, Phone: p.Phone, IDNumber: p.ID.Number},
		Proof:  p.Contract,
		PlacementInput: service.PlacementInput{
			EmployerName: p.Employer, Kind: service.PlacementKind(p.Kind), StartedOn: p.Date, Title: p.Title,
		},
	}}
	if p.Remark != "" {
		row.Note = &service.Refused{Sheet: p.Sheet, Row: p.Row, Code: CodeUnproven, Message: p.Remark}
	}
	return row
}

func (p Posting) record() service.LedgerRow {
	return service.LedgerRow{Sheet: p.Sheet, Row: p.Row, Posting: &service.LedgerPosting{
		EmployerName: p.Employer, USCC: p.USCC,
		PostingInput: service.PostingInput{PostedOn: p.Date, Offer: service.Offer{
			Title: p.Title, Place: p.Place, Headcount: p.Headcount, Description: p.Description, Conditions: p.Conditions,
			Pay:  service.Pay{Min: p.Pay.Min, Max: p.Pay.Max, Unit: service.PayUnit(p.Pay.Unit)},
			Kind: service.WorkKind(p.Kind), ValidUntil: p.ValidUntil, WorkTime: p.WorkTime, ContactName: p.Contact, ContactPhone: p.Phone,
		}},
	}}
}
