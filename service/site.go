package service

import (
	"context"
	"errors"
	"math"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/match"
	"github.com/quanjiuye/backend/service/rubric"
)

// Site is an odd-job market (零工市场) or station (零工驿站).
type Site struct {
	ID        string
	Rev       int64
	Name      string
	Kind      rubric.SiteKind
	County    string // a key of Counties
	Agency    string // the supervising office by its own name; never derived
	Operator  string
	Address   string
	Phone     string        // of the counter, for everybody; may be empty
	Hours     string        // when it is open, in words; may be empty
	AreaM2    float64       // floor area in square metres; 0: not given
	OpenedOn  calendar.Date // months before it are not assessed
	CreatedBy string
	CreatedAt time.Time
	Example   bool // invented for a demonstration

	// Neither a count nor a seal holds these.
	At      match.Point  `json:"-"` // on WeChat's map (GCJ-02); zero: not said
	Changes []SiteChange `json:"-"` // oldest first
}

// SiteFilter narrows a list of sites; it can never widen the scope.
type SiteFilter struct {
	Scope  Scope
	County string          // empty: any
	Kind   rubric.SiteKind // empty: both
	Page   Page
}

// Page asks for part of a list. Lists run from the newest id to the oldest.
type Page struct {
	Limit  int    // 1–200
	Before string // only ids smaller than this; empty: from the start
}

// SiteStore keeps sites.
type SiteStore interface {
	InsertSite(ctx context.Context, s Site) error
	Site(ctx context.Context, id string) (Site, error)
	UpdateSite(ctx context.Context, id string, change func(*Site) error) (Site, error)
	Sites(ctx context.Context, f SiteFilter) ([]Site, error)
}

// CreateSite opens a site. The caller must supervise its county.
func (s *Service) CreateSite(ctx context.Context, a Actor, in Site) (Site, error) {
	if !a.mayAnywhere(createSite) {
		return Site{}, ErrForbidden
	}
	if err := s.cleanSite(&in); err != nil {
		return Site{}, err
	}
	if !a.may(createSite, "", in.County) {
		return Site{}, ErrForbidden
	}
	in.ID, in.Rev, in.CreatedBy, in.CreatedAt = requestID(ctx), 1, a.Account.ID, s.now()
	err := s.tally.write(ctx, []Unit{YearUnit(in.ID, s.today().Year)}, func(ctx context.Context) error {
		return s.store.InsertSite(ctx, in)
	})
	if errors.Is(err, ErrExists) { // an earlier attempt got this far
		return s.store.Site(ctx, in.ID)
	}
	return in, err
}

func (s *Service) cleanSite(in *Site) error {
	var p problems
	in.Name = p.text("body.name", in.Name, 1, 60)
	in.Address = p.text("body.address", in.Address, 0, 120)
	in.Phone = p.text("body.phone", in.Phone, 0, 30)
	in.Hours = p.text("body.hours", in.Hours, 0, 60)
	in.Agency = p.text("body.agency", in.Agency, 0, 60)
	in.Operator = p.text("body.operator", in.Operator, 0, 60)
	if _, ok := Counties[in.County]; !ok {
		p.add("body.county", "county", "没有这个县（市、区）代码")
	}
	if in.Kind != rubric.Market && in.Kind != rubric.Station {
		p.add("body.kind", "kind", "类型只能是零工市场（market）或零工驿站（station）")
	}
	if math.IsNaN(in.AreaM2) || in.AreaM2 < 0 || in.AreaM2 > 1_000_000 {
		p.add("body.area_m2", "area", "面积不在合理范围内")
	}
	p.position("body.location", in.At)
	if in.OpenedOn.IsZero() || in.OpenedOn.Year < 2000 || in.OpenedOn.After(s.today().AddYears(1)) {
		p.add("body.opened_on", "date", "开业日期不在合理范围内")
	}
	return p.err()
}

// Site answers a site that the actor may see; any other looks missing.
func (s *Service) Site(ctx context.Context, a Actor, id string) (Site, error) {
	return s.siteFor(ctx, a, readSite, id)
}

// Sites lists the sites that the actor may see.
func (s *Service) Sites(ctx context.Context, a Actor, f SiteFilter) ([]Site, error) {
	f.Scope = a.scope(readSite)
	return s.store.Sites(ctx, f)
}

// siteFor loads a site for an operation: one outside the actor's sight looks
// missing, one that is seen but not theirs to touch is forbidden.
func (s *Service) siteFor(ctx context.Context, a Actor, op operation, id string) (Site, error) {
	site, err := s.store.Site(ctx, id)
	if err != nil {
		return Site{}, missing(err)
	}
	if !a.may(readSite, site.ID, site.County) {
		return Site{}, ErrNotFound
	}
	if !a.may(op, site.ID, site.County) {
		return Site{}, ErrForbidden
	}
	return site, nil
}

// sitesOf loads the sites of n records.
func (s *Service) sitesOf(ctx context.Context, n int, id func(int) string) (map[string]Site, error) {
	seen := map[string]Site{}
	for i := range n {
		if _, ok := seen[id(i)]; ok {
			continue
		}
		site, err := s.store.Site(ctx, id(i))
		if err != nil {
			return nil, err
		}
		seen[site.ID] = site
	}
	return seen, nil
}
