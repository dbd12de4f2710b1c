package service

import (
	"context"
	"slices"
)

// reach is whom a push is for, checked.
type reach struct {
	siteID, county string
	conditions     Conditions
	sites          []Site
}

// reach reads the notice and checks that the actor may push it that far. A draft is
// known to those who publish where it is.
func (s *Service) reach(ctx context.Context, a Actor, noticeID string, in AudienceInput) (Notice, reach, error) {
	n, err := s.store.Notice(ctx, noticeID)
	if err != nil {
		return Notice{}, reach{}, missing(err)
	}
	if n.State != NoticePublished {
		if err := a.touch(readRecords, n.SiteID, n.County); err != nil {
			return Notice{}, reach{}, err
		}
	}
	if in.SiteID == "" && in.County == "" {
		in.SiteID, in.County = n.SiteID, n.County
	}
	county, err := s.area(ctx, a, in.SiteID, in.County)
	if err != nil {
		return Notice{}, reach{}, err
	}
	if n.SiteID != "" && n.SiteID != in.SiteID || n.County != "" && n.County != county {
		return Notice{}, reach{}, errBeyond
	}
	var p problems
	r := reach{siteID: in.SiteID, county: county, conditions: p.conditions(in.Conditions)}
	if err := p.err(); err != nil {
		return Notice{}, reach{}, err
	}
	r.sites, err = s.sitesWithin(ctx, r)
	return n, r, err
}

// sitesWithin are the sites of a place, narrowed to those that are named; one that
// is named and not there is refused.
func (s *Service) sitesWithin(ctx context.Context, r reach) ([]Site, error) {
	f := SiteFilter{Scope: Scope{Everything: true}, County: r.county, Page: Page{Limit: everyPage}}
	if r.siteID != "" {
		f.Scope = Scope{SiteIDs: []string{r.siteID}}
	}
	var sites []Site
	for {
		found, err := s.store.Sites(ctx, f)
		if err != nil {
			return nil, err
		}
		sites = append(sites, found...)
		if len(found) < everyPage {
			break
		}
		f.Page.Before = found[len(found)-1].ID
	}
	named := r.conditions.SiteIDs
	if len(named) == 0 {
		return sites, nil
	}
	sites = slices.DeleteFunc(sites, func(site Site) bool { return !slices.Contains(named, site.ID) })
	if len(sites) < len(named) {
		return nil, invalid("body.conditions.site_ids", "site", "所选站点不在推送范围内")
	}
	return sites, nil
}
