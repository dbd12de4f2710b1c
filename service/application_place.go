package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// PlaceInput is how an application came to a start of work.
type PlaceInput struct {
	Kind        PlacementKind
	StartedOn   calendar.Date // zero: as the employer answered, or else today
	EvidenceIDs []string
}

// PlaceApplicant records that a referral came to a start of work: the placement that
// Place would record, with the posting's employer, joined to the application. Neither
// whoever records it nor whoever referred may confirm it, and the employer's answer to
// the referral's link does not either (ADR 0012). The placement is kept first; a repeat
// finds it by its natural key and completes what was broken off.
func (s *Service) PlaceApplicant(ctx context.Context, a Actor, id string, in PlaceInput) (v PlacementView, created bool, err error) {
	n, err := s.application(ctx, a, id, writeRecords)
	if err != nil {
		return PlacementView{}, false, err
	}
	if err := n.placeable(); err != nil {
		return PlacementView{}, false, err
	}
	if in.StartedOn.IsZero() && n.StartedOn.After(s.today()) {
		return PlacementView{}, false, errNotStarted
	}
	startedOn := cmp.Or(in.StartedOn, n.StartedOn, s.today())
	if err := n.startable(startedOn); err != nil {
		return PlacementView{}, false, err
	}
	posting, err := s.store.Posting(ctx, n.PostingID)
	if err != nil {
		return PlacementView{}, false, err
	}
	v, created, err = s.Place(ctx, a, PlacementInput{
		SiteID: n.SiteID, PersonID: n.PersonID, EnterpriseID: n.EnterpriseID, PostingID: n.PostingID, Kind: in.Kind,
		StartedOn: startedOn, Title: posting.Title, EvidenceIDs: in.EvidenceIDs, cameOf: n,
	})
	if err != nil {
		return PlacementView{}, false, err
	}
	if v.Status == Void {
		return PlacementView{}, false, &Error{Kind: Conflict, Code: "record_void", Message: "该次上岗的记录已作废，请先恢复或核对上岗日期"}
	}
	if v, err = s.joinPlacement(ctx, a, v, n); err != nil {
		return PlacementView{}, false, err
	}
	return v, created, s.notePlaced(ctx, a, n.ID, v.Placement)
}

var errNotStarted = &Error{Kind: Conflict, Code: "not_started", Message: "用人单位答复的上岗日期还没有到，请到上岗当天再登记；已提前上岗的，请填写实际上岗日期"}

var errByReferrer = &Error{Kind: Conflict, Code: "confirmed_by_referrer", Message: "该次上岗已有记录，并由推荐人本人确认，请先由主管部门核实"}

// joinPlacement joins a placement that was recorded before by itself, unless whoever
// referred has vouched for it.
func (s *Service) joinPlacement(ctx context.Context, a Actor, v PlacementView, n Application) (PlacementView, error) {
	if v.ApplicationID != "" {
		return v, nil
	}
	p, err := s.store.UpdatePlacement(ctx, v.ID, func(p *Placement) error {
		switch {
		case p.ApplicationID != "":
			return nil
		case p.Status == Confirmed && p.ConfirmedBy == n.ReferredBy:
			return errByReferrer
		}
		p.ApplicationID, p.ReferredBy = n.ID, n.ReferredBy
		return nil
	})
	if err != nil {
		return v, err
	}
	return s.viewPlacement(ctx, a, p)
}

// notePlaced joins the application to its placement and closes the employer's link. An
// employer who denied the hire in the meantime makes the placement disputed.
func (s *Service) notePlaced(ctx context.Context, a Actor, id string, p Placement) error {
	var denied ApplicationStep
	n, err := s.store.UpdateApplication(ctx, id, s.telling(func(n *Application) error {
		said, ok := n.employerSaid()
		if denied = (ApplicationStep{}); ok && said.Outcome == NotHired {
			denied = said
		}
		if n.PlacementID == p.ID && slices.ContainsFunc(n.Steps, func(st ApplicationStep) bool { return st.PlacementID == p.ID }) {
			return nil
		}
		n.PlacementID, n.State, n.StartedOn = p.ID, Hired, p.StartedOn
		n.closeLink()
		return n.add(ApplicationStep{Kind: StepPlaced, At: s.now(), By: a.Account.ID, SiteID: p.SiteID, StartedOn: p.StartedOn, PlacementID: p.ID})
	}))
	if err != nil {
		return err
	}
	s.pay(ctx, ApplicationNoun, id, n.Owed)
	if denied.By == "" {
		return nil
	}
	w := Word{By: denied.By, At: denied.At, Note: denied.Note, Through: denied.Through}
	_, err = s.store.UpdatePlacement(ctx, p.ID, func(p *Placement) error {
		if _, heard := p.lastWord(w.By); heard {
			return nil
		}
		return p.hear(w, a, s.now(), books{})
	})
	return err
}
