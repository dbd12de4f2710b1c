package service

import "context"

// Placement answers one record within the actor's sight.
func (s *Service) Placement(ctx context.Context, a Actor, id string) (PlacementView, error) {
	return s.placement(ctx, a, id, readRecords)
}

func (s *Service) placement(ctx context.Context, a Actor, id string, op operation) (PlacementView, error) {
	p, err := s.store.Placement(ctx, id)
	if err != nil {
		return PlacementView{}, missing(err)
	}
	if err := a.touch(op, p.SiteID, p.County); err != nil {
		return PlacementView{}, err
	}
	return s.viewPlacement(ctx, a, p)
}

func (s *Service) viewPlacement(ctx context.Context, a Actor, p Placement) (PlacementView, error) {
	person, err := s.store.Person(ctx, p.PersonID)
	if err != nil {
		return PlacementView{}, err
	}
	e, err := s.store.Enterprise(ctx, p.EnterpriseID)
	if err != nil {
		return PlacementView{}, err
	}
	may, late, err := s.standingOf(ctx, a, p)
	return PlacementView{p.seenBy(a), p.whose(person), e, may, late}, err
}

// Placements lists a site's records, newest first.
func (s *Service) Placements(ctx context.Context, a Actor, f RecordFilter) ([]PlacementView, error) {
	if _, err := s.siteFor(ctx, a, readRecords, f.SiteID); err != nil {
		return nil, err
	}
	list, err := s.store.Placements(ctx, f)
	if err != nil {
		return nil, err
	}
	views := make([]PlacementView, len(list))
	for i, p := range list {
		if views[i], err = s.viewPlacement(ctx, a, p); err != nil {
			return nil, err
		}
	}
	return views, nil
}
