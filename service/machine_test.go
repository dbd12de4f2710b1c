package service_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// TestCountersFollowTheRecords has several members write at random and compares
// every figure with a clerk's book after each step.
func TestCountersFollowTheRecords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m := newMachine(rt, newWorld(t))
		rt.Repeat(map[string]func(*rapid.T){
			"":         m.compare,
			"register": m.register,
			"place":    m.place,
			"confirm":  m.confirm,
			"void":     m.void,
			"restore":  m.restore,
			"rebuild":  m.rebuild,
		})
	})
}

// machine is one site, whose own members write, and its book.
type machine struct {
	*world
	team
	book
	people  []service.RegistrationView // known already, so that several acts meet the same person
	members map[string]service.Actor
}

func newMachine(t *rapid.T, w *world) *machine {
	elsewhere := w.team(opened(day(2026, 7, 1)))
	var people []service.RegistrationView
	for range 4 {
		people = append(people, w.register(elsewhere.staff, elsewhere.site, w.somebody()))
	}
	kind := rapid.SampledFrom([]rubric.SiteKind{rubric.Market, rubric.Station}).Draw(t, "kind")
	from := rapid.SampledFrom([]calendar.Date{day(2020, 1, 1), day(2025, 11, 20), day(2026, 1, 1), day(2026, 5, 31), day(2026, 7, 15)}).Draw(t, "opened")
	tm := w.team(opened(from), func(s *service.Site) { s.Kind = kind })
	also := func(name string) service.Actor { // they work where the people are registered, too
		return w.hold(name+" of "+tm.site.ID, service.Staff, elsewhere.site.ID)
	}
	return &machine{
		world: w, team: tm, people: people,
		book:    book{site: tm.site, staff: 3, since: w.Today()},
		members: map[string]service.Actor{"manager": also("manager"), "staff": also("staff"), "mate": also("mate")},
	}
}

func (m *machine) drawDay(t *rapid.T) calendar.Date {
	first := day(2025, 1, 1)
	if m.book.site.OpenedOn.After(first) {
		first = m.book.site.OpenedOn
	}
	last := m.Today()
	if rapid.Bool().Draw(t, "recent") && last.AddDays(-40).After(first) {
		first = last.AddDays(-40) // otherwise hardly two acts would meet in one month
	}
	days := int(last.Start().Sub(first.Start()).Hours() / 24)
	return last.AddDays(-rapid.IntRange(0, days).Draw(t, "days ago"))
}

func (m *machine) member(t *rapid.T) service.Actor {
	return m.members[rapid.SampledFrom([]string{"manager", "staff", "mate"}).Draw(t, "member")]
}

func (m *machine) person(t *rapid.T) service.RegistrationView {
	return m.people[rapid.IntRange(0, len(m.people)-1).Draw(t, "person")]
}

func (m *machine) find(match func(*line) bool) *line {
	for _, l := range m.lines {
		if match(l) {
			return l
		}
	}
	return nil
}

// keep writes a line, unless the book has it: then the first record was answered.
func (m *machine) keep(t *rapid.T, l line, created bool, known *line) {
	switch {
	case created != (known == nil):
		t.Fatalf("created: %v although the book has %+v", created, known)
	case created:
		m.lines = append(m.lines, &l)
	case known.id != l.id:
		t.Fatalf("answered %s, want the first record %s", l.id, known.id)
	}
}

func (m *machine) register(t *rapid.T) {
	a, who := m.member(t), m.person(t)
	in := registration(m.book.site, service.PersonInput{Name: who.Person.Name, Phone: who.Person.Phone})
	in.RegisteredOn = m.drawDay(t)
	if rapid.Bool().Draw(t, "incomplete") {
		in.EmploymentStatus = ""
	}
	v, created, err := m.Register(context.Background(), a, in)
	check(m, err)
	known := m.find(func(l *line) bool {
		return l.employer == "" && l.person == who.Person.ID && l.day.In() == in.RegisteredOn.In()
	})
	m.keep(t, line{
		id: v.ID, person: v.PersonID, day: in.RegisteredOn, complete: in.EmploymentStatus != "",
		by: a.Account.ID, status: service.Recorded,
	}, created, known)
	if known != nil && known.status == service.Recorded && in.EmploymentStatus != "" {
		known.complete = true // what was missing is filled in
	}
}

func (m *machine) place(t *rapid.T) {
	a, who := m.member(t), m.person(t)
	in := service.PlacementInput{
		SiteID: m.book.site.ID, PersonID: who.Person.ID, StartedOn: m.drawDay(t),
		EmployerName: fmt.Sprint(rapid.SampledFrom([]string{"甲", "乙"}).Draw(t, "employer"), m.book.site.ID),
		Kind:         rapid.SampledFrom([]service.PlacementKind{service.Casual, service.Stable}).Draw(t, "kind"),
	}
	v, created, err := m.Place(context.Background(), a, in)
	check(m, err)
	known := m.find(func(l *line) bool {
		return l.employer == in.EmployerName && l.person == in.PersonID && l.day == in.StartedOn
	})
	m.keep(t, line{
		id: v.ID, person: v.PersonID, employer: in.EmployerName, day: in.StartedOn, stable: in.Kind == service.Stable,
		by: a.Account.ID, status: service.Recorded,
	}, created, known)
}

func (m *machine) drawLine(t *rapid.T) *line {
	if len(m.lines) == 0 {
		t.Skip("nothing recorded yet")
	}
	return m.lines[rapid.IntRange(0, len(m.lines)-1).Draw(t, "record")]
}

func (m *machine) confirm(t *rapid.T) {
	a, l := m.member(t), m.drawLine(t)
	want := ""
	switch {
	case l.status == service.Void:
		want = "record_void"
	case l.by == a.Account.ID, l.restoredBy == a.Account.ID:
		want = "own_record"
	default:
		l.status = service.Confirmed
	}
	var err error
	if l.employer == "" {
		_, err = m.ConfirmRegistration(context.Background(), a, l.id)
	} else {
		_, err = m.ConfirmPlacement(context.Background(), a, l.id)
	}
	refused(m, err, want)
}

func (m *machine) void(t *rapid.T) {
	a, l := m.member(t), m.drawLine(t)
	l.status = service.Void
	var err error
	if l.employer == "" {
		_, err = m.VoidRegistration(context.Background(), a, l.id, "录入有误")
	} else {
		_, err = m.VoidPlacement(context.Background(), a, l.id, "录入有误")
	}
	check(m, err)
}

// restore makes the record wait for confirmation again.
func (m *machine) restore(t *rapid.T) {
	a, l := m.member(t), m.drawLine(t)
	if l.status == service.Void {
		l.status, l.restoredBy = service.Recorded, a.Account.ID
	}
	var err error
	if l.employer == "" {
		_, err = m.RestoreRegistration(context.Background(), a, l.id)
	} else {
		_, err = m.RestorePlacement(context.Background(), a, l.id)
	}
	check(m, err)
}

// rebuild must find nothing to change: not even a version moves.
func (m *machine) rebuild(t *rapid.T) {
	before := m.progressOn(m.book.site, calendar.Date{})
	if n, err := m.Rebuild(context.Background(), 2026); err != nil || n < before.Months+1 {
		t.Fatalf("rebuilt %d units, %v", n, err)
	}
	if after := m.progressOn(m.book.site, calendar.Date{}); !reflect.DeepEqual(after, before) {
		t.Fatalf("after a rebuild\n%+v\nbefore\n%+v", after, before)
	}
}

func (m *machine) compare(t *rapid.T) {
	today := m.Today()
	for _, asOf := range []calendar.Date{today, m.drawAsOf(t)} {
		p := m.progressOn(m.book.site, asOf)
		m.book.compare(t, p, asOf, today)
		_, rows, err := m.Board(context.Background(), m.manager, service.BoardFilter{AsOf: asOf})
		ranked := min(p.Months, 1) // a site that opens later is not
		if err != nil || len(rows) != 1 || rows[0].Rank != ranked || rows[0].Of != ranked || !reflect.DeepEqual(rows[0].Progress, p) {
			t.Fatalf("the board differs: %+v, %v, want\n%+v", rows, err, p)
		}
	}
}

// drawAsOf is a day of this or last year, month ends as often as all others.
func (m *machine) drawAsOf(t *rapid.T) calendar.Date {
	d := m.Today().AddDays(-rapid.IntRange(0, 560).Draw(t, "as of days ago"))
	if end := d.In().LastDay(); rapid.Bool().Draw(t, "month's end") && !end.After(m.Today()) {
		return end
	}
	return d
}
