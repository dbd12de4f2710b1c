package service

import (
	"context"
	"slices"
	"time"
)

// eraseGuidance takes out what was said in talks with a person; that there were talks
// stays.
func (s *Service) eraseGuidance(ctx context.Context, personID string) (int, error) {
	people := []string{personID}
	return 0, pages(func(p Page) ([]Guidance, error) { return s.store.GuidanceOfPeople(ctx, people, p) }, func(n Guidance) (string, error) {
		_, err := s.store.UpdateGuidance(ctx, n.ID, func(n *Guidance) error {
			n.Erased, n.Topics, n.Advice, n.NextStep = true, nil, erasedText, ""
			if n.VoidReason != "" {
				n.VoidReason = erasedText
			}
			return nil
		})
		return n.ID, err
	})
}

// eraseHelp takes a person out of his service requests. One that is open ends.
func (s *Service) eraseHelp(ctx context.Context, personID string) (int, error) {
	people := []string{personID}
	return 0, pages(func(p Page) ([]HelpRequest, error) { return s.store.HelpRequestsOfPeople(ctx, people, p) }, s.eraseHelpRequest(ctx, ""))
}

// leaveHelp takes out what an account asked for people who stay, because others made
// them known.
func (s *Service) leaveHelp(ctx context.Context, accountID string) error {
	return pages(func(p Page) ([]HelpRequest, error) { return s.store.HelpRequestsOfAccount(ctx, accountID, p) }, s.eraseHelpRequest(ctx, accountID))
}

// eraseHelpRequest takes out what was said in one; with an account, only if that asked
// for itself.
func (s *Service) eraseHelpRequest(ctx context.Context, accountID string) func(HelpRequest) (string, error) {
	return func(n HelpRequest) (string, error) {
		_, err := s.store.UpdateHelpRequest(ctx, n.ID, func(n *HelpRequest) error {
			if accountID == "" || n.Self && n.By == accountID {
				n.erase(s.now())
			}
			return nil
		})
		return n.ID, err
	}
}

func (n *HelpRequest) erase(now time.Time) {
	n.Erased, n.Text, n.Steps = true, erasedText, erasedSteps(n.Steps)
	if n.Self {
		n.By = ""
	}
	if n.State != HelpClosed {
		n.State = HelpClosed
		n.Steps = append(n.Steps, CaseStep{Step: CaseClosed, Side: SeekerSide, At: now, Result: HelpWithdrawn})
	}
}

// erasedSteps are a case's without what was said, nor who the seeker was.
func erasedSteps(list []CaseStep) []CaseStep {
	steps := slices.Clone(list)
	for i := range steps {
		if steps[i].Text != "" {
			steps[i].Text = erasedText
		}
		if steps[i].Side == SeekerSide {
			steps[i].By = ""
		}
	}
	return steps
}
