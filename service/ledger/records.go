package ledger

import (
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// Records is the whole workbook as service takes it: registrations first, then
// placements, each in sheet order.
func (w *Workbook) Records(today calendar.Date) []service.LedgerRow {
	registrations, placements := w.Rows()
	rows := make([]service.LedgerRow, 0, registrations+placements)
	for r, refusal := range w.Registrations(today) {
		if refusal != nil {
			rows = append(rows, refusal.record(false))
			continue
		}
		rows = append(rows, r.record())
	}
	for p, refusal := range w.Placements(today) {
		if refusal != nil {
			rows = append(rows, refusal.record(true))
			continue
		}
		rows = append(rows, p.record())
	}
	return rows
}

func (r Refusal) record(placement bool) service.LedgerRow {
	return service.LedgerRow{Sheet: r.Sheet, Row: r.Row, Refusal: &service.LedgerRefusal{
		Placement: placement, Refused: service.Refused{Sheet: r.Sheet, Row: r.Row, Code: r.Code, Message: r.Message}}}
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
