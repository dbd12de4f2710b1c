package service

import "context"

// knownEvidence checks that what a record names is evidence of its site.
func (s *Service) knownEvidence(_ context.Context, p *problems, location, _ string, ids []string) []string {
	if len(ids) > 0 {
		p.add(location, "unknown_evidence", "没有找到该佐证材料") // there is no evidence to name yet
	}
	return ids
}
