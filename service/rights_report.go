package service

import (
	"context"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

// RightsReport is a seeker's report of a wrong (维权诉求, form item 13). It is
// addressed to the site where it came in, or past it to the county; it runs against
// a clock, and the seeker hears of every step.
type RightsReport struct {
	ID        string
	Rev       int64
	Request   string // that made it: another attempt at it makes no other
	SiteID    string
	County    string
	AccountID string // who reports

	Kind         ReportKind
	AboutSite    bool   // the site itself is accused: nothing of it is told to those who work there
	PostingID    string // may be empty
	EnterpriseID string // may be empty; the posting's, if there is one
	Employer     string // free text; sealed at rest as the next two are
	Text         string
	Phone        string // canonical; empty: no wish to be called
	Anonymous    bool   // towards the site

	ToSite     bool // those who work at the site see it
	WithCounty bool // the county is to act: from the start, or since the clock ran out or it was reopened
	State      ReportState
	Since      time.Time // when the clock began: received or reopened
	DueAt      time.Time // by when the next step is to be taken; zero once closed
	Reopened   bool
	Steps      []CaseStep
	Reveals    []Reveal
	Owed       []Owed
}

// RightsNoun owes entries.
const RightsNoun OwingNoun = "rights"

// ReportKind is what was wrong.
type ReportKind string

// The kinds.
const (
	FakeJob        ReportKind = "fake_job"
	UnpaidWage     ReportKind = "unpaid_wage"
	Discrimination ReportKind = "discrimination"
	FeeOrDeposit   ReportKind = "fee_or_deposit"
	OtherWrong     ReportKind = "other"
)

// ReportRule is how reports of a kind are handled.
type ReportRule struct {
	Kind     ReportKind
	Name     string // Chinese
	ToCounty bool   // goes past the site: what is asked of it is the county's to do
	Answer   int    // workdays until the first answer
	Close    int    // workdays until it is closed
}

// reportRules are all kinds. No official time was found; the days are ours, and here
// is the one place to change them.
var reportRules = [...]ReportRule{
	{FakeJob, "虚假招聘", false, 3, 15},
	{UnpaidWage, "拖欠工资", true, 3, 15},
	{Discrimination, "就业歧视", true, 3, 15},
	{FeeOrDeposit, "收费、收押金、扣证件", false, 3, 15},
	{OtherWrong, "其他", false, 3, 15},
}

// ReportRules lists the kinds of reports and their clocks.
func ReportRules() []ReportRule { return reportRules[:] }

func (k ReportKind) rule() (ReportRule, bool) {
	for _, r := range reportRules {
		if r.Kind == k {
			return r, true
		}
	}
	return ReportRule{}, false
}

// ReportState is where a report stands.
type ReportState string

// The states.
const (
	ReportReceived ReportState = "received" // also when reopened
	ReportHandled  ReportState = "handled"  // answered, not closed
	ReportClosed   ReportState = "closed"
)

var reportStates = map[ReportState]string{ReportReceived: "已受理", ReportHandled: "已答复", ReportClosed: "已办结"}

// Text says the state in Chinese.
func (s ReportState) Text() string { return reportStates[s] }

// Name is what the kind is called in Chinese.
func (k ReportKind) Name() string {
	r, _ := k.rule()
	return r.Name
}

// RightsReportInput is what a seeker sends.
type RightsReportInput struct {
	SiteID       string
	Kind         ReportKind
	AboutSite    bool
	PostingID    string
	EnterpriseID string
	Employer     string
	Text         string
	Phone        string
	Anonymous    bool
}

// RightsReportFilter narrows a list: of a site, or of a county.
type RightsReportFilter struct {
	SiteID     string
	County     string // looked at only without SiteID
	ToSite     bool   // only what is addressed to the site
	WithCounty bool   // only what the county is to act on: open ones, unless State says otherwise
	State      ReportState
	DueBy      time.Time // only what is open and due by then; zero: any
	Page       Page
}

// RightsReportStore keeps rights reports.
type RightsReportStore interface {
	// InsertRightsReport keeps r, or answers created=false and the one of the same request.
	InsertRightsReport(ctx context.Context, r RightsReport) (kept RightsReport, created bool, err error)
	RightsReport(ctx context.Context, id string) (RightsReport, error)
	UpdateRightsReport(ctx context.Context, id string, change func(*RightsReport) error) (RightsReport, error)
	RightsReports(ctx context.Context, f RightsReportFilter) ([]RightsReport, error)
	RightsReportsOfAccount(ctx context.Context, accountID string, p Page) ([]RightsReport, error)
	// DueTimes are when the open ones among them are due; State, DueBy and Page are
	// not looked at.
	DueTimes(ctx context.Context, f RightsReportFilter) ([]time.Time, error)
	// FakeReports are the open reports that one of the postings is fake.
	FakeReports(ctx context.Context, postingIDs []string) ([]FakeReport, error)
	// OverdueReports are the ids of those that are due by a time and not with the
	// county yet, at most n.
	OverdueReports(ctx context.Context, by time.Time, n int) ([]string, error)
}

// reportsPerMinute is per account.
const reportsPerMinute = 6

// ReportWrong takes a report of the caller. One of a posting is addressed to the site
// that published it, wherever it comes in, unless it accuses the site where it does.
// Whoever works at the site does not see one that is about the site itself, or of a
// kind that is the county's to look into.
func (s *Service) ReportWrong(ctx context.Context, a Actor, in RightsReportInput) (MyRightsReport, error) {
	site, err := s.store.Site(ctx, in.SiteID)
	if err != nil {
		return MyRightsReport{}, missing(err)
	}
	r, err := s.newRightsReport(ctx, a, site, in)
	if err != nil {
		return MyRightsReport{}, err
	}
	if r.SiteID != site.ID {
		if site, err = s.store.Site(ctx, r.SiteID); err != nil {
			return MyRightsReport{}, err
		}
	}
	if ok, wait := s.limits.Allow(ctx, "report:"+a.Account.ID, reportsPerMinute); !ok {
		e := *ErrLimited
		e.RetryAfter = wait
		return MyRightsReport{}, &e
	}
	if r, _, err = s.store.InsertRightsReport(ctx, r); err != nil {
		return MyRightsReport{}, err
	}
	s.pay(ctx, RightsNoun, r.ID, r.Owed)
	return r.mine(site, s.now()), nil
}

func (s *Service) newRightsReport(ctx context.Context, a Actor, site Site, in RightsReportInput) (RightsReport, error) {
	var p problems
	now := s.now()
	r := RightsReport{
		ID: newID(), Rev: 1, Request: requestID(ctx), SiteID: site.ID, County: site.County, AccountID: a.Account.ID, Kind: in.Kind,
		AboutSite: in.AboutSite, EnterpriseID: in.EnterpriseID, Anonymous: in.Anonymous, Since: now, State: ReportReceived,
		PostingID: in.PostingID,
		Employer:  p.text("body.employer_name", in.Employer, 0, 100),
		Text:      p.text("body.text", in.Text, 5, 2000),
	}
	rule, ok := in.Kind.rule()
	if !ok {
		p.add("body.kind", "report_kind", "没有这种诉求类型")
	}
	if in.Phone != "" {
		phone, err := identity.CanonicalPhone(in.Phone)
		p.check("body.phone", err)
		r.Phone = phone
	}
	s.reportedEmployer(ctx, &p, &r)
	r.ToSite = !in.AboutSite && !rule.ToCounty
	r.WithCounty = !r.ToSite
	r.DueAt = r.due()
	r.Steps = []CaseStep{{Step: CaseReceived, Side: SeekerSide, By: a.Account.ID, At: now}}
	r.Owed = r.owes(r.Owed, RightsReceived, "received", r.recorder(), FromScan, now)
	return r, p.err()
}

// reportedEmployer fills in whose posting is reported, and where it belongs.
func (s *Service) reportedEmployer(ctx context.Context, p *problems, r *RightsReport) {
	if r.PostingID != "" {
		n, err := s.store.Posting(ctx, r.PostingID)
		switch {
		case errors.Is(err, ErrNoRecord):
			p.add("body.posting_id", "unknown_posting", "没有找到该岗位信息")
			return
		case err != nil:
			p.fault(err)
			return
		case r.EnterpriseID != "" && r.EnterpriseID != n.EnterpriseID:
			p.add("body.enterprise_id", "posting_employer", "该岗位不是该用人单位发布的")
		}
		r.EnterpriseID = n.EnterpriseID
		if !r.AboutSite {
			r.SiteID, r.County = n.SiteID, n.County
		}
	}
	if r.EnterpriseID == "" {
		return
	}
	switch e, err := s.store.Enterprise(ctx, r.EnterpriseID); {
	case errors.Is(err, ErrNoRecord):
		p.add("body.enterprise_id", "unknown_enterprise", "没有找到该用人单位")
	case err != nil:
		p.fault(err)
	case r.Employer == "":
		r.Employer = e.ShownName()
	}
}

// recorder is who the ledger says made the report known. It is read by those who work
// at the site and holds the account by which the seeker registered there, and so it
// names nobody who does not want to be known, or whose report they may not see.
func (r RightsReport) recorder() string {
	if r.Anonymous || !r.ToSite {
		return Anonymous
	}
	return r.AccountID
}

// owes adds the entry of a step. A complaint about the site is no service of it, and
// its ledger tells nothing of one.
func (r RightsReport) owes(list []Owed, t ActivityType, step, by string, source Source, now time.Time) []Owed {
	if r.AboutSite {
		return list
	}
	return owe(list, Owed{ClientID: owedID(RightsNoun, r.ID, step), Type: t, SiteID: r.SiteID, County: r.County,
		HeldOn: calendar.DateOf(now), Participants: 1, Note: "维权诉求：" + r.Kind.Name(), About: r.ID, By: by, Source: source, At: now})
}

// due is when the next step is to be taken, at the end of a workday.
func (r RightsReport) due() time.Time {
	rule, _ := r.Kind.rule()
	switch r.State {
	case ReportReceived:
		return calendar.DateOf(r.Since).AddWorkdays(rule.Answer).AddDays(1).Start().UTC()
	case ReportHandled:
		return calendar.DateOf(r.Since).AddWorkdays(rule.Close).AddDays(1).Start().UTC()
	}
	return time.Time{}
}

// DueOn is the last day for the next step; zero once closed.
func (r RightsReport) DueOn() calendar.Date {
	if r.DueAt.IsZero() {
		return calendar.Date{}
	}
	return calendar.DateOf(r.DueAt).AddDays(-1)
}

// overdue reports whether the next step should have been taken.
func (r RightsReport) overdue(now time.Time) bool { return !r.DueAt.IsZero() && !now.Before(r.DueAt) }
