package service

import "context"

// knownEvidence checks that what a record names is evidence of its site.
func (s *Service) knownEvidence(_ context.Context, p *problems, location, _ string, ids []string) []string {
	if len(ids) > 0 {
		p.add(location, "unknown_evidence", "没有找到该佐证材料") // there is no evidence to name yet
	}
	return ids
}

// sealedEvidence is a file that a record of the year names, as it was when the
// assessment was sealed.
type sealedEvidence struct {
	ID string `json:"id"`
}

func (s *Service) evidenceOf(context.Context, Site, int) ([]sealedEvidence, error) { return nil, nil }

func (s *Service) checkEvidence(context.Context, *SealReport, sealedSheet) error { return nil }
