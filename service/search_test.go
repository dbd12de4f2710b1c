package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// Staff find who is registered at their site as they would ask: by name or surname,
// by the last digits; and nobody who is registered elsewhere.
func TestSearchRegistrations(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm, other := w.team(), w.team()
		w.register(tm.staff, tm.site, service.PersonInput{Name: "欧阳小明", Phone: "13800001234", IDNumber: idNumber(1)})
		w.register(tm.staff, tm.site, service.PersonInput{Name: "陈大明", Phone: "13900005678"})
		w.register(other.staff, other.site, service.PersonInput{Name: "欧阳小红", Phone: "13700001234"})
		for q, want := range map[string]int{
			"欧阳小明": 1, "歐陽 小明": 1, "欧": 1, "陈": 1, "陳大明": 1, "1234": 1, "13900005678": 1, "234": 0, idNumber(1)[14:]: 1, idNumber(1): 1, "小红": 0, ".*": 0, "$ne": 0, "%": 0,
		} {
			got, err := w.SearchRegistrations(t.Context(), tm.staff, tm.site.ID, q)
			if check(t, err); len(got) != want {
				t.Errorf("%q finds %d, want %d", q, len(got), want)
			}
		}
		// nor is a name read character by character
		for _, q := range []string{"明", "大明", "陈大", "欧阳小", "欧阳", "小明"} {
			if got, err := w.SearchRegistrations(t.Context(), tm.staff, tm.site.ID, q); err != nil || len(got) != 0 {
				t.Errorf("%q finds %d, %v", q, len(got), err)
			}
		}
		// of a number what the mask hides makes no difference, so that nobody reads it digit by digit
		for q, want := range map[string]int{"01234": 1, "91234": 1, "139 9999 5678": 1, "0000": 0, "13800000": 0, idNumber(1)[:14]: 0} {
			got, err := w.SearchRegistrations(t.Context(), tm.staff, tm.site.ID, q)
			if check(t, err); len(got) != want {
				t.Errorf("%q finds %d, want %d", q, len(got), want)
			}
		}
		_, err := w.SearchRegistrations(t.Context(), tm.staff, tm.site.ID, " ")
		refused(t, err, "invalid_input")
		_, err = w.SearchRegistrations(t.Context(), tm.staff, other.site.ID, "欧阳")
		refused(t, err, "not_found")
	})
}

func TestSearchPostings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	e, _ := w.enterprise("恒兴鞋业有限公司", "")
	for _, title := range []string{"包装工", "搬运工"} {
		in := posting(tm.site, e.ID)
		in.Title = title
		_, _, err := w.Post(t.Context(), tm.staff, in)
		check(t, err)
	}
	for q, want := range map[string]int{"包装": 1, "工": 2, "鞋业": 2, "恆興": 2, "焊": 0} {
		got, err := w.SearchPostings(t.Context(), tm.staff, tm.site.ID, q)
		if check(t, err); len(got) != want {
			t.Errorf("%q finds %d, want %d", q, len(got), want)
		}
	}
}
