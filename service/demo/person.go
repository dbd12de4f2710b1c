package demo

import (
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

// crowd is what is remembered of the people: by their index in Data.People, who
// is known where and what they have done already.
type crowd struct {
	known   map[string][]int // by site id and by county
	steady  map[int]bool     // have a stable job and need no other
	done    map[turn]bool
	started map[start]bool
	numbers map[string]bool // resident ID numbers
}

// turn is a site's month in which somebody was registered, or was placed.
type turn struct {
	site     string
	month    calendar.Month
	referral bool
	person   int
}

// start is the natural key of a placement.
type start struct {
	person   int
	employer string
	day      int
}

func newCrowd() crowd {
	return crowd{map[string][]int{}, map[int]bool{}, map[turn]bool{}, map[start]bool{}, map[string]bool{}}
}

// seeker finds whom an event is about: often somebody known, else a new person.
func (w *world) seeker(e event) int {
	if e.whom != nil {
		return *e.whom
	}
	again := 0.35
	if e.referral {
		again = 1
	}
	if w.chance(again) {
		if i, ok := w.acquaintance(e); ok {
			return i
		}
	}
	i := w.newPerson(e.at)
	for _, circle := range []string{e.place.site.ID, e.place.site.County} {
		w.crowd.known[circle] = append(w.crowd.known[circle], i)
	}
	return i
}

// acquaintance tries for somebody known at the site, now and then from another
// site of the county. Nobody is registered twice in a site's month, and nobody
// is placed twice in a month of Market's.
func (w *world) acquaintance(e event) (int, bool) {
	circle := w.crowd.known[e.place.site.ID]
	if w.chance(0.04) {
		circle = w.crowd.known[e.place.site.County]
	}
	twice := e.referral && e.place.site.ID != Market && w.chance(0.05)
	for range min(12, 2*len(circle)) {
		i := one(w.rng, circle)
		if !w.crowd.steady[i] && (twice || !w.crowd.done[w.turn(e, i)]) {
			return i, true
		}
	}
	return 0, false
}

func (w *world) turn(e event, person int) turn {
	return turn{e.place.site.ID, w.window.days[e.day].In(), e.referral, person}
}

// newPerson makes somebody who is first heard of at this moment.
func (w *world) newPerson(at time.Time) int {
	name, man := w.name()
	return w.addPerson(name, man, at)
}

func (w *world) addPerson(name string, man bool, at time.Time) int {
	i := len(w.data.People)
	w.data.People = append(w.data.People, service.Person{
		ID: newID(w.rng, at), Rev: 1, Name: name, Phone: phoneNumber(i),
		Identity:  identity.ID{Type: identity.ResidentID, Number: w.residentNumber(man)},
		CreatedAt: at, Example: true,
	})
	return i
}

// residentNumber is of somebody aged 18 to 60.
func (w *world) residentNumber(man bool) string {
	for {
		born := w.today.AddYears(-19).AddDays(-w.rng.IntN(41 * 365))
		serial := 2 * w.rng.IntN(500)
		if man {
			serial++
		}
		if n := residentNumber(born, serial); !w.crowd.numbers[n] {
			w.crowd.numbers[n] = true
			return n
		}
	}
}

// self is the account of somebody who registers alone, made when it is missing.
func (w *world) self(i int, at time.Time) string {
	p := &w.data.People[i]
	if p.AccountID == "" {
		p.AccountID = fmt.Sprintf("example-seeker-%04d", i+1)
		w.account(p.AccountID, p.Name+"（示例）", at)
	}
	return p.AccountID
}
