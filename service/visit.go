package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// Reason says why a supervisor should look at a site, in words for the screen.
type Reason struct {
	Code   string
	Text   string
	Weight int
	Advice string         // what to do about it; empty for those who do not supervise the site
	Month  calendar.Month // whose records it is about; zero: of no one month
	Items  []int          // of the form that it is about
}

// The weights of reasons. They are ours and touch no score (ADR 0023).
const (
	asHint    = 1 // how the work was done, or what is still to come: nobody need go for it
	asLacking = 2 // points lost, or less than the form asks for
	asStalled = 3 // nobody there, nothing done, or many points lost
	asDoubted = 4 // a picture that invented records make
	asDenied  = 5 // somebody concerned says that a record is not true
)

// Visit is how much a site needs to be looked at, among those in sight. It is a help
// for a supervisor with thirty sites and ten minutes and no part of the form.
type Visit struct {
	Rank    int      // 1: first; 0: there is no reason, or a single site was asked for
	Reasons []Reason // heaviest first
}

// VisitOrder says to a reader how visits are ranked: see compare.
const VisitOrder = "按最重的一条原因排序：有人否认记录、记录存疑、停摆或大幅失分、失分或不足、提示；同样重的再比其余原因，仍相同的得分低的在前"

// Needed reports whether something calls for a visit: hints alone do not.
func (v Visit) Needed() bool { return len(v.Reasons) > 0 && v.Reasons[0].Weight > asHint }

// compare orders visits: the heaviest reason of each decides, between equals the next.
func (v Visit) compare(w Visit) int {
	return slices.CompareFunc(w.Reasons, v.Reasons, func(x, y Reason) int { return cmp.Compare(x.Weight, y.Weight) })
}

// rankVisits numbers the rows for which there is a reason; of equals the one with
// fewer points comes first.
func rankVisits(rows []BoardRow) {
	order := make([]int, 0, len(rows))
	for i := range rows {
		if len(rows[i].Visit.Reasons) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(rows[i].Visit.compare(rows[j].Visit), rows[i].Live.Recorded.Cmp(rows[j].Live.Recorded))
	})
	for rank, i := range order {
		rows[i].Visit.Rank = rank + 1
	}
}

// Visit answers why one site should be looked at as of a day (zero: today), to those
// who may see its progress. What the records show is told to those who check them, and
// may be a minute old.
func (s *Service) Visit(ctx context.Context, a Actor, siteID string, asOf calendar.Date) (calendar.Date, Visit, error) {
	state, asOf, err := s.watched(ctx, a, siteID, asOf)
	if err != nil {
		return asOf, Visit{}, err
	}
	p, err := s.progress(ctx, state, asOf)
	if err != nil {
		return asOf, Visit{}, err
	}
	rows := []BoardRow{newBoardRow(p)}
	if err := s.lookAt(ctx, a, []yearState{state}, rows); err != nil {
		return asOf, Visit{}, err
	}
	return asOf, newVisit(a, rows[0]), nil
}
