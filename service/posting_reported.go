package service

import (
	"context"
	"slices"
)

// FakeReport is an open rights report that a posting offers no real work.
type FakeReport struct {
	PostingID string
	ToSite    bool // those who work at the posting's site see it
}

// countReports says of postings how many open reports there are that they are fake, as
// far as the actor may know of them: whoever works at the site does not hear of those
// that go past it.
func (s *Service) countReports(ctx context.Context, a Actor, views ...*PostingView) error {
	ids := make([]string, len(views))
	for i, v := range views {
		ids[i] = v.ID
	}
	for part := range slices.Chunk(ids, manyIDs) {
		list, err := s.store.FakeReports(ctx, part)
		if err != nil {
			return err
		}
		for _, v := range views {
			all := a.supervises(v.SiteID, v.County)
			for _, r := range list {
				if r.PostingID == v.ID && (all || r.ToSite) {
					v.Reports++
				}
			}
		}
	}
	return nil
}
