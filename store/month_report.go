package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type monthReportDoc struct {
	ID      string      `json:"_id"` // site|month
	Rev     int64       `json:"rev"`
	SiteID  string      `json:"site_id"`
	County  string      `json:"county"`
	Month   string      `json:"month"`
	Figures []figureDoc `json:"figures"`
	By      string      `json:"by"`
	At      int64       `json:"at"`
	Late    bool        `json:"late"`
	Owed    []owedDoc   `json:"owed"`
	OwedAt  int64       `json:"owed_at"`
}

type figureDoc struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Known bool   `json:"known"`
	Value int    `json:"value"`
	Why   string `json:"why"`
}

func (s *Store) monthReports() table[monthReportDoc, service.MonthReport] {
	return table[monthReportDoc, service.MonthReport]{s, "month_reports", newMonthReportDoc, monthReportDoc.report,
		func(n *service.MonthReport) *int64 { return &n.Rev }}
}

func newMonthReportDoc(n service.MonthReport) (monthReportDoc, error) {
	d := monthReportDoc{ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Month: n.Month.String(), By: n.By, At: millis(n.At),
		Late: n.Late, Owed: newOwedDocs(n.Owed), OwedAt: owedSince(n.Owed)}
	for _, f := range n.Figures {
		fd := figureDoc{Key: f.Key, Name: f.Name, Known: f.Value != nil, Why: f.Why}
		if f.Value != nil {
			fd.Value = *f.Value
		}
		d.Figures = append(d.Figures, fd)
	}
	return d, nil
}

func (d monthReportDoc) report() (service.MonthReport, error) {
	n := service.MonthReport{ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Month: month(d.Month), By: d.By, At: fromMillis(d.At),
		Late: d.Late, Owed: owedOf(d.Owed)}
	for _, fd := range d.Figures {
		f := service.Figure{Key: fd.Key, Name: fd.Name, Why: fd.Why}
		if fd.Known {
			value := fd.Value
			f.Value = &value
		}
		n.Figures = append(n.Figures, f)
	}
	return n, nil
}

// InsertMonthReport implements service.MonthReportStore.
func (s *Store) InsertMonthReport(ctx context.Context, n service.MonthReport) (service.MonthReport, bool, error) {
	return s.monthReports().ensure(ctx, n, Query{Where: []Cond{eq("_id", n.ID)}})
}

// MonthReport implements service.MonthReportStore.
func (s *Store) MonthReport(ctx context.Context, id string) (service.MonthReport, error) {
	return s.monthReports().get(ctx, id)
}

// UpdateMonthReport implements service.MonthReportStore.
func (s *Store) UpdateMonthReport(ctx context.Context, id string, change func(*service.MonthReport) error) (service.MonthReport, error) {
	return s.monthReports().update(ctx, id, change)
}
