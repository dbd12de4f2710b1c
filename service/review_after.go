package service

import (
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// aftermath is what was heard of a placement elsewhere than in its own record.
type aftermath struct {
	leftBy   int  // the early mark at which a follow-up found that somebody had left
	notHired bool // the employer answered a referral so on or after the day of the start, and has not denied the record itself
}

// aftermath reads what became of placements. A month of which none waits to be checked
// has no flags about them, and so nothing is read.
func (s *Service) aftermath(ctx context.Context, list []Placement) (map[string]aftermath, error) {
	after := map[string]aftermath{}
	if !slices.ContainsFunc(list, Placement.waits) {
		return after, nil
	}
	today := s.today()
	followed, err := s.followUpsOf(ctx, slices.DeleteFunc(slices.Clone(list), func(p Placement) bool {
		return p.dueOn(FollowUpDays[0]).After(today) // nobody can have asked yet
	}))
	if err != nil {
		return nil, err
	}
	for _, f := range followed { // by mark
		if a := after[f.PlacementID]; f.leftEarly() && a.leftBy == 0 {
			a.leftBy = f.Day
			after[f.PlacementID] = a
		}
	}
	return after, s.hearNo(ctx, list, after)
}

// hearNo notes where an employer's answer to a referral contradicts a placement.
func (s *Service) hearNo(ctx context.Context, list []Placement, after map[string]aftermath) error {
	people := make([]string, len(list))
	for i, p := range list {
		people[i] = p.PersonID
	}
	slices.Sort(people)
	for part := range slices.Chunk(slices.Compact(people), manyIDs) {
		applications, err := s.store.ApplicationsOfPeople(ctx, part, Page{})
		if err != nil {
			return err
		}
		for _, n := range applications {
			said, ok := n.answer(StepReferred) // though the site took it back: who checks is to know
			if !ok || said.Outcome != NotHired {
				continue
			}
			for _, p := range list {
				if p.PersonID == n.PersonID && p.EnterpriseID == n.EnterpriseID && !p.denied(true) && !calendar.DateOf(said.At).Before(p.StartedOn) {
					a := after[p.ID]
					a.notHired = true
					after[p.ID] = a
				}
			}
		}
	}
	return nil
}
