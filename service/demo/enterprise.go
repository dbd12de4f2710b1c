package demo

import (
	"maps"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// employer is an enterprise with the work it has.
type employer struct {
	id    string
	works []string
}

var (
	brandFirst  = []rune("恒兴宏金永顺万嘉鑫华荣盛泰源福")
	brandSecond = []rune("达隆发丰利成祥通益康和茂腾")
)

// found makes a few dozen employers in each county, all of them known before
// the window begins.
func (w *world) found() {
	names := map[string]bool{}
	for _, county := range slices.Sorted(maps.Keys(trades)) {
		for range 24 + w.rng.IntN(13) {
			t := often(w.rng, trades[county])
			name := w.employerName(county, t)
			for names[name] {
				name = w.employerName(county, t)
			}
			names[name] = true
			w.trades[county] = append(w.trades[county], employer{w.enterprise(county, name), t.works})
		}
	}
}

func (w *world) employerName(county string, t trade) string {
	return short[county] + "示例" + string(one(w.rng, brandFirst)) + string(one(w.rng, brandSecond)) + t.name
}

func (w *world) enterprise(county, name string) string {
	at := w.window.days[0].AddDays(-1 - w.rng.IntN(200)).Start().Add(9*time.Hour + time.Duration(w.rng.IntN(7200))*time.Second)
	e := service.Enterprise{
		ID: newID(w.rng, at), Rev: 1, Kind: kindOf(name), Name: name, NameKey: identity.CompanyKey(name),
		CreatedBy: supervisor(county), CreatedAt: at, Example: true,
	}
	if w.chance(0.6) { // the others are known by name only
		e.USCC = creditCode(len(w.data.Enterprises) + 1)
	}
	w.data.Enterprises = append(w.data.Enterprises, e)
	return e.ID
}
