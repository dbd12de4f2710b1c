package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/match"
	"github.com/quanjiuye/backend/service/rubric"
)

type siteDoc struct {
	ID        string          `json:"_id"`
	Rev       int64           `json:"rev"`
	Name      string          `json:"name"`
	Kind      string          `json:"kind"`
	County    string          `json:"county"`
	Agency    string          `json:"agency"`
	Operator  string          `json:"operator"`
	Address   string          `json:"address"`
	Phone     string          `json:"phone"`
	Hours     string          `json:"hours"`
	AreaM2    float64         `json:"area_m2"`
	OpenedOn  string          `json:"opened_on"`
	CreatedBy string          `json:"created_by"`
	CreatedAt int64           `json:"created_at"`
	Example   bool            `json:"example"`
	Lat       int32           `json:"lat"` // millionths of a degree; both 0: not said
	Lng       int32           `json:"lng"`
	Changes   []siteChangeDoc `json:"changes"`
}

type siteChangeDoc struct {
	By  string        `json:"by"`
	At  int64         `json:"at"`
	Was []fieldWasDoc `json:"was"`
}

type fieldWasDoc struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

func (s *Store) sites() table[siteDoc, service.Site] {
	return table[siteDoc, service.Site]{s, "sites", newSiteDoc, siteDoc.site,
		func(n *service.Site) *int64 { return &n.Rev }}
}

func newSiteDoc(n service.Site) (siteDoc, error) {
	d := siteDoc{
		ID: n.ID, Rev: n.Rev, Name: n.Name, Kind: string(n.Kind), County: n.County, Agency: n.Agency,
		Operator: n.Operator, Address: n.Address, Phone: n.Phone, Hours: n.Hours, AreaM2: n.AreaM2, OpenedOn: n.OpenedOn.String(),
		CreatedBy: n.CreatedBy, CreatedAt: millis(n.CreatedAt), Example: n.Example,
		Lat: n.At.Lat, Lng: n.At.Lng,
	}
	for _, c := range n.Changes {
		change := siteChangeDoc{By: c.By, At: millis(c.At)}
		for _, f := range c.Was {
			change.Was = append(change.Was, fieldWasDoc(f))
		}
		d.Changes = append(d.Changes, change)
	}
	return d, nil
}

func (d siteDoc) site() (service.Site, error) {
	n := service.Site{
		ID: d.ID, Rev: d.Rev, Name: d.Name, Kind: rubric.SiteKind(d.Kind), County: d.County, Agency: d.Agency,
		Operator: d.Operator, Address: d.Address, Phone: d.Phone, Hours: d.Hours, AreaM2: d.AreaM2, OpenedOn: day(d.OpenedOn),
		CreatedBy: d.CreatedBy, CreatedAt: fromMillis(d.CreatedAt), Example: d.Example,
		At: match.Point{Lat: d.Lat, Lng: d.Lng},
	}
	for _, c := range d.Changes {
		change := service.SiteChange{By: c.By, At: fromMillis(c.At)}
		for _, f := range c.Was {
			change.Was = append(change.Was, service.FieldWas(f))
		}
		n.Changes = append(n.Changes, change)
	}
	return n, nil
}

// InsertSite implements service.SiteStore.
func (s *Store) InsertSite(ctx context.Context, n service.Site) error {
	return s.sites().insert(ctx, n)
}

// Site implements service.SiteStore.
func (s *Store) Site(ctx context.Context, id string) (service.Site, error) {
	return s.sites().get(ctx, id)
}

// UpdateSite implements service.SiteStore.
func (s *Store) UpdateSite(ctx context.Context, id string, change func(*service.Site) error) (service.Site, error) {
	return s.sites().update(ctx, id, change)
}

// Sites implements service.SiteStore. A scope of both counties and single sites
// takes a query for each and is joined here, so that every query has its index.
func (s *Store) Sites(ctx context.Context, f service.SiteFilter) ([]service.Site, error) {
	if f.Scope.Everything {
		return s.findSites(ctx, f)
	}
	byID := map[string]service.Site{}
	for _, within := range []Cond{{"county", In, f.Scope.Counties}, {"_id", In, f.Scope.SiteIDs}} {
		if len(within.Value.([]string)) == 0 {
			continue
		}
		found, err := s.findSites(ctx, f, within)
		if err != nil {
			return nil, err
		}
		for _, n := range found {
			byID[n.ID] = n
		}
	}
	list := make([]service.Site, 0, len(byID))
	for _, n := range byID {
		list = append(list, n)
	}
	slices.SortFunc(list, func(a, b service.Site) int { return cmp.Compare(b.ID, a.ID) })
	if f.Page.Limit > 0 && len(list) > f.Page.Limit {
		list = list[:f.Page.Limit]
	}
	return list, nil
}

func (s *Store) findSites(ctx context.Context, f service.SiteFilter, where ...Cond) ([]service.Site, error) {
	if f.County != "" {
		where = append(where, eq("county", f.County))
	}
	if f.Kind != "" {
		where = append(where, eq("kind", string(f.Kind)))
	}
	return s.sites().find(ctx, page(f.Page, where...))
}
