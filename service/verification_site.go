package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/flag"
)

// Checklist is a site's row of the queue and part of the records that wait.
type Checklist struct {
	Month  calendar.Month
	Months []MonthChoice
	QueueRow
	Items    []ChecklistItem
	OfHonour []ChecklistItem // every honour that waits, with the first part
	Next     string          // where the next part begins; empty: that was all
	Names    Names           // of who recorded the items
	ClosedAt time.Time       // of the month, in which nothing can be confirmed since; zero: it is open
}

// ChecklistItem is a record that waits, with the flags that are about it.
type ChecklistItem struct {
	RecordRef
	RecordView
	Flags   []flag.Code
	MayCall bool // its person, without a draw: see AmongChosen
}

// Checklist lists the records of a site's month that wait to be checked, those
// with the gravest flags first. after is the Next of the part before.
func (s *Service) Checklist(ctx context.Context, a Actor, siteID string, m calendar.Month, limit int, after string) (Checklist, error) {
	site, err := s.siteFor(ctx, a, checkRecords, siteID)
	if err != nil {
		return Checklist{}, err
	}
	var p problems
	m = s.checkMonth(&p, "query.month", m)
	if err := p.err(); err != nil {
		return Checklist{}, err
	}
	st, err := s.state(ctx, site.ID, m.Year)
	if err != nil {
		return Checklist{}, err
	}
	r, err := s.readReview(ctx, st, m)
	if err != nil {
		return Checklist{}, err
	}
	list := Checklist{Month: m, Months: s.monthChoices([]yearState{st}, m.Year), QueueRow: r.row()}
	list.Version, list.Others = st.version, s.waitingElsewhere(st, m)
	b, err := s.tally.books(ctx, site.County, m)
	if err != nil {
		return Checklist{}, err
	}
	list.ClosedAt = b[m]
	views := viewer{s, a, r, b, map[string]Enterprise{}}
	for _, k := range r.inOrder() {
		if k.key <= after {
			continue
		}
		if len(list.Items) == limit {
			list.Next = r.key(list.Items[limit-1].RecordRef)
			break
		}
		view, err := views.view(ctx, k.waitingRecord)
		if err != nil {
			return Checklist{}, err
		}
		flags := codesOf(r.flagsOn(k.ref.ID))
		call := len(flags) > 0 && k.ref.Kind.called() && a.supervises(site.ID, site.County)
		list.Items = append(list.Items, ChecklistItem{k.ref, view, flags, call})
	}
	if after == "" {
		for _, h := range r.honours {
			v := h.view(a)
			list.OfHonour = append(list.OfHonour, ChecklistItem{RecordRef{HonourRecord, h.ID}, RecordView{Honour: &v}, nil, false})
		}
	}
	var postings []*PostingView
	var by []string
	for _, item := range slices.Concat(list.Items, list.OfHonour) {
		by = append(by, item.RecordedBy())
		if item.Posting != nil {
			postings = append(postings, item.Posting)
		}
	}
	if list.Names, err = s.namesOf(ctx, by...); err != nil {
		return Checklist{}, err
	}
	return list, s.countReports(ctx, a, postings...)
}

// keyed is a record that waits, with its place in the list.
type keyed struct {
	waitingRecord
	key string
}

// inOrder sorts what waits by flags, then kind, then age.
func (r review) inOrder() []keyed {
	all := make([]keyed, 0, len(r.Registrations)+len(r.Placements)+len(r.Activities)+len(r.postings))
	for _, w := range r.waiting() {
		all = append(all, keyed{w, r.key(w.ref)})
	}
	slices.SortFunc(all, func(x, y keyed) int { return cmp.Compare(x.key, y.key) })
	return all
}

// key sorts by severity, then by how many flags, so that those with the same flags stand
// together, then by kind and id, which is age.
func (r review) key(ref RecordRef) string {
	flags, same := r.flagsOn(ref.ID), ""
	for i, f := range r.flags { // a letter for each: a cursor has little room
		if slices.ContainsFunc(flags, func(on flag.Flag) bool { return on.Code == f.Code }) {
			same += string(rune('a' + i))
		}
	}
	return fmt.Sprintf("%d%d%s|%s%s", 9-gravest(flags), 9-min(9, len(flags)), same, ref.Kind[:1], ref.ID)
}

func (r review) flagsOn(id string) []flag.Flag {
	var on []flag.Flag
	for _, f := range r.flags {
		if _, found := slices.BinarySearchFunc(f.Records, id, strings.Compare); found {
			on = append(on, f)
		}
	}
	return on
}

func codesOf(flags []flag.Flag) []flag.Code {
	codes := make([]flag.Code, len(flags))
	for i, f := range flags {
		codes[i] = f.Code
	}
	return codes
}

// viewer makes views from what a review has read already; employers are read once
// each.
type viewer struct {
	*Service
	actor     Actor
	review    review
	books     books
	employers map[string]Enterprise
}

func (v viewer) view(ctx context.Context, w waitingRecord) (RecordView, error) {
	r := v.review
	switch w.ref.Kind {
	case RegistrationRecord:
		n := r.Registrations[w.i]
		may, late := v.books.standing(v.actor, n.Trail, n.Month, n.SiteID, n.County)
		return RecordView{Registration: &RegistrationView{Registration: n, Person: n.whose(r.people[n.PersonID]), May: may, Late: late}}, nil
	case PlacementRecord:
		n := r.Placements[w.i]
		e, err := v.employer(ctx, n.EnterpriseID)
		may, late := n.standing(v.actor, v.books)
		return RecordView{Placement: &PlacementView{n.seenBy(v.actor), n.whose(r.people[n.PersonID]), e, may, late}}, err
	case PostingRecord:
		n := r.postings[w.i]
		e, err := v.employer(ctx, n.EnterpriseID)
		p := n.view(v.actor, v.books, r.site, e, v.today())
		return RecordView{Posting: &p}, err
	}
	act := r.Activities[w.i].view(v.actor, v.books)
	return RecordView{Activity: &act}, nil
}

func (v viewer) employer(ctx context.Context, id string) (Enterprise, error) {
	if e, known := v.employers[id]; known {
		return e, nil
	}
	e, err := v.store.Enterprise(ctx, id)
	v.employers[id] = e
	return e, err
}
