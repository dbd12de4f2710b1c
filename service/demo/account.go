package demo

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// consent is the version of the privacy notice that everybody agreed to.
var consent = service.NoticeInForce.Version

// appoint makes the supervisors' accounts and the seeker's of the tour. They
// are older than any site.
func (w *world) appoint() {
	since := w.today.AddYears(-4)
	w.grant(AdminLogin, "系统管理员（示例）", service.Admin, service.All, since)
	w.grant(CityLogin, "市级主管（示例）", service.City, service.All, since)
	for _, county := range slices.Sorted(maps.Keys(service.Counties)) {
		w.grant(supervisor(county), service.Counties[county]+"主管（示例）", service.County, county, since)
	}
	w.account(SeekerLogin, seekerName+"（示例）", w.window.days[0].AddDays(-1).Start())
}

// supervisor is the account that supervises a county.
func supervisor(county string) string {
	if county == marketCounty {
		return CountyLogin
	}
	return "example-county-" + county
}

// staff makes the accounts of a site: a manager, then others.
func (w *world) staff(p *place) {
	ids := []string{ManagerLogin, StaffLogin, Staff2Login}
	if p.site.ID != Market {
		ids = ids[:0]
		for i := range p.row.members {
			ids = append(ids, fmt.Sprintf("example-%s-%d", strings.TrimPrefix(p.site.ID, "demo-"), i+1))
		}
	}
	for i, id := range ids {
		role := service.Staff
		if i == 0 {
			role = service.Manager
		}
		name, _ := w.name()
		w.grant(id, name+"（示例）", role, p.site.ID, p.site.OpenedOn)
	}
	p.members = ids
}

func (w *world) grant(id, name string, role service.Role, scope string, since calendar.Date) {
	at := since.AddDays(-1).Start().Add(9 * time.Hour) // the day before the work begins
	w.account(id, name, at)
	w.data.Grants = append(w.data.Grants, service.Grant{
		ID: newID(w.rng, at), Rev: 1, AccountID: id, Role: role, Scope: scope, Since: since,
	})
}

func (w *world) account(id, name string, at time.Time) {
	w.data.Accounts = append(w.data.Accounts, service.Account{
		ID: id, Rev: 1, OpenID: id, Name: name,
		Consent: service.Consent{Version: consent, At: at}, CreatedAt: at,
	})
}
