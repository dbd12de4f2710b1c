package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
)

var errNoOutcome = &Error{Kind: Conflict, Code: "no_outcome", Message: "还没有办理结果，无需撤销"}

// ReopenApplication takes an outcome back that staff noted or the employer answered by
// mistake, for a stated reason: it is under way again, may be referred, placed or asked
// about, and the seeker may withdraw. What was said stays in the trail. One that came
// to a placement is set right there first. The employer's link stays closed: the number
// can be shown again only through a new one, and if the seeker's own wish stands.
func (s *Service) ReopenApplication(ctx context.Context, a Actor, id, reason string) (ApplicationView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return ApplicationView{}, err
	}
	n, err := s.application(ctx, a, id, referSeekers)
	if err != nil {
		return ApplicationView{}, err
	}
	placed, err := s.stillPlaced(ctx, n)
	if err != nil {
		return ApplicationView{}, err
	}
	seen := n.PlacementID
	return s.changeApplication(ctx, a, id, func(n *Application) error {
		if placed || n.PlacementID != seen {
			return errPlaced
		}
		return n.reopen(ApplicationStep{Kind: StepReopened, At: s.now(), By: a.Account.ID, SiteID: n.SiteID, Note: reason})
	})
}

// stillPlaced reports whether the application came to a placement that is not void.
func (s *Service) stillPlaced(ctx context.Context, n Application) (bool, error) {
	if n.PlacementID == "" {
		return false, nil
	}
	p, err := s.store.Placement(ctx, n.PlacementID)
	return err == nil && p.Status != Void, ignoreMissing(err)
}

// concluded reports whether there is an outcome.
func (n Application) concluded() bool {
	return n.State != Applied && n.State != Referred && n.State != Withdrawn
}

func (n *Application) reopen(st ApplicationStep) error {
	switch {
	case n.State == Withdrawn:
		return errWithdrawn
	case !n.concluded():
		return errNoOutcome
	}
	if n.State = Applied; n.ReferredBy != "" {
		n.State = Referred
	}
	n.Shared, n.PlacementID, n.StartedOn = n.round().wished, "", calendar.Date{}
	n.closeLink()
	return n.add(st)
}
