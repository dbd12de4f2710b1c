package service

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Import is one ledger brought in for one site. The same file for the same site
// is the same import: it resumes after an interruption and brings nothing twice.
type Import struct {
	ID         string // hash of site and file
	Rev        int64
	SiteID     string
	County     string
	StartedBy  string
	StartedAt  time.Time
	LeaseUntil time.Time // whoever works on it holds it until then
	FinishedAt time.Time // zero while under way or interrupted
	Rows       int       // in the file
	RowsDone   int
	Report     ImportReport
}

// ImportReport says what became of the rows.
type ImportReport struct {
	Registrations SheetReport `json:"registrations"`
	Placements    SheetReport `json:"placements"`
	// Postings is nil unless the ledger has rows of 岗位信息登记.
	Postings *SheetReport `json:"postings,omitempty"`
}

// SheetReport is one sheet's part of a report.
type SheetReport struct {
	New       int       `json:"new"`
	Duplicate int       `json:"duplicate"` // the record was there already
	Refused   []Refused `json:"refused"`
	Notes     []Refused `json:"notes"` // taken, with a remark
}

// Refused is a row that was not taken (or, as a note, taken with a remark).
type Refused struct {
	Sheet   string `json:"sheet,omitempty"`
	Row     int    `json:"row"` // as the workbook numbers it
	Code    string `json:"code"`
	Message string `json:"message"` // Chinese; never contains the cell's value
}

// LedgerRow is one row of a ledger as it was read. Exactly one of Registration,
// Placement, Posting and Refusal is set.
type LedgerRow struct {
	Sheet        string
	Row          int
	Registration *RegistrationInput
	Placement    *LedgerPlacement
	Posting      *LedgerPosting
	Refusal      *LedgerRefusal
	Note         *Refused
}

// LedgerRefusal is a row that the reader could not make a record of.
type LedgerRefusal struct {
	Placement bool // which sheet; neither: registrations
	Posting   bool
	Refused
}

// LedgerPosting is a posting as a paper ledger tells it.
type LedgerPosting struct {
	PostingInput
	EmployerName string
	USCC         string // may be empty
}

// LedgerPlacement is a placement as a paper ledger tells it.
type LedgerPlacement struct {
	PlacementInput
	Person PersonInput
	Proof  string // what the evidence column says
}

// ImportStore keeps imports.
type ImportStore interface {
	InsertImport(ctx context.Context, i Import) error // ErrExists: the id is there
	Import(ctx context.Context, id string) (Import, error)
	UpdateImport(ctx context.Context, id string, change func(*Import) error) (Import, error)
}

const (
	importLease = 5 * time.Second
	importBatch = 50 // rows between two notes of how far an import is
)

var errImporting = &Error{Kind: Conflict, Code: "import_in_progress", Message: "同一份台账正在导入，请稍后再试", RetryAfter: importLease}

// ImportLedger brings a ledger's rows in for the caller's site. digest names the
// file's content. Each begin is entered in the audit log. progress, if not nil, is told how many rows are done. An
// import that ends early goes on where it stopped when it is asked for again.
func (s *Service) ImportLedger(ctx context.Context, a Actor, siteID, digest string, rows []LedgerRow, progress func(done, total int)) (Import, error) {
	site, err := s.siteFor(ctx, a, writeRecords, siteID)
	if err != nil {
		return Import{}, err
	}
	if err := s.Audit(ctx, a, AuditEntry{Target: site.ID}); err != nil {
		return Import{}, err
	}
	return s.importLedger(ctx, site, a.Account.ID, digest, rows, progress)
}

// ImportLedgerAtConsole is ImportLedger for the command line, whose user owns
// the whole system anyway.
func (s *Service) ImportLedgerAtConsole(ctx context.Context, siteID, digest string, rows []LedgerRow, progress func(done, total int)) (Import, error) {
	site, err := s.store.Site(ctx, siteID)
	if err != nil {
		return Import{}, missing(err)
	}
	if err := s.chainOn(ctx, AuditEntry{By: CommandLine, Role: Admin, Action: "import", Target: site.ID}); err != nil {
		return Import{}, err
	}
	return s.importLedger(ctx, site, CommandLine, digest, rows, progress)
}

// Import answers how far an import is, to those who see the site's records.
func (s *Service) Import(ctx context.Context, a Actor, id string) (Import, error) {
	i, err := s.store.Import(ctx, id)
	if err != nil {
		return Import{}, missing(err)
	}
	return i, a.touch(readRecords, i.SiteID, i.County)
}

func (s *Service) importLedger(ctx context.Context, site Site, by, digest string, rows []LedgerRow, progress func(done, total int)) (Import, error) {
	job, err := s.beginImport(ctx, site, by, digest, len(rows))
	if err != nil {
		return Import{}, err
	}
	run := importRun{
		svc: s, site: site, by: by, job: job, again: !job.FinishedAt.IsZero(),
		counts: deferred{t: s.tally}, report: newReport(),
	}
	for done, row := range rows {
		if err := run.take(ctx, row); err != nil {
			run.interrupt(context.WithoutCancel(ctx), done)
			return Import{}, fmt.Errorf("import row %d: %w", row.Row, err)
		}
		if progress != nil {
			progress(done+1, len(rows))
		}
		if (done+1)%importBatch == 0 {
			if err := run.note(ctx, done+1); err != nil {
				return Import{}, err
			}
		}
	}
	run.counts.settle(context.WithoutCancel(ctx))
	return run.finish(ctx, len(rows))
}

// beginImport takes hold of the import, or refuses while somebody else has it.
func (s *Service) beginImport(ctx context.Context, site Site, by, digest string, rows int) (Import, error) {
	job := Import{
		ID: hashToken(site.ID + "\x00" + digest), Rev: 1, SiteID: site.ID, County: site.County,
		StartedBy: by, StartedAt: s.now(), LeaseUntil: s.now().Add(importLease), Rows: rows, Report: newReport(),
	}
	err := s.store.InsertImport(ctx, job)
	if !errors.Is(err, ErrExists) {
		return job, err
	}
	return s.store.UpdateImport(ctx, job.ID, func(known *Import) error {
		if known.LeaseUntil.After(s.now()) {
			return errImporting
		}
		known.LeaseUntil = job.LeaseUntil
		return nil
	})
}

func newReport() ImportReport {
	empty := SheetReport{Refused: []Refused{}, Notes: []Refused{}}
	return ImportReport{Registrations: empty, Placements: empty}
}

// deferred counts many writes of an import at once.
type deferred struct {
	t     *tally
	inUse []held
}

// write is a writer that leaves the counting to settle. Each write marks anew,
// so that no mark grows old before its write.
func (d *deferred) write(ctx context.Context, units []Unit, write func(context.Context) error) error {
	h, err := d.t.mark(ctx, units)
	if err != nil {
		return err
	}
	err = bounded(ctx, write)
	if err == nil || nothingWritten(err) {
		d.inUse = append(d.inUse, h)
	}
	return err // any other leaves its marks to the sweeper, as in tally.write
}

func (d *deferred) settle(ctx context.Context) {
	for _, inStore := range []bool{false, true} {
		all := held{inStore: inStore}
		for _, h := range d.inUse {
			if h.inStore == inStore {
				all.marks = append(all.marks, h.marks...)
			}
		}
		d.t.settle(ctx, all)
	}
	d.inUse = nil
}
