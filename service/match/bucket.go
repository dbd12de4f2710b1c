package match

import (
	"math"

	"github.com/quanjiuye/backend/service/occupation"
)

// bucket holds the postings of the same occupations and county.
type bucket struct {
	key         string
	at          int // its place in Index.buckets
	occupations []occupation.ID
	county      counties
	rows        []need
	// What follows may promise too much after a removal, never too little.
	newest   Day
	box      [2]Point // around all that have a position
	anywhere bool     // some have one
}

func keyOf(n *need) string {
	b := make([]byte, 0, 2+2*len(n.occupations))
	b = append(b, byte(n.county>>8), byte(n.county))
	for _, id := range n.occupations {
		b = append(b, byte(id>>8), byte(id))
	}
	return string(b)
}

func (ix *Index) insert(n need) {
	key := keyOf(&n)
	b := ix.byKey[key]
	if b == nil {
		b = &bucket{key: key, at: len(ix.buckets), occupations: n.occupations, county: n.county, newest: math.MinInt32}
		ix.byKey[key], ix.buckets = b, append(ix.buckets, b)
	}
	n.occupations = b.occupations // shared
	ix.where[n.id] = spotIn{b, len(b.rows)}
	b.rows = append(b.rows, n)
	b.newest = max(b.newest, n.published)
	if n.at.known() {
		if !b.anywhere {
			b.box, b.anywhere = [2]Point{n.at, n.at}, true
		}
		b.box[0] = Point{min(b.box[0].Lat, n.at.Lat), min(b.box[0].Lng, n.at.Lng)}
		b.box[1] = Point{max(b.box[1].Lat, n.at.Lat), max(b.box[1].Lng, n.at.Lng)}
	}
}

func (ix *Index) remove(id string) {
	at, ok := ix.where[id]
	if !ok {
		return
	}
	delete(ix.where, id)
	b, last := at.bucket, len(at.bucket.rows)-1
	if at.row != last {
		b.rows[at.row] = b.rows[last]
		ix.where[b.rows[at.row].id] = at
	}
	b.rows[last] = need{}
	b.rows = b.rows[:last]
	if last == 0 {
		ix.drop(b)
	}
}

// drop forgets an empty bucket.
func (ix *Index) drop(b *bucket) {
	delete(ix.byKey, b.key)
	last := ix.buckets[len(ix.buckets)-1]
	last.at, ix.buckets[b.at] = b.at, last
	ix.buckets[len(ix.buckets)-1] = nil
	ix.buckets = ix.buckets[:len(ix.buckets)-1]
}

// mostIn is the most that a posting in b can earn by occupation and area.
func (w *wish) mostIn(b *bucket) int {
	return w.alike(b.occupations) + w.mostArea(b)
}

func (w *wish) mostArea(b *bucket) int {
	most := w.place(b.county, 0)
	for _, id := range w.towns {
		if b.county == 1<<places.town[id].county {
			most = WeightArea
		}
	}
	if w.at.known() && b.anywhere {
		nearest := Point{min(max(w.at.Lat, b.box[0].Lat), b.box[1].Lat), min(max(w.at.Lng, b.box[0].Lng), b.box[1].Lng)}
		most = max(most, near(w.at, nearest))
	}
	return most
}

// mostElse is the most that anything can earn but by occupation, area and freshness.
func (w *wish) mostElse() int {
	most := WeightPay/half + WeightTime/half + WeightSkills + WeightKind/half
	if w.month > 0 {
		most += WeightPay / half
	}
	if w.times != 0 {
		most += WeightTime / half
	}
	if w.kinds != 0 {
		most += WeightKind / half
	}
	return most
}

// scanNamed offers what names wanted work that no list knows, wherever it is.
func (w *wish) scanNamed(buckets []*bucket, today Day, top *leaders) {
	for _, b := range buckets {
		for i := range b.rows {
			if n := &b.rows[i]; w.named(n) != "" && !n.expired(today) {
				top.offer(leader{n.id, WeightOccupation + w.elsewise(n, today), n.published})
			}
		}
	}
}

// scan offers what else b holds.
func (w *wish) scan(b *bucket, today Day, top *leaders) {
	earned := w.alike(b.occupations)
	for i := range b.rows {
		n := &b.rows[i]
		if n.expired(today) {
			continue
		}
		score := earned + w.elsewise(n, today)
		if top.beyond(score, n.published) || len(w.words) > 0 && w.named(n) != "" {
			continue
		}
		top.offer(leader{n.id, score, n.published})
	}
}

// elsewise is what a posting earns but by its occupation.
func (w *wish) elsewise(n *need, today Day) int {
	return w.area(n) + w.payPoints(n) + w.timePoints(n) + w.skillPoints(n) + fresh(today-n.published) + w.kindPoints(n)
}
