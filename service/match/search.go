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

// Newest answers the n postings that a query selects and that are valid today, the
// greatest ID first, of those whose ID is smaller than before; an empty before is
// no bound. IDs are made in the order of time, so that the newest come first.
func (ix *Index) Newest(q Query, today Day, before string, n int) []string {
	if n <= 0 {
		return nil
	}
	var ids []occupation.ID
	for _, m := range occupation.Find(q.Occupation) {
		ids = append(ids, m.ID)
	}
	words, county, least := plain(q.Occupation), places.bit(q.County), monthly(q.Pay.Min, q.Pay.Unit)
	if q.County != "" && county == 0 || q.Pay.Min > 0 && least == 0 {
		return nil
	}
	var list []string // the greatest first
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	for _, b := range ix.buckets {
		if county != 0 && b.county != county || len(ids) > 0 && !meet(ids, b.occupations) {
			continue
		}
		for i := range b.rows {
			r := &b.rows[i]
			if before != "" && r.id >= before || len(list) == n && r.id < list[n-1] || r.expired(today) || r.high < least ||
				len(ids) == 0 && !strings.Contains(r.text, words) {
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
