package demo

import (
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// place is a site with those who work there.
type place struct {
	row
	site    service.Site
	members []string // account ids, the manager first
	county  string   // account id of the county's supervisor
}

var operators = []string{
	"泉州示例人力资源服务有限公司", "泉州示例零工服务中心", "福建示例就业服务有限公司", "示例社会工作服务中心",
}

func (w *world) openSites() {
	nth := map[string]int{}
	for _, r := range sites {
		nth[r.county]++
		p := &place{row: r, county: supervisor(r.county)}
		p.site = w.site(r, nth[r.county])
		w.places = append(w.places, p)
		w.data.Sites = append(w.data.Sites, p.site)
		w.staff(p)
	}
}

func (w *world) site(r row, nth int) service.Site {
	opened := w.opening(r)
	s := service.Site{
		ID: fmt.Sprintf("demo-%s-%d", r.county, nth), Rev: 1, Kind: r.kind, County: r.county,
		Name:     service.Counties[r.county] + r.town + "示例零工驿站",
		Agency:   agency(r.county),
		Operator: one(w.rng, operators),
		Address:  fmt.Sprintf("%s%s示例路%d号", service.Counties[r.county], r.town, 1+w.rng.IntN(300)),
		AreaM2:   r.area, OpenedOn: opened,
		CreatedBy: supervisor(r.county), CreatedAt: opened.AddDays(-3).Start().Add(10 * time.Hour),
		Example: true,
	}
	if r.kind == rubric.Market {
		s.Name = service.Counties[r.county] + "示例零工市场"
		if r.county == marketCounty {
			s.ID = Market
		}
	}
	return s
}

// opening is a day one to three years back; a fresh site's lies in the part of
// this year that has passed.
func (w *world) opening(r row) calendar.Date {
	switch passed := w.window.today() - w.window.newYear; {
	case r.kind == rubric.Market && r.county == marketCounty:
		return w.today.AddYears(-2)
	case r.habit == fresh:
		return w.window.days[w.window.newYear+int(float64(passed)*(0.1+0.6*w.rng.Float64()))]
	default:
		return w.today.AddDays(-380 - w.rng.IntN(700))
	}
}
