package service

import (
	"context"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Scan is 扫码: an account opened the mini-program through a site's code. There is
// one per site, account and day; scanning again is the same scan.
type Scan struct {
	SiteID    string
	AccountID string // kept only as a blinded part of the key: who was where on which day is nobody's business
	Day       calendar.Date
	Medium    Medium // of the day's first
	At        time.Time
}

// ScanFact is what is counted of one scan.
type ScanFact struct {
	Day    calendar.Date
	Medium Medium
}

// ScanStore keeps scans.
type ScanStore interface {
	// InsertScan keeps n; ErrExists when the account has scanned at the site that day
	// already.
	InsertScan(ctx context.Context, n Scan) error
	// Scanned reports whether it has.
	Scanned(ctx context.Context, siteID, accountID string, day calendar.Date) (bool, error)
	// ScanFacts are those of a site's month, in no promised order.
	ScanFacts(ctx context.Context, siteID string, month calendar.Month) ([]ScanFact, error)
}

// Scan records that the caller has scanned a site's code, and answers whose it is.
// created is false when he had done so that day already. A scene that is not one of
// ours is refused as scene_unknown.
func (s *Service) Scan(ctx context.Context, a Actor, scene string) (site Site, n Scan, created bool, err error) {
	site, sc, err := s.siteOfScene(ctx, scene)
	if err != nil {
		return Site{}, Scan{}, false, err
	}
	now := s.now()
	n = Scan{SiteID: site.ID, AccountID: a.Account.ID, Day: calendar.DateOf(now), Medium: sc.Medium, At: now}
	known, err := s.store.Scanned(ctx, n.SiteID, n.AccountID, n.Day) // most scans of a day are
	if err != nil || known {
		return site, n, false, err
	}
	err = s.tally.write(ctx, []Unit{MonthUnit(n.SiteID, n.Day.In())}, func(ctx context.Context) error {
		return s.store.InsertScan(ctx, n)
	})
	if errors.Is(err, ErrExists) {
		return site, n, false, nil
	}
	return site, n, err == nil, err
}

// ScanAtLogin is Scan for somebody whose login must not fail for it. site is nil when
// there is none to tell: unknown says that the scene is not one of ours; otherwise it
// could not be looked up now, or the scan not kept, and may be sent again.
func (s *Service) ScanAtLogin(ctx context.Context, a Actor, scene string) (site *Site, unknown bool) {
	found, _, _, err := s.Scan(ctx, a, scene)
	switch {
	case errors.Is(err, errSceneUnknown):
		return nil, true
	case err != nil:
		s.log.WarnContext(ctx, "scan at login not kept", "error", err)
		return nil, false
	}
	return &found, false
}

// DayScans is how many accounts scanned at a site on a day.
type DayScans struct {
	Day      calendar.Date
	Scans    int
	ByMedium map[Medium]int // sums up to Scans
}

// Scans are a site's, for each day of a month (zero: this one) that has any.
func (s *Service) Scans(ctx context.Context, a Actor, siteID string, m calendar.Month) (calendar.Month, []DayScans, error) {
	if m == (calendar.Month{}) {
		m = s.today().In()
	}
	site, err := s.siteFor(ctx, a, readProgress, siteID)
	if err != nil {
		return m, nil, err
	}
	facts, err := s.store.ScanFacts(ctx, site.ID, m)
	if err != nil {
		return m, nil, err
	}
	var byDay [32]DayScans
	for _, f := range facts {
		d := &byDay[f.Day.Day]
		if d.ByMedium == nil {
			d.Day, d.ByMedium = f.Day, map[Medium]int{}
		}
		d.Scans++
		d.ByMedium[f.Medium]++
	}
	var days []DayScans
	for _, d := range byDay {
		if d.Scans > 0 {
			days = append(days, d)
		}
	}
	return m, days, nil
}
