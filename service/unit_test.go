package service_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

func TestUnitsAsText(t *testing.T) {
	for text, u := range map[string]service.Unit{
		"2026-11|a":     service.MonthUnit("a", calendar.Month{Year: 2026, Month: time.November}),
		"2026-00|a":     service.YearUnit("a", 2026),
		"2026-01|b|c-d": service.MonthUnit("b|c-d", calendar.Month{Year: 2026, Month: time.January}),
	} {
		if got := u.String(); got != text {
			t.Errorf("%+v is %q, want %q", u, got, text)
		}
		if got, err := service.ParseUnit(text); err != nil || got != u {
			t.Errorf("%q is %+v, %v, want %+v", text, got, err, u)
		}
	}
	for _, bad := range []string{"", "|", "2026-11|", "2026-13|a", "2026--1|a", "2026|a", "-11|a", "x-11|a", "2026-11"} {
		if u, err := service.ParseUnit(bad); err == nil {
			t.Errorf("%q is %+v", bad, u)
		}
	}
}

func FuzzParseUnit(f *testing.F) {
	for _, seed := range []string{"2026-11|a", "2026-00|a|b", "2026-13|a", "|", "0000-00|"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := service.ParseUnit(text)
		if err != nil {
			return
		}
		if again, err := service.ParseUnit(u.String()); err != nil || again != u {
			t.Fatalf("%q is %+v, which reads %q and that %+v, %v", text, u, u.String(), again, err)
		}
	})
}
