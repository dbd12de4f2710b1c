package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// DecidedFilter asks for part of what was decided about a site's month.
type DecidedFilter struct {
	SiteID string
	Month  calendar.Month // zero: this month
	Status Status         // Confirmed or Void
	Limit  int
	After  string // the Next of the part before
}

// Decided are records that somebody has confirmed or voided, the last first.
type Decided struct {
	Site  Site
	Month calendar.Month
	Items []DecidedRecord
	Next  string // where the next part begins; empty: that was all
	Names Names  // of who decided
}

// DecidedRecord is a record with when it was decided about, by whom, and why.
type DecidedRecord struct {
	RecordRef
	RecordView
	At     time.Time
	By     string // account, or the employer or seeker whose word confirmed it: see ByParty
	Reason string // of a void
}

// ByParty reports whether somebody concerned decided, and no colleague.
func (d DecidedRecord) ByParty() bool {
	return strings.HasPrefix(d.By, employerParty) || strings.HasPrefix(d.By, seekerParty) || d.Placement != nil && d.Placement.saidSo(d.By)
}

// saidSo reports whether it is the seeker whose own word is kept.
func (p Placement) saidSo(account string) bool {
	return slices.ContainsFunc(p.Words, func(w Word) bool { return w.By == seekerParty+account })
}

// Decided lists what was confirmed, or voided, of a site's month, to those who check its
// records. An honour, which has no month, is in the one in which it was decided about.
func (s *Service) Decided(ctx context.Context, a Actor, f DecidedFilter) (Decided, error) {
	site, err := s.siteFor(ctx, a, checkRecords, f.SiteID)
	if err != nil {
		return Decided{}, err
	}
	var p problems
	f.Month = s.checkMonth(&p, "query.month", f.Month)
	if f.Status != Confirmed && f.Status != Void {
		p.add("query.status", "status", "状态只能是已核实（confirmed）或已作废（void）")
	}
	if err := p.err(); err != nil {
		return Decided{}, err
	}
	all, err := s.decided(ctx, f)
	if err != nil {
		return Decided{}, err
	}
	out := Decided{Site: site, Month: f.Month}
	var by []string
	for _, d := range all {
		if f.After != "" && d.key() >= f.After {
			continue
		}
		if len(out.Items) == f.Limit {
			out.Next = out.Items[f.Limit-1].key()
			break
		}
		if d.RecordView, err = s.view(ctx, a, d.RecordRef); err != nil {
			return Decided{}, err
		}
		out.Items, by = append(out.Items, d), append(by, d.By)
	}
	out.Names, err = s.namesOf(ctx, by...)
	return out, err
}

// key orders by time, and by id where that is the same.
func (d DecidedRecord) key() string { return fmt.Sprintf("%013d%s", d.At.UnixMilli(), d.ID) }

// decided reads whom and when of all of them, the last first.
func (s *Service) decided(ctx context.Context, f DecidedFilter) (all []DecidedRecord, err error) {
	add := func(kind RecordKind, id string, t Trail) {
		d := DecidedRecord{RecordRef: RecordRef{kind, id}, At: t.ConfirmedAt, By: t.ConfirmedBy}
		if t.Status == Void {
			d.At, d.By, d.Reason = t.VoidedAt, t.VoidedBy, t.VoidReason
		}
		if kind != HonourRecord || calendar.DateOf(d.At).In() == f.Month {
			all = append(all, d)
		}
	}
	of := RecordFilter{SiteID: f.SiteID, Month: f.Month, Status: f.Status}
	if err = every(ctx, of, s.store.Registrations, func(n Registration) string { add(RegistrationRecord, n.ID, n.Trail); return n.ID }); err != nil {
		return nil, err
	}
	if err = every(ctx, of, s.store.Placements, func(n Placement) string { add(PlacementRecord, n.ID, n.Trail); return n.ID }); err != nil {
		return nil, err
	}
	if err = every(ctx, of, s.store.Activities, func(n Activity) string { add(ActivityRecord, n.ID, n.Trail); return n.ID }); err != nil {
		return nil, err
	}
	postings := func(ctx context.Context, f RecordFilter) ([]Posting, error) {
		return s.store.Postings(ctx, PostingFilter{RecordFilter: f})
	}
	if err = every(ctx, of, postings, func(n Posting) string { add(PostingRecord, n.ID, n.Trail); return n.ID }); err != nil {
		return nil, err
	}
	err = every(ctx, of, s.store.Honours, func(n Honour) string { add(HonourRecord, n.ID, n.Trail); return n.ID })
	slices.SortFunc(all, func(x, y DecidedRecord) int { return cmp.Compare(y.key(), x.key()) })
	return all, err
}
