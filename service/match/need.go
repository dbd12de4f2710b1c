package match

import (
	"slices"

	"github.com/quanjiuye/backend/service/occupation"
)

// need is a posting in the form in which it is held against wishes.
type need struct {
	id               string
	text             string // what it says of its occupation, as plain words
	occupations      []occupation.ID
	county           counties // one, or none
	town             townID
	at               Point
	low, high        int64 // pay in fen a month; 0: not said, or not comparable
	times            slots
	kind             kinds // one, or none
	skills           []string
	published, until Day
}

// mostOccupations is how many occupations one posting is believed to look for.
const mostOccupations = 4

func newNeed(p Posting) need {
	n := need{
		id: p.ID, text: plain(p.Occupation + " " + p.Title), occupations: occupations(p), county: places.bit(p.County), at: p.At,
		low: monthly(p.Pay.Min, p.Pay.Unit), high: monthly(p.Pay.Max, p.Pay.Unit),
		times: worked(p.WorkTime), kind: kindSets[p.Kind], skills: skillSet(p.Skills, false), published: p.Published, until: p.ValidUntil,
	}
	n.high = max(n.low, n.high)
	named, towns := places.read(p.Place)
	if n.county == 0 && named != 0 && named&(named-1) == 0 {
		n.county = named
	}
	for _, id := range towns {
		if n.county == 1<<places.town[id].county {
			n.town = id
			break
		}
	}
	return n
}

// occupations are those that the posting names as such, or else in its title, or
// else all of its code.
func occupations(p Posting) (ids []occupation.ID) {
	for _, text := range []string{p.Occupation, p.Title} {
		for _, m := range occupation.Find(text) {
			ids = append(ids, m.ID)
		}
		if len(ids) > 0 {
			break
		}
	}
	if len(ids) == 0 && p.Code != "" {
		for i, o := range occupation.All() {
			if o.Code == p.Code {
				ids = append(ids, occupation.ID(i))
			}
		}
	}
	ids = ids[:min(len(ids), mostOccupations)]
	slices.Sort(ids)
	return ids
}

func (n *need) expired(today Day) bool { return n.until != 0 && n.until < today }
