package store

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service"
)

type rightsReportDoc struct {
	ID           string        `json:"_id"`
	Rev          int64         `json:"rev"`
	Request      string        `json:"request"`
	SiteID       string        `json:"site_id"`
	County       string        `json:"county"`
	AccountID    string        `json:"account_id"`
	Kind         string        `json:"kind"`
	AboutSite    bool          `json:"about_site"`
	PostingID    string        `json:"posting_id"`
	EnterpriseID string        `json:"enterprise_id"`
	Employer     []byte        `json:"employer"` // sealed
	Text         []byte        `json:"text"`     // sealed
	Phone        []byte        `json:"phone"`    // sealed
	Anonymous    bool          `json:"anonymous"`
	ToSite       bool          `json:"to_site"`
	WithCounty   bool          `json:"with_county"`
	State        string        `json:"state"`
	Since        int64         `json:"since"`
	DueAt        int64         `json:"due_at"` // 0: nothing is due
	Reopened     bool          `json:"reopened"`
	Steps        []caseStepDoc `json:"steps"`
	Reveals      []revealDoc   `json:"reveals"`
	Owed         []owedDoc     `json:"owed"`
	OwedAt       int64         `json:"owed_at"`
}

func (s *Store) rightsReports() table[rightsReportDoc, service.RightsReport] {
	return table[rightsReportDoc, service.RightsReport]{s, "rights_reports", s.newRightsReportDoc, s.rightsReport,
		func(n *service.RightsReport) *int64 { return &n.Rev }}
}

func (s *Store) newRightsReportDoc(n service.RightsReport) (rightsReportDoc, error) {
	o := s.opener("rights_reports", n.ID)
	d := rightsReportDoc{
		ID: n.ID, Rev: n.Rev, Request: n.Request, SiteID: n.SiteID, County: n.County, AccountID: n.AccountID, Kind: string(n.Kind),
		AboutSite: n.AboutSite, PostingID: n.PostingID, EnterpriseID: n.EnterpriseID, Employer: o.seal(n.Employer, "employer"),
		Text: o.seal(n.Text, "text"), Phone: o.seal(n.Phone, "phone"), Anonymous: n.Anonymous, ToSite: n.ToSite,
		WithCounty: n.WithCounty, State: string(n.State), Since: millis(n.Since), DueAt: millis(n.DueAt), Reopened: n.Reopened,
		Steps: newCaseStepDocs(&o, n.Steps), Reveals: newRevealDocs(n.Reveals), Owed: newOwedDocs(n.Owed), OwedAt: owedSince(n.Owed),
	}
	return d, o.err
}

func (s *Store) rightsReport(d rightsReportDoc) (service.RightsReport, error) {
	o := s.opener("rights_reports", d.ID)
	n := service.RightsReport{
		ID: d.ID, Rev: d.Rev, Request: d.Request, SiteID: d.SiteID, County: d.County, AccountID: d.AccountID, Kind: service.ReportKind(d.Kind),
		AboutSite: d.AboutSite, PostingID: d.PostingID, EnterpriseID: d.EnterpriseID, Employer: o.open(d.Employer, "employer"),
		Text: o.open(d.Text, "text"), Phone: o.open(d.Phone, "phone"), Anonymous: d.Anonymous, ToSite: d.ToSite,
		WithCounty: d.WithCounty, State: service.ReportState(d.State), Since: fromMillis(d.Since), DueAt: fromMillis(d.DueAt),
		Reopened: d.Reopened, Steps: caseSteps(&o, d.Steps), Reveals: reveals(d.Reveals), Owed: owedOf(d.Owed),
	}
	return n, o.err
}

// sealedRightsReport is what of a document is sealed.
func sealedRightsReport(d rightsReportDoc) sealedRow {
	return sealedRow{d.ID, withSteps(map[string][]byte{"employer": d.Employer, "text": d.Text, "phone": d.Phone}, d.Steps)}
}

// InsertRightsReport implements service.RightsReportStore.
func (s *Store) InsertRightsReport(ctx context.Context, n service.RightsReport) (service.RightsReport, bool, error) {
	return s.rightsReports().ensure(ctx, n, Query{Where: []Cond{eq("request", n.Request)}})
}

// RightsReport implements service.RightsReportStore.
func (s *Store) RightsReport(ctx context.Context, id string) (service.RightsReport, error) {
	return s.rightsReports().get(ctx, id)
}

// UpdateRightsReport implements service.RightsReportStore.
func (s *Store) UpdateRightsReport(ctx context.Context, id string, change func(*service.RightsReport) error) (service.RightsReport, error) {
	return s.rightsReports().update(ctx, id, change)
}

// RightsReports implements service.RightsReportStore.
func (s *Store) RightsReports(ctx context.Context, f service.RightsReportFilter) ([]service.RightsReport, error) {
	where := rightsReportsIn(f)
	switch {
	case f.State != "":
		where = append(where, eq("state", string(f.State)))
	case f.WithCounty: // what is closed waits for nobody
		where = append(where, Cond{"state", In, []string{string(service.ReportReceived), string(service.ReportHandled)}})
	}
	if !f.DueBy.IsZero() {
		where = append(where, Cond{"due_at", Gt, int64(0)}, Cond{"due_at", Le, millis(f.DueBy)})
	}
	return s.rightsReports().find(ctx, page(f.Page, where...))
}

func rightsReportsIn(f service.RightsReportFilter) []Cond {
	where := []Cond{eq("county", f.County)}
	if f.SiteID != "" {
		where = []Cond{eq("site_id", f.SiteID)}
	}
	if f.ToSite {
		where = append(where, Cond{"to_site", Eq, true})
	}
	if f.WithCounty {
		where = append(where, Cond{"with_county", Eq, true})
	}
	return where
}

// RightsReportsOfAccount implements service.RightsReportStore.
func (s *Store) RightsReportsOfAccount(ctx context.Context, accountID string, p service.Page) ([]service.RightsReport, error) {
	return s.rightsReports().find(ctx, page(p, eq("account_id", accountID)))
}

// DueTimes implements service.RightsReportStore.
func (s *Store) DueTimes(ctx context.Context, f service.RightsReportFilter) ([]time.Time, error) {
	var docs []struct {
		ID    string `json:"_id"`
		DueAt int64  `json:"due_at"`
	}
	err := s.engine.Find(ctx, "rights_reports", Query{
		Where: append(rightsReportsIn(f), Cond{"due_at", Gt, int64(0)}), Fields: []string{"due_at"}}, &docs)
	times := make([]time.Time, len(docs))
	for i, d := range docs {
		times[i] = fromMillis(d.DueAt)
	}
	return times, fault("find what is due of rights_reports", err)
}

// FakeReports implements service.RightsReportStore. It reads the index only.
func (s *Store) FakeReports(ctx context.Context, postingIDs []string) ([]service.FakeReport, error) {
	var docs []struct {
		ID        string `json:"_id"`
		PostingID string `json:"posting_id"`
		ToSite    bool   `json:"to_site"`
	}
	err := s.engine.Find(ctx, "rights_reports", Query{
		Where: []Cond{{"posting_id", In, postingIDs}, eq("kind", string(service.FakeJob)),
			{"state", In, []string{string(service.ReportReceived), string(service.ReportHandled)}}},
		Fields: []string{"posting_id", "to_site"}}, &docs)
	list := make([]service.FakeReport, len(docs))
	for i, d := range docs {
		list[i] = service.FakeReport{PostingID: d.PostingID, ToSite: d.ToSite}
	}
	return list, fault("find reports of postings", err)
}

// OverdueReports implements service.RightsReportStore.
func (s *Store) OverdueReports(ctx context.Context, by time.Time, n int) ([]string, error) {
	var docs []struct {
		ID string `json:"_id"`
	}
	err := s.engine.Find(ctx, "rights_reports", Query{
		Where: []Cond{{"with_county", Eq, false}, {"due_at", Gt, int64(0)}, {"due_at", Le, millis(by)}},
		Sort:  []string{"due_at"}, Limit: n, Fields: []string{"_id"}}, &docs)
	ids := make([]string, len(docs))
	for i, d := range docs {
		ids[i] = d.ID
	}
	return ids, fault("find what is overdue of rights_reports", err)
}
