package service_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// copyOf is the copy of an account as the text that goes out.
func (w *world) copyOf(a service.Actor, full bool) (service.MyData, string) {
	w.Helper()
	w.clock.add(time.Minute)
	d, err := w.CopyMyData(w.Context(), a, full)
	check(w, err)
	text, err := json.Marshal(d)
	check(w, err)
	return d, string(text)
}

func (w *world) holds(text string, want bool, parts ...string) {
	w.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) != want {
			w.Errorf("%q: want %v in %s", part, want, text)
		}
	}
}

func TestACopyHoldsEverything(t *testing.T) { onEachEngine(t, copyHoldsEverything) }

func copyHoldsEverything(t *testing.T, w *world) {
	tm := w.team()
	s := w.story(tm, "seeker")
	other := w.story(tm, "neighbour")
	d, masked := w.copyOf(s.Actor, false)
	for i, name := range []string{"account", "roles", "sessions", "people", "registrations", "placements", "phone_views"} {
		section := d.Sections[i]
		if n := len(section.Items); section.Name != name || section.Title == "" || section.More || n != map[string]int{"roles": 0}[name] && n != 1 {
			t.Errorf("section %d is %s with %d items", i, section.Name, n)
		}
	}
	w.holds(masked, true, s.Actor.Account.ID, d.Watermark, "求**", "990000********", "disabled", "电焊", "保洁", "恒兴鞋业有限公司", "我没有去", tm.site.Name)
	w.holds(masked, false, s.who.Name, s.who.Phone, s.who.IDNumber, s.Token, s.Session.ID, "seeker\"", other.who.Phone, other.registration.ID, other.placement.ID)
	_, full := w.copyOf(s.Actor, true)
	w.holds(full, true, s.who.Name, s.who.Phone, s.who.IDNumber)
	w.holds(full, false, s.Token, s.Session.ID, other.who.Name, other.who.Phone, other.who.IDNumber)

	if !strings.Contains(d.Watermark, s.Actor.Account.ID) || !strings.Contains(d.Watermark, "2026-07-15") {
		t.Errorf("watermark %q", d.Watermark)
	}
	_, err := w.DeleteMe(t.Context(), s.Actor, deleted)
	check(t, err)
	_, err = w.CopyMyData(t.Context(), s.Actor, true)
	refused(t, err, "not_found")
	back, text := w.copyOf(w.login("seeker").Actor, true)
	w.holds(text, false, s.who.Name, s.registration.ID, s.placement.ID)
	if len(back.Sections[2].Items) != 1 || len(back.Sections[3].Items) != 0 {
		t.Errorf("a new account's copy: %+v", back)
	}
}

// Whoever typed somebody's name and phone first learns nothing of what that person
// later tells at a counter; and neither does one who typed it later.
func TestATypedNameGivesNothingAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	first, late := w.login("first").Actor, w.login("late").Actor
	victim := w.somebody()
	typed := registration(tm.site, victim)
	mine, _, err := w.RegisterMe(t.Context(), first, typed)
	check(t, err)

	told := registration(tm.site, victim) // the same record of the same month
	told.Person.IDNumber = idNumber(7)
	told.Profile = service.Profile{Groups: []string{"low_income"}, Residence: "丰泽街道"}
	v, created, err := w.Register(t.Context(), tm.staff, told)
	if err != nil || created || v.ID != mine.ID || v.Profile.Residence != "丰泽街道" {
		t.Fatalf("at the counter: %v, %+v, %v", created, v, err)
	}
	moved := told // with a document known by it, under a new number, at another site
	other := w.team()
	moved.SiteID, moved.Person.Phone, moved.EmploymentStatus = other.site.ID, "13900000009", "灵活就业"
	if v, _, err = w.Register(t.Context(), other.staff, moved); err != nil || v.PersonID != mine.PersonID {
		t.Fatalf("elsewhere: %+v, %v", v, err)
	}
	_, _, err = w.RegisterMe(t.Context(), late, typed)
	check(t, err)

	for _, a := range []service.Actor{first, late} {
		for _, full := range []bool{false, true} {
			_, text := w.copyOf(a, full)
			w.holds(text, false, "13900000009", "139****0009", idNumber(7), "990000********", "low_income", "丰泽街道", "灵活就业")
		}
		list, err := w.MyRegistrations(t.Context(), a, service.Page{Limit: 10})
		check(t, err)
		text, err := json.Marshal(list)
		check(t, err)
		w.holds(string(text), false, "13900000009", idNumber(7), "low_income", "丰泽街道", "灵活就业")
	}
	again, _, err := w.RegisterMe(t.Context(), first, typed)
	if err != nil || !again.Profile.Empty() || again.EmploymentStatus != "" || again.Person.Phone != victim.Phone || !again.Person.Identity.IsZero() {
		t.Errorf("sent again: %+v, %v", again, err)
	}
}

func TestCopiesAreLimited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.login("seeker").Actor
	for range 10 {
		_, err := w.CopyMyData(t.Context(), a, false)
		check(t, err)
	}
	_, err := w.CopyMyData(t.Context(), a, false)
	refused(t, err, "too_many_requests")
}
