package demo_test

import (
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/rubric"
)

// marketIsExact holds the tour's promises: the figures, and that each of four
// steps raises just its score by a point.
func marketIsExact(t *testing.T, d demo.Data, today calendar.Date) {
	market := site(t, d, demo.Market)
	if market.Kind != rubric.Market || market.County != "350503" || market.Name != "丰泽区示例零工市场" ||
		market.AreaM2 != 260 || market.OpenedOn != today.AddYears(-2) {
		t.Errorf("the market is %+v", market)
	}
	seekerCameBefore(t, d, today)
	d = ofMarket(d)
	s := stand(t, d, market, today)
	n := s.months
	got := [5]int{n, s.recorded.Registered, weighted(s.recorded), s.verified.Registered, weighted(s.verified)}
	if want := [5]int{int(today.Month), 7*n - 1, 12*n - 1, 6*n - 1, 11*n - 1}; got != want {
		t.Errorf("months and figures %v, want %v", got, want)
	}
	scores := func(d demo.Data) [2][2]string {
		items := stand(t, d, market, today).items
		return [2][2]string{items[7], items[8]} // each recorded, verified
	}
	for name, step := range map[string]struct {
		take func(demo.Data) demo.Data
		want [2][2]string
	}{
		"nothing":              {func(d demo.Data) demo.Data { return d }, [2][2]string{{"6", "5"}, {"6", "5"}}},
		"one registration":     {oneRegistration(today), [2][2]string{{"7", "5"}, {"6", "5"}}},
		"one placement":        {onePlacement(today), [2][2]string{{"6", "5"}, {"7", "5"}}},
		"one confirmed":        {confirmRegistration(t, today), [2][2]string{{"6", "6"}, {"6", "5"}}},
		"one placed confirmed": {confirmPlacement(t, today), [2][2]string{{"6", "5"}, {"6", "6"}}},
	} {
		if got := scores(step.take(d)); got != step.want {
			t.Errorf("after %s: scores %v, want %v", name, got, step.want)
		}
	}
}

// ofMarket leaves the other sites' records out, for speed.
func ofMarket(d demo.Data) demo.Data {
	d.Registrations = slices.DeleteFunc(slices.Clone(d.Registrations), func(r service.Registration) bool { return r.SiteID != demo.Market })
	d.Placements = slices.DeleteFunc(slices.Clone(d.Placements), func(p service.Placement) bool { return p.SiteID != demo.Market })
	return d
}

func oneRegistration(today calendar.Date) func(demo.Data) demo.Data {
	return func(d demo.Data) demo.Data {
		d.Registrations = append(slices.Clip(d.Registrations), service.Registration{SiteID: demo.Market, PersonID: "new",
			Month: today.In(), RegisteredOn: today, Trail: service.Trail{Status: service.Recorded}})
		return d
	}
}

func onePlacement(today calendar.Date) func(demo.Data) demo.Data {
	return func(d demo.Data) demo.Data {
		d.Placements = append(slices.Clip(d.Placements), service.Placement{SiteID: demo.Market, PersonID: "new",
			Month: today.In(), StartedOn: today, Kind: service.Casual, Trail: service.Trail{Status: service.Recorded}})
		return d
	}
}

// toConfirm is a record that the tour's manager may confirm this month.
func toConfirm(site string, m, today calendar.Month, trail service.Trail) bool {
	return site == demo.Market && m == today && trail.Status == service.Recorded && trail.RecordedBy == demo.StaffLogin
}

func confirmRegistration(t *testing.T, today calendar.Date) func(demo.Data) demo.Data {
	return func(d demo.Data) demo.Data {
		i := slices.IndexFunc(d.Registrations, func(r service.Registration) bool {
			return toConfirm(r.SiteID, r.Month, today.In(), r.Trail)
		})
		if i < 0 {
			t.Error("no registration of this month is to be confirmed")
			return d
		}
		d.Registrations = slices.Clone(d.Registrations)
		d.Registrations[i].Status = service.Confirmed
		return d
	}
}

func confirmPlacement(t *testing.T, today calendar.Date) func(demo.Data) demo.Data {
	return func(d demo.Data) demo.Data {
		i := slices.IndexFunc(d.Placements, func(p service.Placement) bool {
			return toConfirm(p.SiteID, p.Month, today.In(), p.Trail)
		})
		if i < 0 {
			t.Error("no placement of this month is to be confirmed")
			return d
		}
		d.Placements = slices.Clone(d.Placements)
		d.Placements[i].Status = service.Confirmed
		return d
	}
}

// seekerCameBefore holds that the tour's seeker has registered itself once, and
// not this month: a registration on the tour counts.
func seekerCameBefore(t *testing.T, d demo.Data, today calendar.Date) {
	t.Helper()
	var own []service.Registration
	for _, r := range d.Registrations {
		if r.AccountID == demo.SeekerLogin {
			own = append(own, r)
		}
	}
	if len(own) != 1 || own[0].SiteID != demo.Market || !own[0].Month.Before(today.In()) || own[0].Source != service.FromScan {
		t.Errorf("the seeker's registrations are %+v", own)
	}
}
