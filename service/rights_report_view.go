package service

import (
	"context"
	"slices"
	"time"
)

// RightsReportView is a report as those see it who handle it. Who made it is empty
// where it must not be known.
type RightsReportView struct {
	RightsReport
	Overdue bool
	May     ReportMay
}

// ReportMay says which steps a screen may offer.
type ReportMay struct {
	Answer bool `json:"answer"`
	Close  bool `json:"close"`
	Reveal bool `json:"reveal" doc:"The phone number, for a kept reason"`
}

// MyRightsReport is a report as the seeker sees it who made it.
type MyRightsReport struct {
	RightsReport
	Site      Site
	Overdue   bool
	MayReopen bool
}

// ReportCounts are the open reports of a site or county.
type ReportCounts struct {
	Open    int
	Overdue int
}

// reportFor loads a report that the actor may handle. One that is not addressed to
// the site looks missing to those who work there.
func (s *Service) reportFor(ctx context.Context, a Actor, id string) (RightsReport, error) {
	r, err := s.store.RightsReport(ctx, id)
	if err != nil {
		return RightsReport{}, missing(err)
	}
	if !a.may(handleReports, r.SiteID, r.County) || !r.ToSite && !a.supervises(r.SiteID, r.County) {
		return RightsReport{}, ErrNotFound
	}
	return r, nil
}

// RightsReport answers one report to those who handle it.
func (s *Service) RightsReport(ctx context.Context, a Actor, id string) (RightsReportView, error) {
	r, err := s.reportFor(ctx, a, id)
	return r.view(a, s.now()), err
}

// nameless reports whether the actor must not know who made the report.
func (r RightsReport) nameless(a Actor) bool { return r.Anonymous && !a.supervises(r.SiteID, r.County) }

func (r RightsReport) view(a Actor, now time.Time) RightsReportView {
	open := r.State != ReportClosed && r.AccountID != a.Account.ID
	v := RightsReportView{RightsReport: r, Overdue: r.overdue(now), May: ReportMay{
		Answer: open, Close: open && r.State == ReportHandled, Reveal: open && r.Phone != "" && !r.nameless(a)}}
	if r.nameless(a) {
		v.AccountID, v.Phone, v.Steps = "", "", slices.Clone(r.Steps)
		for i := range v.Steps {
			if v.Steps[i].Side == SeekerSide {
				v.Steps[i].By = ""
			}
		}
	}
	return v
}

// RightsReports lists those of a site, or of a county, that the actor may handle; or
// only what is overdue of them.
func (s *Service) RightsReports(ctx context.Context, a Actor, f RightsReportFilter, overdue bool) ([]RightsReportView, error) {
	f, err := s.reportScope(ctx, a, f)
	if err != nil {
		return nil, err
	}
	if overdue {
		f.DueBy = s.now()
	}
	list, err := s.store.RightsReports(ctx, f)
	views := make([]RightsReportView, len(list))
	for i, r := range list {
		views[i] = r.view(a, s.now())
	}
	return views, err
}

// ReportCounts counts what is open and overdue at a site or in a county.
func (s *Service) ReportCounts(ctx context.Context, a Actor, f RightsReportFilter) (c ReportCounts, err error) {
	if f, err = s.reportScope(ctx, a, f); err != nil {
		return ReportCounts{}, err
	}
	due, err := s.store.DueTimes(ctx, f)
	for _, at := range due {
		c.Open++
		if !s.now().Before(at) {
			c.Overdue++
		}
	}
	return c, err
}

// reportScope refuses what the actor may not list, and leaves to those who work at a
// site what is addressed to it.
func (s *Service) reportScope(ctx context.Context, a Actor, f RightsReportFilter) (RightsReportFilter, error) {
	if f.SiteID != "" {
		site, err := s.siteFor(ctx, a, handleReports, f.SiteID)
		f.ToSite = !a.supervises(site.ID, site.County)
		return f, err
	}
	_, known := Counties[f.County]
	switch {
	case !known:
		return f, ErrNotFound
	case !a.supervises("", f.County):
		return f, ErrForbidden
	case slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == Staff || g.Role == Manager }):
		return f, errAlsoStaff
	}
	return f, nil
}

// errAlsoStaff keeps a list of a whole county from whoever works at a site: some of
// it may be about that site.
var errAlsoStaff = &Error{Kind: Forbidden, Code: "own_site", Message: "您同时是站点工作人员，请逐个站点查看诉求"}

// RevealReporter answers the full phone number of whoever wished to be called. That it
// was shown, to whom and why, is kept before, and the seeker sees it.
func (s *Service) RevealReporter(ctx context.Context, a Actor, id, reason string) (string, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return "", err
	}
	r, err := s.reportFor(ctx, a, id)
	switch {
	case err != nil:
		return "", err
	case r.nameless(a):
		return "", ErrForbidden
	case r.Phone == "":
		return "", errNoPhone
	}
	if ok, wait := s.limits.Allow(ctx, "reveal:"+a.Account.ID, revealsPerMinute); !ok {
		e := *ErrLimited
		e.RetryAfter = wait
		return "", &e
	}
	_, err = s.store.UpdateRightsReport(ctx, id, func(r *RightsReport) error {
		switch {
		case r.State == ReportClosed:
			return errReportClosed
		case len(r.Reveals) >= mostReveals:
			return errManyReveals
		}
		r.Reveals = append(r.Reveals, Reveal{a.Account.ID, s.now(), reason})
		return nil
	})
	if err != nil {
		return "", err
	}
	return r.Phone, nil
}

// MyReports lists what the caller has reported, with every step.
func (s *Service) MyReports(ctx context.Context, a Actor, p Page) ([]MyRightsReport, error) {
	list, err := s.store.RightsReportsOfAccount(ctx, a.Account.ID, p)
	if err != nil {
		return nil, err
	}
	sites, err := s.sitesOf(ctx, len(list), func(i int) string { return list[i].SiteID })
	mine := make([]MyRightsReport, len(list))
	for i, r := range list {
		mine[i] = r.mine(sites[r.SiteID], s.now())
	}
	return mine, err
}

// MyReport answers one report of the caller; any other looks missing.
func (s *Service) MyReport(ctx context.Context, a Actor, id string) (MyRightsReport, error) {
	r, err := s.myReport(ctx, a, id)
	if err != nil {
		return MyRightsReport{}, err
	}
	return s.viewMyReport(ctx, r)
}

func (s *Service) myReport(ctx context.Context, a Actor, id string) (RightsReport, error) {
	r, err := s.store.RightsReport(ctx, id)
	if err == nil && r.AccountID != a.Account.ID {
		return RightsReport{}, ErrNotFound
	}
	return r, missing(err)
}

func (s *Service) viewMyReport(ctx context.Context, r RightsReport) (MyRightsReport, error) {
	site, err := s.store.Site(ctx, r.SiteID)
	return r.mine(site, s.now()), err
}

func (r RightsReport) mine(site Site, now time.Time) MyRightsReport {
	return MyRightsReport{r, site, r.overdue(now), r.State == ReportClosed && !r.Reopened}
}
