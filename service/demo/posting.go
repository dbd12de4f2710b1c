package demo

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/rubric"
	"github.com/quanjiuye/backend/service/wording"
)

// yearly is how many postings a site publishes a year for each seeker that it
// registers in a month.
const yearly = 6

var (
	shifts     = []string{"", "（早班）", "（夜班）", "（周末班）", "（长期）", "（急聘）", "（可短期）", "（学徒）"}
	conditions = []string{"身体健康，能吃苦耐劳", "有相关经验者优先，没有经验可以带教", "经验不限，遵守排班", "普通话流利，做事细心", ""}
	streets    = []string{"示例路", "示例街", "示例工业区", "示例广场"}
	workTimes  = []string{"8:00-17:30，中午休息", "两班倒", "每天4小时，时间可商量", ""}
)

// publish has all sites publish what their employers offer, in the order of time,
// so that of postings alike the first counts.
func (w *world) publish() {
	var all []event
	for _, p := range w.places {
		if p.site.ID == Market {
			all = append(all, w.marketPostings(p)...)
		} else {
			all = append(all, w.postingsOf(p)...)
		}
	}
	slices.SortStableFunc(all, byTime)
	firsts, market := map[string]string{}, w.spread(w.placeOf(Market))
	for _, e := range all {
		n := w.posting(e, market, firsts)
		w.data.Postings = append(w.data.Postings, n)
	}
	w.disputable(w.placeOf(Market))
}

// postingsOf plans what an ordinary site publishes in the window.
func (w *world) postingsOf(p *place) (events []event) {
	from, to := w.window.index(p.site.OpenedOn), w.window.today()
	if from >= to {
		return nil
	}
	for range int(math.Round(w.window.share(from, to) * float64(p.registered*yearly))) {
		e := event{place: p, day: w.window.draw(w.rng, from, to), source: service.FromStaff}
		if e.entered = e.day; w.missing(e) {
			continue
		}
		e.at = w.during(e.day)
		events = append(events, w.review(e))
	}
	return events
}

// marketPostings plans this year's for Market over n months: one fewer than a step
// takes, so that the next one raises the score, four in five of them confirmed.
func (w *world) marketPostings(p *place) []event {
	total := 100*(7*rubric.CountedMonths(p.site.OpenedOn, w.today)/11) - 1
	if total < 0 || w.window.newYear == w.window.today() {
		return nil
	}
	events := w.exactly(total, total*4/5, event{place: p})
	for i := range events {
		events[i].source = service.FromStaff
	}
	return events
}

// marketEmployers is how many employers Market works with, all over the city.
const marketEmployers = 71

// spread are Market's employers.
func (w *world) spread(p *place) []employer {
	list := slices.Clone(w.trades[p.site.County])
	for _, other := range w.places {
		for _, e := range w.trades[other.site.County] {
			if len(list) < marketEmployers && !slices.ContainsFunc(list, func(x employer) bool { return x.id == e.id }) {
				list = append(list, e)
			}
		}
	}
	return list[:min(len(list), marketEmployers)]
}

// posting is what an event comes to. Market's are all firsts, each employer's turn
// coming round; others repeat themselves now and then.
func (w *world) posting(e event, market []employer, firsts map[string]string) service.Posting {
	p := e.place
	for try := 0; ; try++ {
		n := w.draft(e)
		hirer := often(w.rng, w.trades[p.site.County])
		if p.site.ID == Market {
			hirer = market[(len(firsts)+try)%len(market)]
		}
		n.EnterpriseID = hirer.id
		w.offer(&n, p, one(w.rng, hirer.works))
		n.AcceptedAt, n.CountsOn = e.at, w.window.days[e.day]
		key := n.Keys()[0].Value
		first, taken := firsts[key]
		if taken && p.site.ID == Market && try < 200 {
			continue
		}
		if taken {
			n.DuplicateOf = first
		} else {
			firsts[key] = n.ID
		}
		n.Review = service.Review{State: service.Passed, Verdict: wording.OK}
		return n
	}
}

// draft is a posting without an offer.
func (w *world) draft(e event) service.Posting {
	on := w.window.days[e.day]
	n := service.Posting{
		ID: newID(w.rng, e.at), Rev: 1, SiteID: e.place.site.ID, County: e.place.site.County, Month: on.In(), PostedOn: on, Trail: w.trail(e),
	}
	if n.ClientID = n.ID; n.Status == service.Void {
		n.VoidReason = "用人单位取消招聘"
	}
	return n
}

func (w *world) offer(n *service.Posting, p *place, work string) {
	n.Title = work + one(w.rng, shifts)
	n.Place = service.Counties[p.site.County] + p.town + one(w.rng, streets)
	n.Area, n.Headcount, n.Kind = p.site.County, 1+w.rng.IntN(8), service.Temporary
	n.Description = "从事" + work + "相关工作，听从现场安排"
	n.Conditions, n.WorkTime, n.Occupation = one(w.rng, conditions), one(w.rng, workTimes), work
	n.ValidUntil = n.PostedOn.AddDays(20 + w.rng.IntN(50))
	switch w.rng.IntN(4) {
	case 0:
		n.Pay = service.Pay{Min: 1800 + 100*w.rng.Int64N(5), Max: 2400 + 100*w.rng.Int64N(8), Unit: service.PerHour}
		n.Kind = service.PartTime
	case 1, 2:
		n.Pay = service.Pay{Min: 16_000 + 1000*w.rng.Int64N(5), Max: 22_000 + 1000*w.rng.Int64N(6), Unit: service.PerDay}
	default:
		n.Pay = service.Pay{Min: 450_000 + 10_000*w.rng.Int64N(10), Max: 600_000 + 10_000*w.rng.Int64N(20), Unit: service.PerMonth}
		n.Kind = service.Fixed
	}
}

// disputable adds a posting of yesterday that waits for a supervisor and one that is
// blocked, as the check of their words makes them.
func (w *world) disputable(p *place) {
	day := w.window.today() - 1
	if day < w.window.index(p.site.OpenedOn) {
		return
	}
	for i, words := range []string{"年龄25至35岁", "限男性，福建户籍优先"} {
		e := event{place: p, day: day, entered: day, source: service.FromStaff, status: service.Recorded, by: StaffLogin}
		e.at = w.window.days[day].Start().Add(15*time.Hour + time.Duration(i)*time.Minute)
		n := w.draft(e)
		hirer := w.trades[p.site.County][i]
		n.EnterpriseID = hirer.id
		w.offer(&n, p, hirer.works[0])
		n.Conditions = words
		found := wording.Check(words)
		n.Review = service.Review{State: service.Held, Verdict: found.Verdict}
		if found.Verdict == wording.Block {
			n.Review.State = service.Blocked
		}
		for _, f := range found.Findings {
			n.Review.Findings = append(n.Review.Findings, service.Finding{
				Category: string(f.Category), Words: f.Words, Clause: f.Clause, Suggestion: f.Suggestion})
		}
		w.data.Postings = append(w.data.Postings, n)
	}
}

// kindOf is the kind of an employer, by the legal form in its name.
func kindOf(name string) service.EnterpriseKind {
	if strings.HasSuffix(name, "有限公司") {
		return service.Company
	}
	return service.IndividualBusiness
}
