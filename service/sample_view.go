package service

import (
	"context"
	"slices"
)

// Sample answers one sample to those who check the site's records.
func (s *Service) Sample(ctx context.Context, a Actor, id string) (SampleView, error) {
	n, err := s.sample(ctx, a, id)
	if err != nil {
		return SampleView{}, err
	}
	return s.viewSample(ctx, a, n)
}

// Samples lists a site's samples, newest first, without their records.
func (s *Service) Samples(ctx context.Context, a Actor, siteID string, p Page) ([]SampleView, error) {
	site, err := s.siteFor(ctx, a, checkRecords, siteID)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Samples(ctx, site.ID, p)
	views := make([]SampleView, len(list))
	for i, n := range list {
		views[i] = SampleView{Sample: n, Site: site, MayCall: a.supervises(site.ID, site.County)}
	}
	return views, err
}

func (s *Service) sample(ctx context.Context, a Actor, id string) (Sample, error) {
	n, err := s.store.Sample(ctx, id)
	if err != nil {
		return Sample{}, missing(err)
	}
	return n, a.touch(checkRecords, n.SiteID, n.County)
}

// calling is sample for whoever calls back: nobody does at the site where he works.
func (s *Service) calling(ctx context.Context, a Actor, id, recordID string) (Sample, error) {
	n, err := s.sample(ctx, a, id)
	switch {
	case err != nil:
		return Sample{}, err
	case !a.supervises(n.SiteID, n.County):
		return Sample{}, errOwnSample
	case n.drawn(recordID) == nil:
		return Sample{}, ErrNotFound
	}
	return n, nil
}

func (s *Service) viewSample(ctx context.Context, a Actor, n Sample) (SampleView, error) {
	v := SampleView{Sample: n, MayCall: a.supervises(n.SiteID, n.County)}
	var err error
	if v.Site, err = s.store.Site(ctx, n.SiteID); err != nil {
		return SampleView{}, missing(err)
	}
	v.Records = make([]RecordView, len(n.Drawn))
	for i, d := range n.Drawn {
		if v.Records[i], err = s.view(ctx, a, RecordRef{n.Kind, d.RecordID}); err != nil {
			return SampleView{}, err
		}
	}
	v.Names, err = s.namesOf(ctx, n.callers()...)
	return v, err
}

// callers are the accounts that noted results.
func (n Sample) callers() (ids []string) {
	for _, d := range n.Drawn {
		for _, c := range append(slices.Clone(d.Earlier), d.Call) {
			ids = append(ids, c.By)
		}
	}
	return ids
}

// view answers a record of any kind within the actor's sight.
func (s *Service) view(ctx context.Context, a Actor, ref RecordRef) (RecordView, error) {
	switch ref.Kind {
	case RegistrationRecord:
		v, err := s.Registration(ctx, a, ref.ID)
		return RecordView{Registration: &v}, err
	case PlacementRecord:
		v, err := s.Placement(ctx, a, ref.ID)
		return RecordView{Placement: &v}, err
	case ActivityRecord:
		v, err := s.Activity(ctx, a, ref.ID)
		return RecordView{Activity: &v}, err
	case PostingRecord:
		v, err := s.Posting(ctx, a, ref.ID)
		return RecordView{Posting: &v}, err
	case HonourRecord:
		v, err := s.Honour(ctx, a, ref.ID)
		return RecordView{Honour: &v}, err
	}
	return RecordView{}, ErrNotFound
}
