package service

import (
	"context"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// MonthReport is a site's monthly report to its county (信息报送, form item 14): the
// figures that the form names, as they were when it was handed in. There is one for
// each site and month; it owes the ledger a monthly_report of the month it is about.
type MonthReport struct {
	ID      string // MonthReportID of the two below
	Rev     int64
	SiteID  string
	County  string
	Month   calendar.Month
	Figures []Figure
	By      string
	At      time.Time
	Late    bool // after reportDays of the next month
	Owed    []Owed
}

// Figure is one figure of a report.
type Figure struct {
	Key   string
	Name  string // Chinese
	Value *int   // nil: it was not known when the report was handed in, and Why says why
	Why   string // empty when there is a value
}

// MonthReportID is the natural key of a site's report of a month.
func MonthReportID(siteID string, m calendar.Month) string { return siteID + "|" + m.String() }

// MonthReportView is a report as a screen may show it: handed in, or what its figures
// are up to now.
type MonthReportView struct {
	MonthReport
	Submitted bool
	MaySubmit bool
}

// MonthReportStore keeps monthly reports.
type MonthReportStore interface {
	// InsertMonthReport keeps r, or answers created=false and the one of the same site
	// and month.
	InsertMonthReport(ctx context.Context, r MonthReport) (kept MonthReport, created bool, err error)
	MonthReport(ctx context.Context, id string) (MonthReport, error)
	UpdateMonthReport(ctx context.Context, id string, change func(*MonthReport) error) (MonthReport, error)
}

// MonthReportNoun owes entries.
const MonthReportNoun OwingNoun = "monthly-report"

// reportDays is by which day of the next month a report is in time. No official day
// was found; this one is ours.
const reportDays = 5

var errReportEarly = &Error{Kind: Conflict, Code: "month_running", Message: "该月还没有结束，不能报送"}

// MonthReport answers a site's report of a month, or, before it is handed in, what its
// figures are up to now.
func (s *Service) MonthReport(ctx context.Context, a Actor, siteID string, m calendar.Month) (MonthReportView, error) {
	site, err := s.reportedSite(ctx, a, readRecords, siteID, m)
	if err != nil {
		return MonthReportView{}, err
	}
	r, err := s.store.MonthReport(ctx, MonthReportID(siteID, m))
	if err == nil {
		return MonthReportView{r, true, false}, nil
	}
	if !errors.Is(err, ErrNoRecord) {
		return MonthReportView{}, err
	}
	r = MonthReport{SiteID: siteID, County: site.County, Month: m}
	r.Figures, err = s.figures(ctx, siteID, m)
	return MonthReportView{r, false, a.may(writeRecords, siteID, site.County) && m.Before(s.today().In())}, err
}

// SubmitMonthReport hands a report of an ended month in: from then on its figures
// stand. created is false when it was handed in already; the first is answered.
func (s *Service) SubmitMonthReport(ctx context.Context, a Actor, siteID string, m calendar.Month) (v MonthReportView, created bool, err error) {
	site, err := s.reportedSite(ctx, a, writeRecords, siteID, m)
	if err != nil {
		return MonthReportView{}, false, err
	}
	if !m.Before(s.today().In()) {
		return MonthReportView{}, false, errReportEarly
	}
	now := s.now()
	r := MonthReport{ID: MonthReportID(siteID, m), Rev: 1, SiteID: siteID, County: site.County, Month: m, By: a.Account.ID, At: now,
		Late: calendar.DateOf(now).After(m.LastDay().AddDays(reportDays))}
	if r.Figures, err = s.figures(ctx, siteID, m); err != nil {
		return MonthReportView{}, false, err
	}
	r.Owed = []Owed{{ClientID: owedID(MonthReportNoun, m.String()), Type: MonthlyReport, SiteID: siteID, County: site.County,
		HeldOn: m.LastDay(), Note: "信息报送：" + m.String(), By: a.Account.ID, Source: FromStaff, At: now}}
	if r, created, err = s.store.InsertMonthReport(ctx, r); err != nil {
		return MonthReportView{}, false, err
	}
	s.pay(ctx, MonthReportNoun, r.ID, r.Owed)
	return MonthReportView{r, true, false}, created, nil
}

// reportedSite loads a site for a month of which it can report: one in which it was
// open, of this year or the last.
func (s *Service) reportedSite(ctx context.Context, a Actor, op operation, siteID string, m calendar.Month) (Site, error) {
	site, err := s.siteFor(ctx, a, op, siteID)
	if err != nil {
		return Site{}, err
	}
	if today := s.today(); m.After(today.In()) || m.Before(site.OpenedOn.In()) || m.Year < today.Year-earliestYears {
		return Site{}, invalid("path.month", "month", "月份不在可办理的范围内")
	}
	return site, nil
}
