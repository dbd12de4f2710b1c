package match

import (
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/occupation"
)

// Query narrows the open postings; every part may be empty.
type Query struct {
	Occupation string // plain words: the same occupations, by whatever word
	County     string // its name
	Pay        Pay    // up to Min at least; postings whose pay cannot be compared are left out
}

// asked is a query in the form in which postings are held against it.
type asked struct {
	ids     []occupation.ID
	words   string // in the place of ids, where no occupation is known
	county  counties
	least   int64
	nothing bool // nothing can be meant
}

func (q Query) read() asked {
	a := asked{words: plain(q.Occupation), county: places.bit(q.County), least: monthly(q.Pay.Min, q.Pay.Unit)}
	for _, m := range occupation.Find(q.Occupation) {
		a.ids = append(a.ids, m.ID)
	}
	a.nothing = q.County != "" && a.county == 0 || q.Pay.Min > 0 && a.least == 0
	return a
}

func (a asked) selects(n *need) bool {
	return !a.nothing && a.among(n.occupations, n.county) && n.high >= a.least && (len(a.ids) > 0 || strings.Contains(n.text, a.words))
}

// among reports whether what is asked for may be of these occupations and county.
func (a asked) among(ids []occupation.ID, county counties) bool {
	return (a.county == 0 || a.county == county) && (len(a.ids) == 0 || meet(a.ids, ids))
}

// Selects reports whether a posting is what the query asks for.
func (q Query) Selects(p Posting) bool {
	n := newNeed(p)
	return q.read().selects(&n)
}

// Newest answers the n postings that a query selects and that are valid today, the
// greatest ID first, of those whose ID is smaller than before; an empty before is
// no bound. IDs are made in the order of time, so that the newest come first.
func (ix *Index) Newest(q Query, today Day, before string, n int) []string {
	a := q.read()
	if n <= 0 || a.nothing {
		return nil
	}
	var list []string // the greatest first
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	for _, b := range ix.buckets {
		if !a.among(b.occupations, b.county) {
			continue
		}
		for i := range b.rows {
			r := &b.rows[i]
			if before != "" && r.id >= before || len(list) == n && r.id < list[n-1] || r.expired(today) || !a.selects(r) {
				continue
			}
			if len(list) == n {
				list = list[:n-1]
			}
			at, _ := slices.BinarySearchFunc(list, r.id, func(a, b string) int { return strings.Compare(b, a) })
			list = slices.Insert(list, at, r.id)
		}
	}
	return list
}

func meet(a, b []occupation.ID) bool {
	return slices.ContainsFunc(a, func(id occupation.ID) bool { return slices.Contains(b, id) })
}
