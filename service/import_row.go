package service

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
)

// importRun is one attempt at an import.
type importRun struct {
	svc    *Service
	site   Site
	by     string
	job    Import
	again  bool // it had been finished before: whatever is there is a duplicate
	counts deferred
	report ImportReport
}

// take brings one row in. Only faults of an engine are returned; what is wrong
// with the row goes into the report.
func (r *importRun) take(ctx context.Context, row LedgerRow) error {
	sheet, took := &r.report.Registrations, r.registration
	switch {
	case row.Placement != nil, row.Refusal != nil && row.Refusal.Placement:
		sheet, took = &r.report.Placements, r.placement
	case row.Posting != nil, row.Refusal != nil && row.Refusal.Posting:
		if r.report.Postings == nil {
			r.report.Postings = &SheetReport{Refused: []Refused{}, Notes: []Refused{}}
		}
		sheet, took = r.report.Postings, r.posting
	}
	if row.Refusal != nil {
		sheet.Refused = append(sheet.Refused, row.Refusal.Refused)
		return nil
	}
	isNew, err := took(ctx, row)
	var refusal *Error
	switch {
	case errors.As(err, &refusal):
		sheet.Refused = append(sheet.Refused, refusal.row(row))
		return nil
	case err != nil:
		return err
	case isNew:
		sheet.New++
	default:
		sheet.Duplicate++
	}
	if row.Note != nil {
		sheet.Notes = append(sheet.Notes, *row.Note)
	}
	return nil
}

// row is the refusal as a report shows it.
func (e *Error) row(row LedgerRow) Refused {
	if len(e.Fields) > 0 {
		return Refused{row.Sheet, row.Row, e.Fields[0].Code, e.Fields[0].Message}
	}
	return Refused{row.Sheet, row.Row, e.Code, e.Message}
}

func (r *importRun) trail(row LedgerRow) Trail {
	return Trail{Source: FromImport, RecordedBy: r.by, ImportRef: r.job.ID + ":" + row.Sheet + ":" + strconv.Itoa(row.Row)}
}

// isNew tells a record that this import brought, now or before it was
// interrupted, from one that was there.
func (r *importRun) isNew(created bool, kept, mine Trail) bool {
	return created || !r.again && kept.ImportRef == mine.ImportRef
}

func (r *importRun) registration(ctx context.Context, row LedgerRow) (bool, error) {
	t := r.trail(row)
	reg, person, err := r.svc.newRegistration(r.site, *row.Registration, t, "")
	if err != nil {
		return false, err
	}
	kept, _, created, err := r.svc.keepRegistration(ctx, r.counts.write, reg, person)
	return r.isNew(created, kept.Trail, t), err
}

func (r *importRun) placement(ctx context.Context, row LedgerRow) (bool, error) {
	t := r.trail(row)
	in := row.Placement
	pl, err := r.svc.newPlacement(ctx, r.site, in.PlacementInput, t)
	if err != nil {
		return false, err
	}
	person, told, err := r.svc.ledgerPerson(ctx, in.Person)
	if err != nil {
		return false, err
	}
	e, err := r.svc.employer(ctx, r.by, "", in.EmployerName)
	if err != nil {
		return false, err
	}
	pl.PersonID, pl.EnterpriseID, pl.Proof = person.ID, e.ID, in.Proof
	kept, created, err := r.svc.keepPlacement(ctx, r.counts.write, pl)
	if err == nil {
		_, err = r.svc.welcome(ctx, person, told, Registration{Trail: t}, created)
	}
	return r.isNew(created, kept.Trail, t), err
}

// posting brings a posting in. One of the same employer, title, place and day that
// an import has brought to the site before is the same posting, in whatever file.
func (r *importRun) posting(ctx context.Context, row LedgerRow) (bool, error) {
	var p problems
	e := p.enterprise(EnterpriseInput{Name: row.Posting.EmployerName, USCC: row.Posting.USCC})
	if err := p.err(); err != nil {
		return false, err
	}
	e.CreatedBy = r.by
	e, _, err := r.svc.ensureEnterprise(ctx, e)
	if err != nil {
		return false, err
	}
	in, t := row.Posting.PostingInput, r.trail(row)
	in.EnterpriseID = e.ID
	in.ClientID = hashToken(strings.Join([]string{e.ID, textKey(in.Title), textKey(in.Place), in.PostedOn.String()}, "\x00"))
	n, _, err := r.svc.newPosting(ctx, r.site, in, t)
	if err != nil {
		return false, err
	}
	kept, created, err := r.svc.keepPosting(ctx, r.counts.write, n, e)
	isNew := r.isNew(created, kept.Trail, t)
	if err == nil && isNew {
		for _, why := range kept.notCounted() {
			r.report.Postings.Notes = append(r.report.Postings.Notes, Refused{row.Sheet, row.Row, why.Code, why.Message})
		}
	}
	return isNew, err
}

// ledgerPerson finds or keeps the person of a placement row. Either an ID number
// or a phone must tell who it is; a name alone does not.
func (s *Service) ledgerPerson(ctx context.Context, in PersonInput) (known, told Person, err error) {
	var p problems
	told = s.cleanPerson(in, &p)
	if in.Phone == "" {
		p = p.without("body.phone")
	}
	if in.Phone == "" && in.IDNumber == "" {
		p.add("body.id_number", "id_number_missing", "缺少身份证号码或联系电话，无法确认是谁")
	}
	if err := p.err(); err != nil {
		return Person{}, Person{}, err
	}
	known, err = s.ensurePerson(ctx, told)
	return known, told, err
}

// note keeps how far the import is and holds it for longer.
func (r *importRun) note(ctx context.Context, done int) error {
	return r.keep(ctx, done, importLease)
}

// interrupt lets go of the import, so that it can be resumed at once.
func (r *importRun) interrupt(ctx context.Context, done int) {
	if err := r.keep(ctx, done, 0); err != nil {
		r.svc.log.WarnContext(ctx, "interrupted import not noted", "error", err)
	}
}

func (r *importRun) keep(ctx context.Context, done int, lease time.Duration) error {
	r.counts.settle(context.WithoutCancel(ctx))
	_, err := r.svc.store.UpdateImport(ctx, r.job.ID, func(i *Import) error {
		i.RowsDone, i.LeaseUntil = done, r.svc.now().Add(lease)
		return nil
	})
	return err
}

func (r *importRun) finish(ctx context.Context, rows int) (Import, error) {
	return r.svc.store.UpdateImport(ctx, r.job.ID, func(i *Import) error {
		i.RowsDone, i.LeaseUntil, i.FinishedAt, i.Report = rows, r.svc.now(), r.svc.now(), r.report
		return nil
	})
}
