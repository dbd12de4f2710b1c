package service

import (
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// mostEvidence is how many pieces one record may name.
const mostEvidence = 20

// knownEvidence checks the evidence that a record of the site is to name, and
// answers each once, in the order in which they came; nil for none. Another site's
// evidence looks missing.
func (s *Service) knownEvidence(ctx context.Context, p *problems, location string, siteID string, ids []string) []string {
	var named []string
	for _, id := range ids {
		if !slices.Contains(named, id) {
			named = append(named, id)
		}
	}
	switch {
	case len(named) == 0:
		return nil
	case len(named) > mostEvidence:
		p.add(location, "too_many", "一条记录最多附20份佐证材料")
		return nil
	}
	known, err := s.store.EvidenceOf(ctx, EvidenceFilter{SiteID: siteID, IDs: named})
	if err != nil {
		p.fault(err)
	} else if len(known) != len(named) {
		p.add(location, "unknown_evidence", "没有找到该佐证材料")
	}
	return named
}

// provable is standing for a record that takes evidence.
func (b books) provable(a Actor, t Trail, m calendar.Month, siteID, county string) (May, bool) {
	may, late := b.standing(a, t, m, siteID, county)
	may.Attach = !b.settled(m, t.RecordedAt) && t.mayAttach(a, siteID, county)
	return may, late
}

func (t Trail) mayAttach(a Actor, siteID, county string) bool {
	return t.Status != Void && a.may(writeEvidence, siteID, county)
}

// attach adds evidence to what a record has. Whoever vouched for it did not see
// that: it must be confirmed anew, by somebody who did not attach it. What is there
// already changes nothing.
func (t *Trail) attach(a Actor, have *[]string, ids []string, now time.Time) error {
	if t.Status == Void {
		return &Error{Kind: Conflict, Code: "record_void", Message: "该记录已作废，不能附加佐证材料"}
	}
	all := slices.Clone(*have)
	for _, id := range ids {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	switch {
	case len(all) == len(*have):
		return nil
	case len(all) > mostEvidence:
		return invalid("body.evidence_ids", "too_many", "一条记录最多附20份佐证材料")
	}
	*have, t.ChangedAt = all, now
	if !slices.Contains(t.EvidenceBy, a.Account.ID) {
		t.EvidenceBy = append(slices.Clone(t.EvidenceBy), a.Account.ID)
	}
	t.unconfirm()
	return nil
}

// unconfirm takes a confirmation back: what is vouched for has changed.
func (t *Trail) unconfirm() {
	if t.Status == Confirmed {
		t.Status, t.ConfirmedBy, t.ConfirmedAt = Recorded, "", time.Time{}
	}
}

// AttachToPlacement adds evidence of its site to a placement.
func (s *Service) AttachToPlacement(ctx context.Context, a Actor, id string, ids []string) (PlacementView, error) {
	p, err := s.placement(ctx, a, id, writeEvidence)
	if err != nil {
		return PlacementView{}, err
	}
	if ids, err = s.evidenceToAttach(ctx, p.SiteID, ids); err != nil {
		return PlacementView{}, err
	}
	return s.changePlacement(ctx, s.tally.write, a, id, writeEvidence, func(p *Placement) error { return p.attach(a, &p.EvidenceIDs, ids, s.now()) })
}

// AttachToActivity adds evidence of its site to an entry of the service ledger.
func (s *Service) AttachToActivity(ctx context.Context, a Actor, id string, ids []string) (ActivityView, error) {
	act, err := s.activity(ctx, a, id, writeEvidence)
	if err != nil {
		return ActivityView{}, err
	}
	if ids, err = s.evidenceToAttach(ctx, act.SiteID, ids); err != nil {
		return ActivityView{}, err
	}
	return s.changeActivity(ctx, s.tally.write, a, id, writeEvidence, func(act *Activity) error { return act.attach(a, &act.EvidenceIDs, ids, s.now()) })
}

// AttachToHonour adds evidence of its site to an honour.
func (s *Service) AttachToHonour(ctx context.Context, a Actor, id string, ids []string) (HonourView, error) {
	h, err := s.honour(ctx, a, id, writeEvidence)
	if err != nil {
		return HonourView{}, err
	}
	if ids, err = s.evidenceToAttach(ctx, h.SiteID, ids); err != nil {
		return HonourView{}, err
	}
	return s.changeHonour(ctx, s.tally.write, a, id, writeEvidence, func(h *Honour) error { return h.attach(a, &h.EvidenceIDs, ids, s.now()) })
}

func (s *Service) evidenceToAttach(ctx context.Context, siteID string, ids []string) ([]string, error) {
	var p problems
	named := s.knownEvidence(ctx, &p, "body.evidence_ids", siteID, ids)
	if len(ids) == 0 {
		p.add("body.evidence_ids", "required", "请选择佐证材料")
	}
	return named, p.err()
}
