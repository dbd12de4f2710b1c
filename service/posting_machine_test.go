package service_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// TestItem4FollowsThePostings has two sites of two counties publish at random, over
// a year's turn, and compares item 4 with a clerk's book after each step.
func TestItem4FollowsThePostings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m := newPublishers(newWorld(t))
		rt.Repeat(map[string]func(*rapid.T){
			"":        m.compare,
			"post":    m.post,
			"post 2":  m.post, // most of what is done
			"repost":  m.repost,
			"revise":  m.revise,
			"release": m.release,
			"confirm": m.confirm,
			"void":    m.void,
			"restore": m.restore,
			"wait":    m.wait,
			"close":   m.closeMonth,
			"rebuild": m.rebuild,
		})
	})
}

// advert is a line of the clerk's book: a posting.
type advert struct {
	id, key   string // of employer, title and place
	site      int
	employer  string
	headcount int
	posted    calendar.Date
	entered   calendar.Date
	held      bool
	void      bool
	confirmed bool
	hands     []string // whose word it is
	accepted  time.Time
	day       calendar.Date // on which it counts
	first     bool
}

type publishers struct {
	*world
	teams     [2]team
	boss      service.Actor
	employers []string
	lines     []*advert
	claimed   map[string]bool      // year and key
	closed    map[string]time.Time // county and month
}

func newPublishers(w *world) *publishers {
	m := &publishers{world: w, claimed: map[string]bool{}, closed: map[string]time.Time{},
		teams: [2]team{w.team(opened(day(2025, 3, 1))), w.team(inCounty("350504"), station, opened(day(2026, 2, 10)))},
		boss:  w.hold("boss", service.City, service.All)}
	for i := range 3 {
		e, _ := w.enterprise(fmt.Sprint("雇主", i), "")
		m.employers = append(m.employers, e.ID)
	}
	w.clock.set(time.Date(2026, 11, 2, 9, 0, 0, 0, calendar.Shanghai))
	return m
}

var fakePay = service.Pay{Min: 1, Max: 99_999_900, Unit: service.PerHour}

// pass is what the book makes of a posting that passes now.
func (m *publishers) pass(l *advert) {
	l.held = false
	if !l.accepted.IsZero() {
		return
	}
	l.accepted, l.day = m.clock.Now(), m.Today()
	if l.posted.Before(l.entered) {
		l.day = l.posted
	}
	key := fmt.Sprint(l.day.Year, l.key)
	l.first = !m.claimed[key]
	m.claimed[key] = true
}

func (m *publishers) post(t *rapid.T) {
	i, hand := rapid.IntRange(0, 1).Draw(t, "site"), rapid.IntRange(0, 1).Draw(t, "hand")
	tm := m.teams[i]
	l := &advert{site: i, employer: rapid.SampledFrom(m.employers).Draw(t, "employer"), headcount: rapid.IntRange(1, 9).Draw(t, "headcount"),
		entered: m.Today(), posted: m.Today(), held: rapid.Bool().Draw(t, "held")}
	title, place := rapid.SampledFrom([]string{"保洁", "保安"}).Draw(t, "title"), rapid.SampledFrom([]string{"东街", "西街"}).Draw(t, "place")
	l.key = l.employer + title + place
	if rapid.Bool().Draw(t, "from paper") {
		back := m.Today().AddDays(-rapid.IntRange(1, 340).Draw(t, "days ago"))
		if !back.Before(tm.site.OpenedOn) && back.Year >= m.Today().Year-1 {
			l.posted = back
		}
	}
	in := posting(tm.site, l.employer, func(in *service.PostingInput) {
		in.Title, in.Place, in.Headcount, in.PostedOn, in.ValidUntil = title, place, l.headcount, l.posted, l.posted.AddDays(30)
		if l.held {
			in.Pay = fakePay
		}
	})
	who := []service.Actor{tm.staff, tm.mate}[hand]
	v, _, err := m.Post(context.Background(), who, in)
	check(m, err)
	l.id, l.hands = v.ID, []string{who.Account.ID}
	if !l.held {
		m.pass(l)
	}
	m.lines = append(m.lines, l)
}

func (m *publishers) line(t *rapid.T) *advert {
	if len(m.lines) == 0 {
		t.Skip("nothing posted yet")
	}
	return m.lines[rapid.IntRange(0, len(m.lines)-1).Draw(t, "posting")]
}

func (m *publishers) settled(l *advert) bool {
	closed, ok := m.closed[m.teams[l.site].site.County+l.day.In().String()]
	return ok && !l.accepted.IsZero() && !l.accepted.After(closed)
}

func (m *publishers) repost(t *rapid.T) {
	old := m.line(t)
	if old.void {
		t.Skip("void")
	}
	tm, l := m.teams[old.site], &advert{}
	*l = advert{key: old.key, site: old.site, employer: old.employer, headcount: old.headcount, posted: m.Today(), entered: m.Today(),
		hands: []string{tm.staff.Account.ID}}
	v, _, err := m.Repost(context.Background(), tm.staff, old.id, m.Today())
	check(m, err)
	if l.id = v.ID; v.Review.State == service.Held {
		l.held = true
	} else {
		m.pass(l)
	}
	m.lines = append(m.lines, l)
}

func (m *publishers) revise(t *rapid.T) {
	l := m.line(t)
	who, held := m.teams[l.site].mate, rapid.Bool().Draw(t, "held")
	want := ""
	switch {
	case m.settled(l):
		want = "month_closed"
	case l.void:
		want = "record_void"
	}
	n := rapid.IntRange(1, 9).Draw(t, "headcount")
	_, err := m.RevisePosting(context.Background(), who, l.id, func(in *service.PostingInput) {
		in.Headcount, in.Pay = n, service.Pay{Min: 2000, Unit: service.PerHour}
		if held {
			in.Pay = fakePay
		}
	})
	if refused(m, err, want); want != "" {
		return
	}
	l.headcount, l.confirmed, l.held = n, false, true
	l.hands = append(l.hands, who.Account.ID)
	if !held {
		m.pass(l)
	}
}

func (m *publishers) release(t *rapid.T) {
	l := m.line(t)
	want := ""
	switch {
	case m.settled(l):
		want = "month_closed"
	case l.void:
		want = "record_void"
	case !l.held:
		want = "posting_not_held"
	}
	_, err := m.ReleasePosting(context.Background(), m.boss, l.id)
	if refused(m, err, want); want == "" {
		m.pass(l)
	}
}

func (m *publishers) counts(l *advert) bool {
	return !l.accepted.IsZero() && !l.held && l.first && !l.void
}

func (m *publishers) confirm(t *rapid.T) {
	l := m.line(t)
	tm := m.teams[l.site]
	who := rapid.SampledFrom([]service.Actor{tm.staff, tm.mate, tm.manager}).Draw(t, "who")
	want := ""
	switch {
	case m.settled(l):
		want = "month_closed"
	case slices.Contains(l.hands, who.Account.ID):
		want = "own_record"
	case l.void:
		want = "record_void"
	case !m.counts(l):
		want = "posting_not_counted"
	}
	_, err := m.ConfirmPosting(context.Background(), who, l.id)
	if refused(m, err, want); want == "" {
		l.confirmed = true
	}
}

func (m *publishers) void(t *rapid.T) {
	l := m.line(t)
	want := ""
	if m.settled(l) {
		want = "month_closed"
	}
	_, err := m.VoidPosting(context.Background(), m.teams[l.site].manager, l.id, "录入有误")
	if refused(m, err, want); want == "" {
		l.void, l.confirmed = true, false
	}
}

func (m *publishers) restore(t *rapid.T) {
	l := m.line(t)
	want := ""
	if m.settled(l) {
		want = "month_closed"
	}
	who := m.teams[l.site].manager
	_, err := m.RestorePosting(context.Background(), who, l.id)
	if refused(m, err, want); want == "" && l.void {
		l.void = false
		l.hands = append(l.hands, who.Account.ID)
	}
}

func (m *publishers) wait(t *rapid.T) {
	days := rapid.SampledFrom([]int{0, 1, 7, 40}).Draw(t, "days")
	m.clock.add(time.Duration(days)*24*time.Hour + time.Minute)
}

func (m *publishers) closeMonth(t *rapid.T) {
	county := m.teams[rapid.IntRange(0, 1).Draw(t, "county")].site.County
	month := m.Today().In().Add(-rapid.IntRange(1, 4).Draw(t, "months ago"))
	v, err := m.CloseMonth(context.Background(), m.boss, county, month)
	check(m, err)
	key := county + month.String()
	if _, ok := m.closed[key]; !ok {
		m.closed[key] = v.ClosedAt
	}
	m.clock.add(time.Minute) // what comes now is late
}

func (m *publishers) rebuild(t *rapid.T) {
	site := m.teams[0].site
	before := m.progressOn(site, calendar.Date{})
	_, err := m.Rebuild(context.Background(), m.Today().Year)
	check(m, err)
	if after := m.progressOn(site, calendar.Date{}); !reflect.DeepEqual(after, before) {
		t.Fatalf("after a rebuild\n%+v\nbefore\n%+v", after, before)
	}
}

func (m *publishers) compare(t *rapid.T) {
	today := m.Today()
	asOf := today.AddDays(-rapid.IntRange(0, 420).Draw(t, "as of days ago"))
	for i, tm := range m.teams {
		for _, day := range []calendar.Date{today, asOf, asOf.In().LastDay()} {
			if day.After(today) {
				continue
			}
			p := m.progressOn(tm.site, day)
			m.same(t, i, day, false, p.Recorded.Items[3])
			m.same(t, i, day, true, p.Verified.Items[3])
			_, rows, err := m.Board(context.Background(), m.boss, service.BoardFilter{AsOf: day})
			check(m, err)
			at := slices.IndexFunc(rows, func(r service.BoardRow) bool { return r.Site.ID == tm.site.ID })
			if !reflect.DeepEqual(rows[at].Progress, p) {
				t.Fatalf("the board differs: %+v, want\n%+v", rows[at].Progress, p)
			}
		}
	}
	if n := len(m.lines); n > 0 {
		l := m.lines[rapid.IntRange(0, n-1).Draw(t, "looked at")]
		v, err := m.Posting(context.Background(), m.boss, l.id)
		if check(m, err); v.Counts() != m.counts(l) || (len(v.NotCounted) == 0) != m.counts(l) {
			t.Fatalf("%+v, the book has %+v", v, l)
		}
	}
}

// same compares item 4 of one column with the book.
func (m *publishers) same(t *rapid.T, site int, asOf calendar.Date, verified bool, got rubric.Item) {
	employers, postings, vacancies := map[string]bool{}, 0, 0
	for _, l := range m.lines {
		if l.site == site && m.counts(l) && l.day.Year == asOf.Year && !l.day.After(asOf) && (l.confirmed || !verified) {
			employers[l.employer] = true
			postings++
			vacancies += l.headcount
		}
	}
	if got.Score == nil || got.Facts["enterprises"] != len(employers) || got.Facts["postings"] != postings || got.Facts["vacancies"] != vacancies {
		t.Fatalf("site %d as of %s, verified %v: %v %+v, want %d employers, %d postings, %d vacancies",
			site, asOf, verified, got.Score, got.Facts, len(employers), postings, vacancies)
	}
}

// The months of a year add up to what a brute count finds, in every column and by
// every reading of late entries; the order of the postings does not matter.
func TestPublishedByMonth(t *testing.T) {
	facts := rapid.SliceOf(rapid.Custom(func(t *rapid.T) service.PostingFact {
		return service.PostingFact{
			EnterpriseID: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "employer"), Headcount: rapid.IntRange(1, 5).Draw(t, "headcount"),
			Day: day(2026, 1, 1).AddDays(rapid.IntRange(0, 364).Draw(t, "day")), Confirmed: rapid.Bool().Draw(t, "confirmed"),
			At: time.Unix(rapid.Int64Range(0, 1).Draw(t, "at"), 0),
		}
	}))
	late := func(f service.PostingFact) bool { return f.At.Unix() == 1 }
	rapid.Check(t, func(t *rapid.T) {
		all, upTo := facts.Draw(t, "facts"), day(2026, 1, 1).AddDays(rapid.IntRange(0, 364).Draw(t, "up to"))
		got := service.PublishedBy(all, upTo, late)
		if again := service.PublishedBy(rapid.Permutation(all).Draw(t, "in another order"), upTo, late); !reflect.DeepEqual(again, got) {
			t.Fatalf("%+v, in another order %+v", got, again)
		}
		brute := func(verified, lateToo bool) (p service.Published) {
			known := map[string]bool{}
			for _, f := range all {
				if !f.Day.After(upTo) && (f.Confirmed || !verified) && (lateToo || !late(f)) {
					known[f.EnterpriseID] = true
					p.Postings++
					p.Vacancies += f.Headcount
				}
			}
			p.Enterprises = len(known)
			return p
		}
		sum := func(y service.PublishedYear) (recorded, verified service.Published) {
			for _, m := range y.Months {
				recorded, verified = recorded.Add(m.Recorded), verified.Add(m.Verified)
			}
			return recorded, verified
		}
		settled := got
		if got.Settled != nil {
			settled = *got.Settled
		}
		for lateToo, y := range map[bool]service.PublishedYear{true: got, false: settled} {
			if rec, ver := sum(y); rec != brute(false, lateToo) || ver != brute(true, lateToo) {
				t.Fatalf("late too %v: %+v and %+v, want %+v and %+v", lateToo, rec, ver, brute(false, lateToo), brute(true, lateToo))
			}
		}
	})
}
