package match

import (
	"cmp"
	"slices"
)

// Found is a seeker for a posting, and why.
type Found struct {
	ID string
	Fit
}

// BestSeekers answers the n seekers who fit a posting best: the highest score first,
// of equal ones the latest registered, then the greatest ID. Freshness is that of the
// registration. It looks at every seeker, which are those of one site.
func BestSeekers(p Posting, list []Seeker, today Day, n int) []Found {
	need := newNeed(p)
	type candidate struct {
		leader
		seeker int
		wish   *wish
	}
	all := make([]candidate, len(list))
	for i, s := range list {
		w := newWish(s)
		all[i] = candidate{leader{s.ID, w.points(&need, freshly(today-s.Registered)).sum(), s.Registered}, i, w}
	}
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(a.compare(b.leader), cmp.Compare(a.seeker, b.seeker)) })
	found := make([]Found, 0, max(0, min(n, len(all))))
	for _, c := range all[:max(0, min(n, len(all)))] {
		age := today - list[c.seeker].Registered
		f := c.wish.explain(&need, p, freshly(age))
		f.For = append(f.For, days(age)+"登记")
		found = append(found, Found{c.id, f})
	}
	return found
}
