package service

import (
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Status is where a record stands. Void is a state, not a deletion: the record
// keeps its natural key and says who voided it and why.
type Status string

// The states of a record.
const (
	Recorded  Status = "recorded"
	Confirmed Status = "confirmed"
	Void      Status = "void"
)

// Source says how a record came in.
type Source string

// The sources.
const (
	FromScan   Source = "scan"
	FromStaff  Source = "staff"
	FromImport Source = "import"
)

// Trail is what every countable record knows of its own history.
type Trail struct {
	Status      Status
	Source      Source
	RecordedBy  string // account id, CommandLine or Anonymous
	RecordedAt  time.Time
	ConfirmedBy string
	ConfirmedAt time.Time
	VoidedBy    string
	VoidedAt    time.Time
	VoidReason  string
	RestoredBy  string    // who last took a void back; empty otherwise
	ChangedAt   time.Time // of the last step after it was recorded; zero: there was none
	EvidenceBy  []string  // who has attached evidence since it was recorded
	ReferredBy  string    // who sent the person there, of a placement that came of an application
	ImportRef   string    // import and row that brought it; empty otherwise
	Example     bool
}

// CommandLine is the recorder of what an import on the command line brings.
const CommandLine = "command-line"

// May says which steps a screen may offer.
type May struct {
	Confirm bool `json:"confirm"`
	Void    bool `json:"void"`
	Restore bool `json:"restore"`
	// Unconfirm: see Service.Unconfirm.
	Unconfirm bool `json:"unconfirm" doc:"Take a confirmation back"`
	Attach    bool `json:"attach" doc:"Evidence, to a record that takes any"`
}

// may is what the actor could do to the record now.
func (t Trail) may(a Actor, siteID, county string) May {
	return May{
		Confirm: t.Status == Recorded && !slices.Contains(t.authors(), a.Account.ID) && a.may(confirmRecords, siteID, county),
		Void:    t.Status != Void && a.may(voidRecords, siteID, county),
		Restore: t.Status == Void && a.may(voidRecords, siteID, county),

		Unconfirm: a.may(confirmRecords, siteID, county) && t.mayTakeBack(a, a.supervises(siteID, county)),
	}
}

// authors are those whose word the record already is: none of them may confirm.
func (t Trail) authors() []string {
	return append([]string{t.RecordedBy, t.RestoredBy, t.ReferredBy}, t.EvidenceBy...)
}

// confirm notes that somebody other than its authors vouches for the record.
// Repeating it changes nothing.
func (t *Trail) confirm(a Actor, now time.Time) error {
	switch {
	case t.Status == Void:
		return &Error{Kind: Conflict, Code: "record_void", Message: "该记录已作废，不能确认"}
	case slices.Contains(t.authors(), a.Account.ID):
		return &Error{Kind: Forbidden, Code: "own_record", Message: "不能确认自己推荐、录入、恢复或补充佐证的记录，请由其他人员确认"}
	case t.Status == Recorded:
		t.Status, t.ConfirmedBy, t.ConfirmedAt, t.ChangedAt = Confirmed, a.Account.ID, now, now
	}
	return nil
}

// void takes the record out of every count. The first reason stands.
func (t *Trail) void(a Actor, reason string, now time.Time) error {
	if t.Status == Void {
		return nil
	}
	t.Status, t.VoidedBy, t.VoidedAt, t.VoidReason, t.ChangedAt = Void, a.Account.ID, now, reason, now
	return nil
}

// restore takes a void back: the record counts again and must be confirmed anew,
// by somebody who neither recorded nor restored it, nor attached evidence to it.
func (t *Trail) restore(a Actor, now time.Time) error {
	if t.Status != Void {
		return nil
	}
	*t = Trail{
		Status: Recorded, Source: t.Source, RecordedBy: t.RecordedBy, RecordedAt: t.RecordedAt,
		RestoredBy: a.Account.ID, ChangedAt: now, EvidenceBy: t.EvidenceBy, ReferredBy: t.ReferredBy, ImportRef: t.ImportRef, Example: t.Example,
	}
	return nil
}

// MayWrite refuses unless the actor may record at the site; one out of sight
// looks missing.
func (s *Service) MayWrite(ctx context.Context, a Actor, siteID string) error {
	_, err := s.siteFor(ctx, a, writeRecords, siteID)
	return err
}

// touch refuses what is out of sight as missing and what is only to be seen as
// forbidden.
func (a Actor) touch(op operation, siteID, county string) error {
	if !a.may(readRecords, siteID, county) {
		return ErrNotFound
	}
	if !a.may(op, siteID, county) {
		return ErrForbidden
	}
	return nil
}

// earliestYears is how many years back a record may still be entered: this
// assessment year and the one before.
const earliestYears = 1

// checkDay refuses a day on which the record cannot have happened. The zero day
// is today: a phone's clock is never asked.
func (s *Service) checkDay(p *problems, location string, day calendar.Date, site Site) calendar.Date {
	today := s.today()
	if day.IsZero() {
		day = today
	}
	switch {
	case day.After(today):
		p.add(location, "date_future", "日期不能晚于今天")
	case day.Year < today.Year-earliestYears:
		p.add(location, "date_too_old", "只能补录今年和去年的记录")
	case day.Before(site.OpenedOn):
		p.add(location, "date_before_opening", "日期早于站点开业日期")
	}
	return day
}
