package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// recruitment is one station's year as seekers, staff and employers live it.
type recruitment struct {
	*year
	scene string
	month int
	day   string // today
}

// seeker is somebody who scanned the station's code.
type seeker struct {
	openID, token, person string
}

// TestAYearOfRecruitment goes from the scan of the station's code to stable work,
// month by month, and looks at what each step does to the form.
func TestAYearOfRecruitment(t *testing.T) {
	environ := settings(t.TempDir(), "CLOCK_OFFSET="+time.Until(dayOf(1)).String())
	y := &recruitment{year: begin(t, environ)}
	y.enter(1)
	_, y.scene = y.code(y.ann, y.site)
	for month := 1; month <= 11; month++ {
		y.enter(month)
		y.employers()
		people := y.placed()
		y.services(people)
	}
	y.settled()
}

func dayOf(month int) time.Time {
	return time.Date(2026, time.Month(month), 6, 10, 0, 0, 0, today.Location())
}

// enter moves everybody to a month: the server starts again, and all log in.
func (y *recruitment) enter(month int) {
	y.t.Helper()
	y.month, y.day = month, dayOf(month).Format(time.DateOnly)
	y.later(time.Until(dayOf(month)) - time.Until(today))
	y.manager, y.ann, y.bob = y.login("boss"), y.login("ann"), y.login("bob")
	y.county, y.city = y.login("fengze"), y.login("demo-city")
}

// form is the station's sheet.
func (y *recruitment) form() (p progress) {
	y.t.Helper()
	y.call("GET", "/v1/sites/"+y.site+"/progress", y.ann, nil, &p)
	return p
}

// evidence is how many entries of a type speak for an item.
func (y *recruitment) evidenceOf(no int, kind string) float64 {
	y.t.Helper()
	types, _ := y.form().Items[no-1].Facts["types"].(map[string]any)
	n, _ := types[kind].(float64)
	return n
}

// feeds checks that an act enters one entry of a type for an item, by itself.
func (y *recruitment) feeds(no int, kind string, act func()) {
	y.t.Helper()
	before := y.evidenceOf(no, kind)
	act()
	after := y.evidenceOf(no, kind)
	for range 100 { // a push is over a moment before its entry is there
		if after != before {
			break
		}
		time.Sleep(100 * time.Millisecond)
		after = y.evidenceOf(no, kind)
	}
	if after != before+1 {
		y.t.Errorf("%s, item %d: %v entries before and %v after", kind, no, before, after)
	}
}

// employers publish; a colleague confirms.
func (y *recruitment) employers() {
	y.t.Helper()
	y.confirm("posting", y.publish(y.month, y.day)...)
	y.refuses(map[string]any{"description": "只要男性，女生勿扰"})
}

// refuses publishes what the law forbids: it is kept, seen by nobody, counted nowhere.
func (y *recruitment) refuses(change map[string]any) {
	y.t.Helper()
	before := fmt.Sprint(y.form().Items[3].Facts)
	body := map[string]any{"site_id": y.site, "enterprise_id": y.firm("某某公司"), "title": fmt.Sprint("门卫", y.month), "headcount": 1,
		"description": "看门", "conditions": "能值夜班", "place": "东海街道", "pay": map[string]any{"min": 18000, "unit": "day"}, "kind": "temporary", "valid_until": "2026-12-31"}
	for k, v := range change {
		body[k] = v
	}
	var made struct {
		ID              string
		Counted, Public bool
		Review          struct {
			Verdict  string
			Findings []struct{ Category, Clause, Suggestion string }
		}
	}
	y.call("POST", "/v1/postings", y.ann, body, &made)
	if made.Counted || made.Public || made.Review.Verdict != "block" || len(made.Review.Findings) == 0 || made.Review.Findings[0].Clause == "" {
		y.t.Errorf("a forbidden posting: %+v", made)
	}
	y.refused("GET", "/v1/jobs/"+made.ID, "", nil, "not_found")
	if after := fmt.Sprint(y.form().Items[3].Facts); after != before {
		y.t.Errorf("item 4 was %s and is %s", before, after)
	}
}

func (y *recruitment) firm(name string) string {
	return y.post("/v1/enterprises", y.ann, map[string]any{"name": name, "kind": "company"})
}

func (y *recruitment) confirm(kind string, ids ...string) {
	y.t.Helper()
	for part := range slices.Chunk(ids, 100) {
		var refs []map[string]string
		for _, id := range part {
			refs = append(refs, map[string]string{"kind": kind, "id": id})
		}
		var out struct{ Results []struct{ Status int } }
		y.call("POST", "/v1/confirmations", y.bob, map[string]any{"records": refs}, &out)
		for i, r := range out.Results {
			if r.Status != 200 {
				y.t.Fatalf("confirming %v: %d", refs[i], r.Status)
			}
		}
	}
}

// placed brings five seekers of the month from the scan to work, the first of them to
// a fixed post with a contract.
func (y *recruitment) placed() (people []seeker) {
	y.t.Helper()
	for i := range 5 {
		me, registration := y.scan(i)
		people = append(people, me)
		y.confirm("registration", registration)
		job := y.choose(me)
		application := y.apply(me, job)
		placement := y.hire(application, i)
		y.confirm("placement", placement)
		y.chain(placement)
	}
	return people
}

// scan is a seeker's first minute: the code, the jobs, one short form.
func (y *recruitment) scan(i int) (me seeker, registration string) {
	y.t.Helper()
	me.openID = fmt.Sprintf("seeker-%d-%d", y.month, i)
	var code struct{ Code string }
	y.call("POST", "/sim/codes", "", map[string]any{"openid": me.openID}, &code)
	var login struct {
		Token string
		Site  struct{ ID string }
	}
	y.call("POST", "/v1/auth/wechat", "", map[string]any{"code": code.Code, "scene": y.scene}, &login)
	me.token = login.Token
	var jobs struct{ Items []struct{ ID string } }
	y.call("GET", "/v1/jobs", "", nil, &jobs) // before he has said anything of himself
	if login.Site.ID != y.site || len(jobs.Items) == 0 {
		y.t.Fatalf("scanned: %+v, %d jobs", login.Site, len(jobs.Items))
	}
	body := registrationOf(y.month*10 + i)
	body["scene"] = y.scene
	var made struct {
		ID       string
		PersonID string `json:"person_id"`
		Source   string
		Complete bool
	}
	y.call("POST", "/v1/me/registrations", me.token, body, &made)
	if made.Source != "scan" || !made.Complete {
		y.t.Errorf("registered: %+v", made)
	}
	me.person = made.PersonID
	return me, made.ID
}

func registrationOf(n int) map[string]any {
	body := registration(n)
	delete(body, "site_id")
	body["name"] = "求职" + string([]rune("甲乙丙丁戊己庚辛壬癸")[n%10])
	body["profile"] = map[string]any{"skills": []string{"设备看管"}, "wants_training": true, "wants_startup": n%2 == 0, "groups": []string{"unemployed"}}
	return body
}

// choose is the first of the jobs that fit, with a reason.
func (y *recruitment) choose(me seeker) (job string) {
	y.t.Helper()
	var fit struct {
		Items []struct {
			ID    string
			Match struct{ For []string }
		}
	}
	y.call("GET", "/v1/me/jobs?limit=5", me.token, nil, &fit)
	if len(fit.Items) == 0 || len(fit.Items[0].Match.For) == 0 {
		y.t.Fatalf("jobs that fit: %+v", fit.Items)
	}
	return fit.Items[0].ID
}

// apply is the seeker's application, the referral, and the employer's answer by link.
func (y *recruitment) apply(me seeker, job string) (application string) {
	y.t.Helper()
	application = y.post("/v1/me/applications", me.token, map[string]any{"posting_id": job})
	y.post("/v1/applications", y.ann, map[string]any{"person_id": me.person, "posting_id": job})
	var link struct{ Code, Path string }
	y.call("POST", "/v1/applications/"+application+"/employer-link", y.ann, nil, &link)
	var asked struct {
		Name        string
		PhoneShared bool `json:"phone_shared"`
	}
	y.call("POST", "/v1/application-links/open", "", map[string]any{"code": link.Code}, &asked)
	if !asked.PhoneShared || !strings.Contains(asked.Name, "*") {
		y.t.Errorf("the employer is told %+v", asked)
	}
	var phone struct{ Phone string }
	y.call("POST", "/v1/application-links/phone", "", map[string]any{"code": link.Code}, &phone)
	var seen struct{ Items []struct{ By, At string } }
	y.call("GET", "/v1/me/views", me.token, nil, &seen)
	if len(phone.Phone) != 11 || len(seen.Items) != 1 {
		y.t.Errorf("the employer saw %q, the seeker sees %+v", phone.Phone, seen.Items)
	}
	y.call("POST", "/v1/application-links/answer", "", map[string]any{"code": link.Code, "outcome": "hired", "started_on": y.day}, nil)
	y.refused("POST", "/v1/application-links/open", "", map[string]any{"code": link.Code}, "link_invalid")
	return application
}

// hire makes the placement of the answer in one tap.
func (y *recruitment) hire(application string, i int) (placement string) {
	y.t.Helper()
	body := map[string]any{"kind": "casual", "started_on": y.day}
	if i == 0 {
		body["kind"], body["evidence_ids"] = "stable", []string{y.photo(y.ann)}
	}
	placement = y.post("/v1/applications/"+application+"/placement", y.ann, body)
	y.refused("POST", "/v1/placements/"+placement+"/confirm", y.ann, nil, "own_record")
	return placement
}

// chain is what a supervisor reads of a placement.
func (y *recruitment) chain(placement string) {
	y.t.Helper()
	var chain struct{ Steps []struct{ Step, By string } }
	y.call("GET", "/v1/placements/"+placement+"/chain", y.county, nil, &chain)
	var steps []string
	for _, s := range chain.Steps {
		steps = append(steps, s.Step+" "+s.By)
	}
	want := []string{"registered seeker", "applied seeker", "referred staff", "linked staff", "answered employer", "placed staff", "confirmed staff"}
	if !slices.Equal(steps, want) {
		y.t.Errorf("the chain is %q, want %q", steps, want)
	}
}
