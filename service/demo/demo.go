package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// Data is everything that a demonstration starts with. All of its references
// resolve within it, but for the numbers of imports, which are not kept.
type Data struct {
	Sites         []service.Site
	Accounts      []service.Account
	Grants        []service.Grant
	People        []service.Person
	Enterprises   []service.Enterprise
	Postings      []service.Posting
	Registrations []service.Registration
	Placements    []service.Placement
	Activities    []service.Activity
	Honours       []service.Honour
	Evidence      []service.Evidence // File has the bytes
}

// Make invents the year up to the day in Shanghai on which now falls. The hour
// makes no difference, so today has no records yet, with one exception: on the
// first day of a month Market already has some, dated to its first instant.
func Make(now time.Time) Data {
	w := newWorld(calendar.DateOf(now))
	w.appoint()
	w.openSites()
	w.found()
	events := w.plan()
	w.data.Registrations = make([]service.Registration, 0, len(events))
	w.data.Placements = make([]service.Placement, 0, len(events))
	for _, e := range events {
		w.record(e)
	}
	for i, part := range []func(){w.keepDiaries, w.award, w.plant, w.prove, w.publish} {
		w.rng = stream(w.today, uint64(i+1)) // its own, so that one more draw in it moves no other part
		part()
	}
	return w.data
}

// world is the data in the making, and what is remembered only meanwhile.
type world struct {
	rng     *rand.Rand
	today   calendar.Date
	window  window
	places  []*place
	trades  map[string][]employer // by county
	crowd   crowd
	imports map[string]int // rows so far, by import
	shown   map[string]int // files so far, by site and motif
	data    Data
}

func newWorld(today calendar.Date) *world {
	return &world{
		rng:     stream(today, 0),
		today:   today,
		window:  newWindow(today),
		trades:  map[string][]employer{},
		crowd:   newCrowd(),
		imports: map[string]int{},
		shown:   map[string]int{},
	}
}

// stream is the day's source of chance for one part of the data. 595 is arbitrary;
// another number gives another Quanzhou.
func stream(today calendar.Date, part uint64) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(today.Year*10_000+int(today.Month)*100+today.Day), 595+part))
}

// plan lists every record to come in the order in which they are entered, so
// that whoever is met again has been met before.
func (w *world) plan() []event {
	var all []event
	for _, p := range w.places {
		if p.site.ID == Market {
			all = append(all, w.marketYear(p)...)
		} else {
			all = append(all, w.ordinary(p, 0, w.window.today())...)
		}
	}
	slices.SortFunc(all, byTime)
	return all
}

func byTime(a, b event) int { return a.at.Compare(b.at) }

func (w *world) record(e event) {
	if e.referral {
		w.place(e)
	} else {
		w.register(e)
	}
}

// chance is true with probability p.
func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

// one picks from a list.
func one[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// often picks from a list whose first entries are the most common.
func often[T any](rng *rand.Rand, list []T) T {
	r := rng.Float64()
	return list[int(r*r*float64(len(list)))]
}
