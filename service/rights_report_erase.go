package service

import "context"

// eraseReports takes an account out of what it reported. The case stays with those who
// handle it: its kind, its clock and who did what, and no word of it.
func (s *Service) eraseReports(ctx context.Context, accountID string) error {
	return pages(func(p Page) ([]RightsReport, error) { return s.store.RightsReportsOfAccount(ctx, accountID, p) }, func(r RightsReport) (string, error) {
		_, err := s.store.UpdateRightsReport(ctx, r.ID, func(r *RightsReport) error {
			r.erase()
			return nil
		})
		return r.ID, err
	})
}

func (r *RightsReport) erase() {
	r.AccountID, r.Anonymous, r.Employer, r.Phone, r.Text = "", true, "", "", erasedText
	r.Steps = erasedSteps(r.Steps)
	reveals := make([]Reveal, len(r.Reveals))
	for i, v := range r.Reveals {
		v.Reason = erasedText
		reveals[i] = v
	}
	r.Reveals = reveals
}
