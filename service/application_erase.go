package service

import "context"

// eraseApplications takes a person out of the applications: nobody can be shown
// anything through them, and what was written about the person goes.
func (s *Service) eraseApplications(ctx context.Context, personID string) (int, error) {
	return 0, pages(func(p Page) ([]Application, error) { return s.store.ApplicationsOfPeople(ctx, []string{personID}, p) }, func(n Application) (string, error) {
		_, err := s.store.UpdateApplication(ctx, n.ID, func(n *Application) error {
			n.leave(s)
			n.Erased, n.AccountID = true, ""
			for i := range n.Steps {
				n.Steps[i].Note = ""
				if n.Steps[i].SiteID == "" && n.Steps[i].Kind != StepAnswered {
					n.Steps[i].By = ""
				}
			}
			return nil
		})
		return n.ID, err
	})
}

// leaveApplications takes out what an account told in the applications of people who
// stay, because others made them known. He who applied is gone, and so his number is
// shown no more.
func (s *Service) leaveApplications(ctx context.Context, accountID string) error {
	return pages(func(p Page) ([]Application, error) { return s.store.ApplicationsOfAccount(ctx, accountID, p) }, func(n Application) (string, error) {
		_, err := s.store.UpdateApplication(ctx, n.ID, func(n *Application) error {
			if n.AccountID != accountID {
				return nil
			}
			n.leave(s)
			n.AccountID = ""
			for i := range n.Steps {
				if n.Steps[i].By == accountID {
					n.Steps[i].By, n.Steps[i].Note = "", ""
				}
			}
			return nil
		})
		return n.ID, err
	})
}

// leave ends what is under way.
func (n *Application) leave(s *Service) {
	steps := make([]ApplicationStep, 0, len(n.Steps)+1)
	n.Steps = append(steps, n.Steps...) // what was read is not written to
	n.Shared = false
	n.closeLink()
	if n.underWay() {
		n.State, n.ReferredBy = Withdrawn, ""
		n.Steps = append(n.Steps, ApplicationStep{Kind: StepErased, At: s.now()})
	}
}

// eraseViews takes out why somebody was shown the number; that it was stays.
func (s *Service) eraseViews(ctx context.Context, personID string) (int, error) {
	return 0, pages(func(p Page) ([]View, error) { return s.store.ViewsOfPeople(ctx, []string{personID}, p) }, func(v View) (string, error) {
		_, err := s.store.UpdateView(ctx, v.ID, func(v *View) error {
			if v.Reason != "" {
				v.Reason = erasedText
			}
			return nil
		})
		return v.ID, err
	})
}

// eraseFollowUps takes out what was noted of a person's placements.
func (s *Service) eraseFollowUps(ctx context.Context, personID string) (int, error) {
	return 0, pages(func(p Page) ([]Placement, error) { return s.store.PlacementsOfPeople(ctx, []string{personID}, p) }, func(n Placement) (string, error) {
		list, err := s.followUpsOf(ctx, []Placement{n})
		for _, f := range list {
			if err == nil {
				_, err = s.store.UpdateFollowUp(ctx, f.ID, func(f *FollowUp) error {
					f.erase()
					return nil
				})
			}
		}
		return n.ID, err
	})
}

func (n *FollowUp) erase() {
	n.Note = ""
	earlier := make([]FollowUpEntry, len(n.Earlier))
	for i, e := range n.Earlier {
		e.Note = ""
		earlier[i] = e
	}
	n.Earlier = earlier
}
