package storetest

import (
	"cmp"
	"context"
	"errors"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

func aScan(site, account string, on calendar.Date) service.Scan {
	return service.Scan{SiteID: site, AccountID: account, Day: on, Medium: service.BareCode, At: noon}
}

var scans = []storeTest{
	{"is one per site, account and day", func(t *testing.T, s service.Store) {
		for _, n := range []service.Scan{
			aScan("s", "a", day(23)), aScan("s", "a", day(24)), aScan("s", "b", day(23)), aScan("other", "a", day(23)), aScan("s|2026-11-23", "a", day(23)),
		} {
			if must(s.Scanned(deadline(t), n.SiteID, n.AccountID, n.Day))(t) {
				t.Fatalf("%+v is there before it came", n)
			}
			check(t, s.InsertScan(deadline(t), n))
			n.Medium = service.OnPoster
			wantIs(t, s.InsertScan(deadline(t), n), service.ErrExists)
			if !must(s.Scanned(deadline(t), n.SiteID, n.AccountID, n.Day))(t) {
				t.Fatalf("%+v is not there", n)
			}
		}
	}},
	{"made many times at once is one", func(t *testing.T, s service.Store) {
		wantOneWinner(t, together(racers, func(int) error { return s.InsertScan(deadline(t), aScan("s", "a", day(23))) }), service.ErrExists)
	}},
	{"are facts of their month", func(t *testing.T, s service.Store) {
		poster := aScan("s", "b", day(23))
		poster.Medium = service.OnPoster
		for _, n := range []service.Scan{
			poster, aScan("s", "a", day(23)), aScan("s", "a", day(30)), aScan("s", "a", december2026.FirstDay()), aScan("other", "a", day(23)),
		} {
			check(t, s.InsertScan(deadline(t), n))
		}
		want := []service.ScanFact{{Day: day(23), Medium: service.BareCode}, {Day: day(23), Medium: service.OnPoster}, {Day: day(30), Medium: service.BareCode}}
		order := func(a, b service.ScanFact) int {
			return cmp.Or(a.Day.Day-b.Day.Day, cmp.Compare(a.Medium, b.Medium))
		}
		wantAlike(t, must(s.ScanFacts(deadline(t), "s", november2026))(t), want, order)
		wantAlike(t, must(s.MonthFacts(deadline(t), "s", november2026))(t).Scans, want, order)
		if got := must(s.ScanFacts(deadline(t), "none", november2026))(t); len(got) > 0 {
			t.Errorf("a site without scans has %+v", got)
		}
	}},
	{"whose context has ended", func(t *testing.T, s service.Store) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := s.Scanned(ctx, "s", "a", day(23))
		_, err2 := s.ScanFacts(ctx, "s", november2026)
		for _, err := range []error{s.InsertScan(ctx, aScan("s", "a", day(23))), err, err2} {
			if !errors.Is(err, context.Canceled) || errors.Is(err, service.ErrExists) {
				t.Errorf("got %v, want %v", err, context.Canceled)
			}
		}
	}},
}
