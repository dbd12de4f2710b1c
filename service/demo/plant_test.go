package demo_test

import (
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/flag"
)

// planted reports whether the site's month has this flag on purpose.
func planted(today calendar.Date, site string, m calendar.Month, code flag.Code) bool {
	return slices.ContainsFunc(demo.Planted(today), func(p demo.Plant) bool {
		return p.SiteID == site && p.Month == m && slices.Contains(p.Flags, code)
	})
}

// soundPlants holds that every rule about how records come in is broken by somebody,
// and not at Market. That the flags find it is package flag's test.
func soundPlants(t *testing.T, d demo.Data, today calendar.Date) {
	var codes []flag.Code
	for _, p := range demo.Planted(today) {
		codes = append(codes, p.Flags...)
		s := site(t, d, p.SiteID)
		if s.ID == demo.Market || p.Month.FirstDay().Before(s.OpenedOn) || p.Month.After(today.In()) {
			t.Errorf("planted: %+v", p)
		}
	}
	slices.Sort(codes)
	want := []flag.Code{flag.BurstMonth, flag.OddHours, flag.OneEmployer, flag.OneRecorder, flag.SharedPhone, flag.StableUnproven}
	if slices.Sort(want); !slices.Equal(codes, want) {
		t.Errorf("planted: %v", codes)
	}
}
