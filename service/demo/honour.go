package demo

import (
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/rubric"
)

// award is an honour of a site, so many days ago. Market has none: its total is
// what the tour shows.
type award struct {
	site    string
	level   rubric.Level
	title   string
	ago     int
	pending bool // the supervisor has not come to it yet
}

// awards of the last twelve months, in which all these sites were open.
var awards = []award{
	{"demo-350502-1", rubric.Provincial, "零工市场规范化建设案例（示例）", 160, false},
	{"demo-350502-1", rubric.County, "公共就业服务先进集体（示例）", 320, false},
	{"demo-350503-2", rubric.City, "零工驿站创建先进站点（示例）", 210, false},
	{"demo-350503-3", rubric.County, "街道就业服务宣传报道（示例）", 40, true},
	{"demo-350581-2", rubric.County, "优秀零工驿站（示例）", 280, false},
	{"demo-350582-1", rubric.City, "就业服务品牌宣传报道（示例）", 120, false},
	{"demo-350526-2", rubric.County, "就业服务进园区宣传报道（示例）", 95, false},
}

// award gives the honours: those above, and to the first two sites that are old
// enough one each that is just too old to count.
func (w *world) award() {
	for _, a := range awards {
		w.honour(w.placeOf(a.site), a, w.today.AddDays(-a.ago))
	}
	past := w.today.AddYears(-2).AddDays(-20)
	old := []award{{level: rubric.City, title: "零工市场建设示范点（示例）"}, {level: rubric.Provincial, title: "就业创业服务宣传报道（示例）"}}
	for _, p := range w.places {
		if len(old) > 0 && p.site.OpenedOn.AddDays(30).Before(past) {
			w.honour(p, old[0], past)
			old = old[1:]
		}
	}
}

// honour is entered some days after the award, with its certificate, and confirmed
// by the county's supervisor.
func (w *world) honour(p *place, a award, on calendar.Date) {
	at := w.clock(on.AddDays(5))
	h := service.Honour{
		SiteID: p.site.ID, County: p.site.County, Level: a.level, Title: a.title, TitleKey: identity.CompanyKey(a.title),
		Issuer: issuers[a.level], Awarded: on, ID: newID(w.rng, at), Rev: 1,
		Trail: service.Trail{
			Status: service.Recorded, Source: service.FromStaff, Example: true,
			RecordedBy: w.recorder(event{place: p, source: service.FromStaff}), RecordedAt: at,
		},
	}
	h.EvidenceIDs = []string{w.show(p, certificate, h.Trail)}
	if !a.pending {
		h.Status, h.ConfirmedBy, h.ConfirmedAt = service.Confirmed, p.county, at.Add(75*time.Hour)
	}
	w.data.Honours = append(w.data.Honours, h)
}

var issuers = map[rubric.Level]string{
	rubric.County: "示例县级主管部门", rubric.City: "示例市级主管部门", rubric.Provincial: "示例省级主管部门",
}

// placeOf is the place with a site's id, which there must be.
func (w *world) placeOf(site string) *place {
	for _, p := range w.places {
		if p.site.ID == site {
			return p
		}
	}
	panic("demo: no site " + site)
}
