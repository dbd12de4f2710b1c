package service_test

import (
	"math"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestWhatASiteNeeds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct {
		change func(*service.Site)
		field  string
	}{
		"all of it":            {func(*service.Site) {}, ""},
		"an unknown area":      {func(s *service.Site) { s.AreaM2 = 0 }, ""},
		"no name":              {func(s *service.Site) { s.Name = "　" }, "body.name required"},
		"a name too long":      {func(s *service.Site) { s.Name = strings.Repeat("长", 61) }, "body.name text_too_long"},
		"no county":            {func(s *service.Site) { s.County = "" }, "body.county county"},
		"a county of no sites": {func(s *service.Site) { s.County = "350527" }, "body.county county"},
		"no kind":              {func(s *service.Site) { s.Kind = "" }, "body.kind kind"},
		"less than no area":    {func(s *service.Site) { s.AreaM2 = -1 }, "body.area_m2 area"},
		"an infinite area":     {func(s *service.Site) { s.AreaM2 = math.Inf(1) }, "body.area_m2 area"},
		"an area not a number": {func(s *service.Site) { s.AreaM2 = math.NaN() }, "body.area_m2 area"},
		"no day of opening":    {func(s *service.Site) { s.OpenedOn = day(0, 0, 0) }, "body.opened_on date"},
		"opened long ago":      {func(s *service.Site) { s.OpenedOn = day(1999, 12, 31) }, "body.opened_on date"},
		"opens in a year":      {func(s *service.Site) { s.OpenedOn = day(2027, 7, 15) }, ""},
		"opens later":          {func(s *service.Site) { s.OpenedOn = day(2027, 7, 16) }, "body.opened_on date"},
	} {
		in := service.Site{Name: "东海零工市场", County: "350503", AreaM2: 120, OpenedOn: day(2026, 1, 1)}
		station(&in)
		c.change(&in)
		s, err := w.CreateSite(t.Context(), w.city, in)
		if got := firstField(t, err); got != c.field {
			t.Errorf("%s: %q, want %q", name, got, c.field)
		}
		if err == nil && (s.ID == "" || s.CreatedBy != w.city.Account.ID || !s.CreatedAt.Equal(w.clock.Now())) {
			t.Errorf("%s: %+v", name, s)
		}
	}
}
