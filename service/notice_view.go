package service

import (
	"context"
	"maps"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// NoticeView is a notice as those see it who publish.
type NoticeView struct {
	Notice
	May MayOfNotice
}

// MayOfNotice says which steps a screen may offer.
type MayOfNotice struct {
	Edit     bool
	Publish  bool
	Withdraw bool
	Push     bool // to those whom the notice is for
}

func (n Notice) view(a Actor) NoticeView {
	writes := a.may(noticeOp(n.SiteID), n.SiteID, n.County)
	return NoticeView{n, MayOfNotice{
		Edit: writes && (n.State == NoticeDraft || n.State == NoticeHeld), Publish: writes && n.State == NoticeDraft || n.reviewable(a),
		Withdraw: writes && n.State == NoticePublished, Push: writes && n.State == NoticePublished,
	}}
}

// notice reads one that the actor may know, published or not.
func (s *Service) notice(ctx context.Context, a Actor, id string) (Notice, error) {
	n, err := s.store.Notice(ctx, id)
	if err != nil {
		return Notice{}, missing(err)
	}
	return n, a.touch(readRecords, n.SiteID, n.County)
}

// ManagedNotice answers a notice in any state to those who publish where it is.
func (s *Service) ManagedNotice(ctx context.Context, a Actor, id string) (NoticeView, error) {
	n, err := s.notice(ctx, a, id)
	if err != nil {
		return NoticeView{}, err
	}
	return n.view(a), nil
}

// ManagedNotices lists those of a site, a county or the city, newest first.
func (s *Service) ManagedNotices(ctx context.Context, a Actor, siteID, county string, f NoticeFilter) ([]NoticeView, error) {
	county, err := s.placeInSight(ctx, a, siteID, county)
	if err != nil {
		return nil, err
	}
	f.Places, f.ValidOn = []string{placeOf(siteID, county)}, calendar.Date{}
	if f.State == NoticeHeld && siteID == "" { // what waits for a supervisor, its sites' too
		if f.Places, err = s.placesUnder(ctx, county); err != nil {
			return nil, err
		}
	}
	list, err := s.store.Notices(ctx, f)
	views := make([]NoticeView, len(list))
	for i, n := range list {
		views[i] = n.view(a)
	}
	return views, err
}

// placesUnder are a county or the city, and all within it.
func (s *Service) placesUnder(ctx context.Context, county string) ([]string, error) {
	scope := Scope{Everything: county == "", Counties: []string{county}}
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: scope})
	places := []string{placeOf("", county)}
	if county == "" {
		places = slices.AppendSeq(places, maps.Keys(Counties))
	}
	for _, site := range sites {
		places = append(places, site.ID)
	}
	return places, err
}

// placeInSight refuses a site, a county or the city whose records the actor may not
// read, and answers the county that it is in.
func (s *Service) placeInSight(ctx context.Context, a Actor, siteID, county string) (string, error) {
	if siteID != "" {
		site, err := s.siteFor(ctx, a, readRecords, siteID)
		return site.County, err
	}
	return county, a.touch(readRecords, "", county)
}

// PublishedNotice answers a notice that is published to anybody, also one past its
// last day: somebody may hold a link to it.
func (s *Service) PublishedNotice(ctx context.Context, id string) (Notice, error) {
	n, err := s.store.Notice(ctx, id)
	if err != nil {
		return Notice{}, missing(err)
	}
	if n.State != NoticePublished {
		return Notice{}, ErrNotFound
	}
	return n, nil
}

// PublishedNotices lists what is published and in force, newest first: for a site
// also its county's and the city's, for a county also the city's, or all.
func (s *Service) PublishedNotices(ctx context.Context, siteID, county string, p Page) ([]Notice, error) {
	f := NoticeFilter{State: NoticePublished, ValidOn: s.today(), Page: p}
	if siteID != "" {
		site, err := s.store.Site(ctx, siteID)
		if err != nil {
			return nil, missing(err)
		}
		f.Places, county = []string{siteID}, site.County
	}
	if county != "" {
		f.Places = slices.Concat(f.Places, []string{county, All})
	}
	return s.store.Notices(ctx, f)
}
