package demo_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
)

func plausibleDiaries(t *testing.T, d demo.Data, _ calendar.Date) {
	counties, held, confirmed := map[string]string{}, map[service.ActivityType]int{}, 0
	for _, s := range d.Sites {
		counties[s.ID] = s.County
	}
	for _, a := range d.Activities {
		if _, ok := a.Type.Kind(); !ok || counties[a.SiteID] != a.County || a.Note == "" || strings.Contains(a.Note, "%") || a.Place == "" || a.Participants < 0 {
			t.Errorf("activity: %+v", a)
		}
		held[a.Type]++
		if a.Status == service.Confirmed {
			confirmed++
		}
	}
	if all := len(d.Activities); all < 1500 || all > 3000 || confirmed < all*3/4 || confirmed > all*99/100 {
		t.Errorf("%d activities, %d of them confirmed", all, confirmed)
	}
	for _, k := range service.ActivityKinds() {
		if held[k.Type] == 0 {
			t.Errorf("nobody has any %s", k.Type)
		}
	}
}

// Each site covers other parts of the form, and most of them report each month.
func TestDiariesDiffer(t *testing.T) {
	d := demo.Make(november.Start())
	lacks, reports := map[string]bool{}, 0
	for _, s := range d.Sites {
		held := map[service.ActivityType]bool{}
		for _, a := range d.Activities {
			if a.SiteID == s.ID && a.HeldOn.Year == november.Year {
				held[a.Type] = true
				if a.Type == service.MonthlyReport {
					reports++
				}
			}
		}
		var lack []string
		for _, k := range service.ActivityKinds() {
			if !held[k.Type] {
				lack = append(lack, string(k.Type))
			}
		}
		if s.ID == demo.Market && (len(lack) == 0 || len(lack) > 6) {
			t.Errorf("the market lacks %v", lack)
		}
		lacks[strings.Join(lack, " ")] = true
	}
	if len(lacks) < len(d.Sites)*3/4 || reports < 300 || reports > 390 {
		t.Errorf("%d sites lack %d different things; %d reports", len(d.Sites), len(lacks), reports)
	}
}

func soundHonours(t *testing.T, d demo.Data, today calendar.Date) {
	counties, opened := map[string]string{}, map[string]calendar.Date{}
	for _, s := range d.Sites {
		counties[s.ID], opened[s.ID] = s.County, s.OpenedOn
	}
	byStatus, old, here := map[service.Status]int{}, 0, 0
	for _, h := range d.Honours {
		byStatus[h.Status]++
		if h.Awarded.AddYears(2).Before(today) {
			old++
		}
		if h.ConfirmedBy == demo.CountyLogin {
			here++
		}
		boss := slices.ContainsFunc(d.Grants, func(g service.Grant) bool {
			return g.AccountID == h.ConfirmedBy && g.Role == service.County && g.Scope == h.County
		})
		staff := slices.ContainsFunc(d.Grants, func(g service.Grant) bool { return g.AccountID == h.RecordedBy && g.Scope == h.SiteID })
		switch {
		case counties[h.SiteID] != h.County, !staff, !h.Example, !strings.Contains(h.Title, "示例"), h.TitleKey == "", len(h.EvidenceIDs) == 0:
			t.Errorf("honour: %+v", h)
		case h.Awarded.Before(opened[h.SiteID]), h.Awarded.AddYears(3).Before(today), h.RecordedAt.Before(h.Awarded.Start()):
			t.Errorf("honour of %s, recorded at %s", h.Awarded, h.RecordedAt)
		case boss != (h.Status == service.Confirmed), boss && h.ConfirmedAt.Before(h.RecordedAt), !today.Start().After(h.ConfirmedAt):
			t.Errorf("honour confirmed by %q: %+v", h.ConfirmedBy, h.Trail)
		case h.SiteID == demo.Market:
			t.Error("the market has an honour, and another total than the tour says")
		}
	}
	if byStatus[service.Confirmed] < 6 || byStatus[service.Recorded] != 1 || old < 1 || here < 1 {
		t.Errorf("%v honours, %d too old to count, %d confirmed by the county of the tour", byStatus, old, here)
	}
}
