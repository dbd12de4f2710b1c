package demo_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
)

var november = calendar.Date{Year: 2026, Month: 11, Day: 23}

// The Spring Festival of 2026 is on 17 February.
func TestTheYearHasSeasons(t *testing.T) {
	d := demo.Make(november.Start())
	perDay := func(from string, n int) float64 {
		t.Helper()
		first, err := calendar.ParseDate(from)
		if err != nil {
			t.Fatal(err)
		}
		count := 0
		for _, r := range countables(d) {
			if !r.day.Before(first) && r.day.Before(first.AddDays(n)) {
				count++
			}
		}
		return float64(count) / float64(n)
	}
	usual := perDay("2026-04-13", 70)
	if got := perDay("2026-02-14", 10); got > usual/4 {
		t.Errorf("%.1f records a day around the Spring Festival, usual are %.1f", got, usual)
	}
	if got := perDay("2026-02-26", 28); got < usual*3/2 {
		t.Errorf("%.1f records a day after the Spring Festival, usual are %.1f", got, usual)
	}
	if got := perDay("2026-07-01", 62); got > usual*8/10 || got < usual/3 {
		t.Errorf("%.1f records a day in summer, usual are %.1f", got, usual)
	}
}

// Every kind of site that a supervisor should tell apart is there.
func TestSitesDiffer(t *testing.T) {
	d := demo.Make(november.Start())
	found := map[string]int{}
	for _, s := range d.Sites {
		st := stand(t, d, s, november)
		month := monthFacts(d, s.ID, november.In()).Count(november)
		records := month.Recorded.Registered + month.Recorded.Casual + month.Recorded.Stable
		placed := func(t service.Tallied) int { return t.Registered + t.Casual + t.Stable }
		for name, holds := range map[string]bool{
			"full score recorded":     st.items[2][0] == "5" && st.items[7][0] == "10" && st.items[8][0] == "15",
			"no score for items 7, 8": st.items[7][0] == "0" && st.items[8][0] == "0",
			"nothing this month":      records == 0,
			"near zero this month":    records > 0 && records <= 4 && placed(st.recorded) > 60,
			"all confirmed":           placed(st.recorded) == placed(st.verified),
			"hardly any confirmed":    placed(st.verified)*10 < placed(st.recorded),
			"too small":               s.AreaM2 < 30 || s.Kind == "market" && s.AreaM2 < 100,
			"opened this year":        s.OpenedOn.Year == november.Year,
		} {
			if holds {
				found[name]++
			}
		}
	}
	for name, least := range map[string]int{
		"full score recorded": 5, "no score for items 7, 8": 1, "nothing this month": 1, "near zero this month": 1,
		"all confirmed": 1, "hardly any confirmed": 1, "too small": 3, "opened this year": 3,
	} {
		if found[name] < least || found[name] > len(d.Sites)/2 {
			t.Errorf("%s: %d sites, want at least %d and at most half", name, found[name], least)
		}
	}
}
