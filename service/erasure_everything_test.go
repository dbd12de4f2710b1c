package service_test

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store"
)

// word stands in everything that a life says of its person.
const word = "芝麻"

// life is a seeker who leaves a trace in every collection that can hold one.
type life struct {
	service.Login
	*agency
	county  service.Actor
	course  service.CourseView // has a seat
	guided  service.GuidanceView
	helped  service.MyHelpRequest
	report  service.MyRightsReport
	closed  service.MyRightsReport
	started service.PlacementView
}

// lives has somebody do and suffer everything. He is known to nobody but through his
// account.
func (w *world) lives(t *testing.T) *life {
	t.Helper()
	ctx := t.Context()
	l := &life{agency: newAgency(w), county: w.hold("fengze", service.County, "350503")}
	tm := l.team
	l.Login = w.login("openid of " + word)
	in := registration(l.site, service.PersonInput{Name: "欧阳" + word, Phone: "13877770001", IDNumber: idNumber(88)})
	in.EmploymentStatus, in.Intent = word+"失业", service.Intent{Occupations: []string{word + "工"}, Area: word + "街道"}
	in.Profile = service.Profile{Residence: word + "社区", Skills: []string{word}}
	r, _, err := w.RegisterMe(ctx, l.Actor, in)
	check(t, err)
	l.seeker, l.person = l.Actor, r.Person

	n, _, err := w.ApplyMe(ctx, l.Actor, service.ApplyInput{PostingID: l.posting.ID, Note: word})
	check(t, err)
	l.refer()
	_, err = w.PhoneByLink(ctx, l.link(n.ID))
	check(t, err)
	_, err = w.RevealPerson(ctx, tm.staff, r.PersonID, service.RevealInput{Reason: "联系" + word})
	check(t, err)
	l.started, _, err = w.Place(ctx, tm.staff, service.PlacementInput{SiteID: l.site.ID, PersonID: r.PersonID, EmployerName: "恒兴鞋业有限公司",
		Kind: service.Casual, StartedOn: day(2026, 7, 1)})
	check(t, err)
	_, err = w.DenyMyPlacement(ctx, l.Actor, l.started.ID, word+"没有去")
	check(t, err)
	_, err = w.ConfirmMyPlacement(ctx, l.Actor, l.started.ID)
	check(t, err)
	for _, note := range []string{word, word + "还在"} {
		_, _, err = w.KeepFollowUp(ctx, tm.staff, l.started.ID, service.FollowUpInput{Day: 7, Outcome: service.StillWorking, Note: note})
		check(t, err)
	}
	sample := w.draw(tm, service.RegistrationRecord, 50, "")
	_, err = w.RevealPhone(ctx, w.city, sample.ID, r.ID, "核实"+word)
	check(t, err)
	_, err = w.KeepResult(ctx, w.city, sample.ID, service.ResultInput{RecordID: r.ID, Result: service.FoundTrue, Note: word + "属实"})
	check(t, err)
	l.counselled(t, r.PersonID)
	l.learns(t)

	w.consents(l.Actor, 2)
	w.push(tm, w.notice(tm))
	w.deliver()
	w.paints()
	w.scanned("openid of "+word, w.scene(l.site))
	w.sweep()
	return l
}

// counselled has him talk with the site, ask it for a service, and complain.
func (l *life) counselled(t *testing.T, person string) {
	t.Helper()
	ctx, staff := t.Context(), l.staff
	in := service.GuidanceInput{SiteID: l.site.ID, PersonID: person, Topics: []string{word}, Advice: word + "先考证", NextStep: word}
	var err error
	l.guided, err = l.Guide(ctx, staff, in)
	check(t, err)
	void, err := l.Guide(ctx, staff, in)
	check(t, err)
	_, err = l.VoidGuidance(ctx, staff, void.ID, word+"录入有误")
	check(t, err)
	l.helped, err = l.AskHelp(ctx, l.seeker, service.HelpInput{SiteID: l.site.ID, Type: "startup_loan", Text: word + "想开小店"})
	check(t, err)
	_, err = l.AnswerHelp(ctx, staff, l.helped.ID, word+"请来站里")
	check(t, err)
	done, err := l.AskHelp(ctx, staff, service.HelpInput{SiteID: l.site.ID, PersonID: person, Type: "policy_advice", Text: word})
	check(t, err)
	_, err = l.CloseHelp(ctx, l.mate, done.ID, service.HelpDone, word+"已答复")
	check(t, err)

	wrong := service.RightsReportInput{SiteID: l.site.ID, Kind: service.FeeOrDeposit, Employer: word + "餐馆", Text: word + "说要先交押金", Phone: "13877770001"}
	l.report, err = l.ReportWrong(ctx, l.seeker, wrong)
	check(t, err)
	_, err = l.RevealReporter(ctx, l.county, l.report.ID, "核实"+word)
	check(t, err)
	wrong.Anonymous = true
	l.closed, err = l.ReportWrong(ctx, l.seeker, wrong)
	check(t, err)
	for range 2 {
		_, err = l.AnswerReport(ctx, staff, l.closed.ID, word+"已联系")
		check(t, err)
		_, err = l.CloseReport(ctx, staff, l.closed.ID, service.Resolved, word+"已退还")
		check(t, err)
		if _, err = l.ReopenReport(ctx, l.seeker, l.closed.ID, word+"没有退"); err != nil {
			refused(t, err, "report_reopened")
		}
	}
}

// learns has him take a seat, wait for another, and get none.
func (l *life) learns(t *testing.T) {
	t.Helper()
	l.course = l.world.course(l.team, 1, waiting(1))
	l.signUp(l.seeker, l.course.ID)
	full, none := l.world.course(l.team, 1, waiting(1)), l.world.course(l.team, 1)
	for _, c := range []service.CourseView{full, none} {
		l.signUp(l.learner(l.team), c.ID)
	}
	l.signUp(l.seeker, full.ID)
	_, err := l.SignUpFor(t.Context(), l.seeker, none.ID, "")
	refused(t, err, "course_full")
}

// spy opens what is sealed and keeps what it has read.
type spy struct {
	store.Sealer
	read map[string]string // by row and field
}

func (s spy) Open(ciphertext []byte, row, field string) (string, error) {
	text, err := s.Sealer.Open(ciphertext, row, field)
	s.read[row+" "+field] = text
	return text, err
}

func (spy) Current([]byte) bool { return false } // so that everything is opened

// traces are where a text stands in the database, in clear or sealed: every document of
// every collection is read.
func (w *world) traces(text string) (where []string) {
	w.Helper()
	ctx := context.Background()
	for _, c := range store.Collections {
		docs := reflect.New(reflect.SliceOf(reflect.TypeOf(c.Doc)))
		check(w, w.engine.Find(ctx, c.Name, store.Query{}, docs.Interface()))
		for i := range docs.Elem().Len() {
			raw, err := json.Marshal(docs.Elem().Index(i).Interface())
			check(w, err)
			var doc any
			check(w, json.Unmarshal(raw, &doc))
			where = append(where, tracesIn(doc, c.Name, text)...)
		}
	}
	s := spy{w.keys, map[string]string{}}
	_, err := store.New(w.engine, s).Reseal(ctx)
	check(w, err)
	if len(s.read) < 20 {
		w.Errorf("only %d sealed fields were read", len(s.read))
	}
	for field, plain := range s.read {
		if strings.Contains(plain, text) {
			where = append(where, "sealed "+field)
		}
	}
	slices.Sort(where)
	return slices.Compact(where)
}

func tracesIn(v any, path, text string) (where []string) {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, text) {
			return []string{path}
		}
	case []any:
		for _, e := range v {
			where = append(where, tracesIn(e, path, text)...)
		}
	case map[string]any:
		for name, e := range v {
			where = append(where, tracesIn(e, path+" "+name, text)...)
		}
	}
	return where
}

// nobodys is where the id of an account that is gone may stand, as the name of nobody:
// who recorded or said what counts, and which messages were counted (ADR 0017).
var nobodys = []string{
	"activities trail recorded_by", "activities trail voided_by", "registrations trail recorded_by",
	"placements trail confirmed_by", "placements words by",
	"deliveries _id", "deliveries account_id", "erasures _id",
}

// ledger is what a site's service ledger says.
func (l *life) ledger() string {
	l.Helper()
	list, err := l.Activities(context.Background(), l.mate, service.RecordFilter{SiteID: l.site.ID, Page: service.Page{Limit: 100}})
	check(l, err)
	out := ""
	for _, v := range list {
		out += fmt.Sprintln(v.ClientID, v.Type, v.Status, v.HeldOn)
	}
	return out
}

func TestAnErasureLeavesNoTrace(t *testing.T) { onEachEngine(t, erasureLeavesNoTrace) }

func erasureLeavesNoTrace(t *testing.T, w *world) {
	l := w.lives(t)
	id := l.Actor.Account.ID
	texts := []string{word, "13877770001", idNumber(88)}
	if n := len(w.traces(word)); n < 25 { // or else the search finds nothing
		t.Fatalf("the life leaves %d traces only: %q", n, w.traces(word))
	}
	l.copied(t)
	figures, ledger := w.figures(l.site), l.ledger()

	_, err := w.DeleteMe(t.Context(), l.Actor, deleted)
	check(t, err)
	look := func(when string) {
		t.Helper()
		for _, text := range texts {
			if where := w.traces(text); len(where) > 0 {
				t.Errorf("%s %q stands in %q", when, text, where)
			}
		}
		for _, where := range w.traces(id) {
			if !slices.Contains(nobodys, where) {
				t.Errorf("%s the account stands in %s", when, where)
			}
		}
	}
	look("at once")
	w.clock.add(3 * time.Minute)
	w.sweep() // whatever was under way
	look("later")
	if got := l.ledger(); got != ledger {
		t.Errorf("the ledger says\n%s\nand said\n%s", got, ledger)
	}
	if after := w.figures(l.site); !reflect.DeepEqual(after, figures) {
		t.Errorf("counted %+v, before %+v", after, figures)
	}
	w.rebuildChangesNothing(l.site)
	l.afterwards(t)
}

// copied checks that the copy of a life has something under each heading.
func (l *life) copied(t *testing.T) {
	t.Helper()
	d, masked := l.copyOf(l.Actor, false)
	want := map[string]int{"roles": 0, "sessions": 2, "scans": 0, "phone_views": 1, "applications": 1, "contact_views": 2, "follow_ups": 1, "guidance": 2,
		"help_requests": 2, "rights_reports": 2, "sign_ups": 3, "subscriptions": 1, "deliveries": 1}
	for _, s := range d.Sections {
		n, known := want[s.Name]
		if !known {
			n = 1
		}
		if len(s.Items) != n || (s.Note != "") != (s.Name == "scans") {
			t.Errorf("%s has %d items, want %d: %+v", s.Name, len(s.Items), n, s)
		}
		delete(want, s.Name)
	}
	if len(want) > 0 {
		t.Errorf("no section %v", want)
	}
	l.holds(masked, true, word+"先考证", word+"想开小店", word+"请来站里", word+"说要先交押金", word+"餐馆", word+"已退还", "核实"+word, "低压电工培训", "138****0001", "still_working")
	l.holds(masked, false, "13877770001", word+"还在", word+"已答复", l.staff.Account.ID)
	_, full := l.copyOf(l.Actor, true)
	l.holds(full, true, `"phone":"13877770001"`)
}

// afterwards checks that cases go on without him, and that his seat is free.
func (l *life) afterwards(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	for _, id := range []string{l.report.ID, l.closed.ID} {
		v, err := l.RightsReport(ctx, l.county, id)
		if err != nil || v.AccountID != "" || v.Text != "（个人信息已删除）" || v.Phone != "" || v.Kind != service.FeeOrDeposit || v.Steps[0].By != "" || v.May.Reveal {
			t.Errorf("a report: %+v, %v", v, err)
		}
	}
	if v, err := l.RightsReport(ctx, l.staff, l.report.ID); err != nil || v.DueAt.IsZero() || !v.May.Answer {
		t.Errorf("the open one has no clock: %+v, %v", v, err)
	}
	if _, err := l.AnswerReport(ctx, l.staff, l.report.ID, "已核实"); err != nil {
		t.Errorf("answered: %v", err)
	}
	if v, err := l.HelpRequest(ctx, l.staff, l.helped.ID); err != nil || v.State != service.HelpClosed || v.By != "" || v.TakenBy == "" ||
		v.Steps[len(v.Steps)-1].Result != service.HelpWithdrawn || v.Person.Name != "" {
		t.Errorf("the service request: %+v, %v", v, err)
	}
	if v, err := l.GuidanceByID(ctx, l.staff, l.guided.ID); err != nil || !v.Erased || len(v.Topics) > 0 || v.HeldOn != l.guided.HeldOn {
		t.Errorf("the talk: %+v, %v", v, err)
	}
	if got := l.states(l.team, l.course.ID); got != "map[vacated:1]" {
		t.Errorf("the course has %s", got)
	}
	if v, err := l.SignUpFor(ctx, l.learner(l.team), l.course.ID, ""); err != nil || v.Place.State != service.PlaceAccepted {
		t.Errorf("the seat is not free: %+v, %v", v, err)
	}
}

// Who comes back sees nothing of before, is named in nothing of before, and counts no
// second time.
func TestWhoComesBackAfterAnErasure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	l := w.lives(t)
	_, err := w.DeleteMe(t.Context(), l.Actor, deleted)
	check(t, err)
	entries := len(w.entries(l.team, "training_sign_up"))
	back := w.login("openid of " + word)
	r, _, err := w.RegisterMe(t.Context(), back.Actor, registration(l.site, service.PersonInput{Name: "欧阳" + word, Phone: "13877770001"}))
	check(t, err)
	if r.PersonID != l.person.ID {
		t.Fatalf("somebody else came back: %+v", r.Person)
	}
	p := service.Page{Limit: 9}
	talks, err := w.MyGuidance(t.Context(), back.Actor, p)
	check(t, err)
	requests, err := w.MyHelpRequests(t.Context(), back.Actor, p)
	check(t, err)
	signUps, err := w.MySignUps(t.Context(), back.Actor, p)
	check(t, err)
	reports, err := w.MyReports(t.Context(), back.Actor, p)
	check(t, err)
	if n := len(talks) + len(requests) + len(signUps) + len(reports); n > 0 {
		t.Errorf("sees %+v %+v %+v %+v", talks, requests, signUps, reports)
	}
	if v, err := w.GuidanceByID(t.Context(), l.staff, l.guided.ID); err != nil || v.Person.Name != "" {
		t.Errorf("named in %+v, %v", v, err)
	}
	list, err := w.SignUps(t.Context(), l.staff, l.course.ID)
	check(t, err)
	for _, v := range list {
		if v.Person.ID == r.PersonID && v.Person.Name != "" {
			t.Errorf("named in %+v", v)
		}
	}
	_, err = w.WithdrawHelp(t.Context(), back.Actor, l.helped.ID)
	refused(t, err, "not_found")
	again := w.signUp(back.Actor, l.course.ID)
	if n := len(w.entries(l.team, "training_sign_up")); again.Place.State != service.PlaceAccepted || n != entries {
		t.Errorf("signed up again: %+v, %d entries, before %d", again.Place, n, entries)
	}
	w.rebuildChangesNothing(l.site)
}

// Whoever waits for the seat of somebody who is erased gets it at once; and a course
// that is cancelled takes back the entry of him who is gone, too.
func TestAnErasedSeatGoesOn(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	c := w.course(tm, 1, waiting(1))
	gone, waits := w.learner(tm), w.learner(tm)
	w.signUp(gone, c.ID)
	w.signUp(waits, c.ID)
	_, err := w.DeleteMe(t.Context(), gone, deleted)
	check(t, err)
	if got := w.states(tm, c.ID); got != "map[accepted:1 vacated:1]" || len(w.entries(tm, "training_sign_up")) != 2 {
		t.Errorf("the course has %s, %+v", got, w.entries(tm, "training_sign_up"))
	}
	_, err = w.CancelCourse(t.Context(), tm.staff, c.ID, "教师生病")
	check(t, err)
	if left := w.entries(tm, "training_sign_up"); len(left) > 0 {
		t.Errorf("entries: %+v", left)
	}
	w.rebuildChangesNothing(tm.site)
}

// Of somebody whom staff know, too, only what the account itself asked goes.
func TestADeletedAccountLeavesTheCounter(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	who, seeker := w.somebody(), w.login("seeker").Actor
	r, _, err := w.RegisterMe(t.Context(), seeker, registration(tm.site, who))
	check(t, err)
	other := w.team()
	w.register(other.staff, other.site, who)
	asked, err := w.AskHelp(t.Context(), seeker, service.HelpInput{SiteID: tm.site.ID, Type: "startup_loan", Text: "想开小店"})
	check(t, err)
	filed, err := w.AskHelp(t.Context(), tm.staff, service.HelpInput{SiteID: tm.site.ID, PersonID: r.PersonID, Type: "policy_advice", Text: "社保补贴"})
	check(t, err)
	talked, err := w.Guide(t.Context(), tm.staff, talk(tm.site, r.PersonID))
	check(t, err)
	c := w.course(tm, 1)
	w.signUp(seeker, c.ID)
	_, text := w.copyOf(seeker, true)
	w.holds(text, true, "想开小店", talked.ID, filed.ID)
	w.holds(text, false, "先考电工证", "社保补贴") // whoever typed a name first learns nothing of the counter
	_, err = w.DeleteMe(t.Context(), seeker, deleted)
	check(t, err)
	if v, err := w.HelpRequest(t.Context(), tm.staff, asked.ID); err != nil || strings.Contains(v.Text, "小店") || v.By != "" || v.State != service.HelpClosed {
		t.Errorf("asked: %+v, %v", v, err)
	}
	if v, err := w.HelpRequest(t.Context(), tm.staff, filed.ID); err != nil || v.Text != "社保补贴" || v.State != service.HelpOpen || v.Person.Name != who.Name {
		t.Errorf("filed: %+v, %v", v, err)
	}
	if v, err := w.GuidanceByID(t.Context(), tm.staff, talked.ID); err != nil || v.Erased || v.Advice != "先考电工证，再应聘维修岗位" {
		t.Errorf("talked: %+v, %v", v, err)
	}
	list, err := w.SignUps(t.Context(), tm.staff, c.ID)
	if err != nil || len(list) != 1 || list[0].By != "" || list[0].State != service.PlaceAccepted || list[0].Person.Name != who.Name {
		t.Errorf("signed up: %+v, %v", list, err)
	}
}
