package service

import (
	"context"
	"time"
)

// doubt is whose counters in the cache this instance does not believe, because a
// write to the records may be missing from them. They are read from the store.
type doubt struct {
	all   bool
	sites map[string]bool
}

// about reports whether a site's counters are in doubt.
func (d *doubt) about(siteID string) bool { return d != nil && (d.all || d.sites[siteID]) }

// doubtAge is the age at which a mark in the cache is no longer believed to be
// counted soon: the sweeper should have. Younger ones are those of writers at work.
const doubtAge = sweepAge + 2*time.Second

// consider makes up this instance's mind, once a second, from marks that nobody is
// known to have counted. Those in the store are of writers who found the cache out
// of reach. Others stay where the cache answers but refuses to be written to (it is
// full, its replicas are gone, it cannot save), perhaps one node of it only. With
// more marks than there are here, all is in doubt.
func (s *Service) consider(ctx context.Context, inCache, inStore []AgedMark, more bool) {
	d := &doubt{all: more, sites: map[string]bool{}}
	for _, m := range inCache {
		if m.Age >= doubtAge {
			d.sites[m.SiteID] = true
		}
	}
	for _, m := range inStore {
		d.sites[m.SiteID] = true
	}
	s.setDoubt(ctx, d)
}

func (s *Service) setDoubt(ctx context.Context, d *doubt) {
	before := s.doubt.Swap(d)
	if d.about("") && !before.about("") {
		s.log.WarnContext(ctx, "the cache takes no counters, all are read from the store")
	}
}
