package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// enterpriseDoc keeps what is public of an employer as it is, because lists are
// searched by it. Of a private person nothing is: the name is sealed, and not
// searched.
type enterpriseDoc struct {
	ID           string `json:"_id"`
	Rev          int64  `json:"rev"`
	Kind         string `json:"kind"`
	Name         string `json:"name"`        // empty of a private person
	PersonName   []byte `json:"person_name"` // sealed; of a private person
	NameKey      string `json:"name_key"`
	NameCore     string `json:"name_core"` // identity.CompanyCore of the key
	USCC         string `json:"uscc"`
	USCCOdd      bool   `json:"uscc_odd"`
	Address      string `json:"address"`
	Industry     string `json:"industry"`
	ContactName  []byte `json:"contact_name"`  // sealed
	ContactPhone []byte `json:"contact_phone"` // sealed
	LicenceID    string `json:"licence_id"`
	CreatedBy    string `json:"created_by"`
	CreatedAt    int64  `json:"created_at"`
	ChangedBy    string `json:"changed_by"`
	ChangedAt    int64  `json:"changed_at"`
	Example      bool   `json:"example"`
}

func (s *Store) enterprises() table[enterpriseDoc, service.Enterprise] {
	return table[enterpriseDoc, service.Enterprise]{s, "enterprises", s.newEnterpriseDoc, s.enterprise,
		func(n *service.Enterprise) *int64 { return &n.Rev }}
}

func (s *Store) newEnterpriseDoc(n service.Enterprise) (enterpriseDoc, error) {
	o := s.opener("enterprises", n.ID)
	d := enterpriseDoc{
		ID: n.ID, Rev: n.Rev, Kind: string(n.Kind), Name: n.Name, NameKey: n.NameKey, NameCore: identity.CompanyCore(n.NameKey),
		USCC: n.USCC, USCCOdd: n.USCCOdd, Address: n.Address, Industry: n.Industry,
		ContactName: o.seal(n.ContactName, "contact_name"), ContactPhone: o.seal(n.ContactPhone, "contact_phone"),
		LicenceID: n.LicenceID, CreatedBy: n.CreatedBy, CreatedAt: millis(n.CreatedAt),
		ChangedBy: n.ChangedBy, ChangedAt: millis(n.ChangedAt), Example: n.Example,
	}
	if n.Kind == service.PrivatePerson {
		d.PersonName, d.Name = o.seal(n.Name, "person_name"), ""
		d.NameKey, d.NameCore = "", ""
	}
	return d, o.err
}

func (s *Store) enterprise(d enterpriseDoc) (service.Enterprise, error) {
	o := s.opener("enterprises", d.ID)
	n := service.Enterprise{
		ID: d.ID, Rev: d.Rev, Kind: service.EnterpriseKind(d.Kind), Name: d.Name, NameKey: d.NameKey,
		USCC: d.USCC, USCCOdd: d.USCCOdd, Address: d.Address, Industry: d.Industry,
		ContactName: o.open(d.ContactName, "contact_name"), ContactPhone: o.open(d.ContactPhone, "contact_phone"),
		LicenceID: d.LicenceID, CreatedBy: d.CreatedBy, CreatedAt: fromMillis(d.CreatedAt),
		ChangedBy: d.ChangedBy, ChangedAt: fromMillis(d.ChangedAt), Example: d.Example,
	}
	if n.Kind == service.PrivatePerson {
		n.Name = o.open(d.PersonName, "person_name")
		n.NameKey = identity.CompanyKey(n.Name)
	}
	return n, o.err
}

// InsertEnterprise implements service.EnterpriseStore.
func (s *Store) InsertEnterprise(ctx context.Context, n service.Enterprise) error {
	return s.enterprises().insert(ctx, n)
}

// Enterprise implements service.EnterpriseStore.
func (s *Store) Enterprise(ctx context.Context, id string) (service.Enterprise, error) {
	return s.enterprises().get(ctx, id)
}

// UpdateEnterprise implements service.EnterpriseStore.
func (s *Store) UpdateEnterprise(ctx context.Context, id string, change func(*service.Enterprise) error) (service.Enterprise, error) {
	return s.enterprises().update(ctx, id, change)
}

// EnterprisesByID implements service.EnterpriseStore.
func (s *Store) EnterprisesByID(ctx context.Context, ids []string) ([]service.Enterprise, error) {
	return s.enterprises().find(ctx, Query{Where: []Cond{{"_id", In, ids}}})
}

// Enterprises implements service.EnterpriseStore.
func (s *Store) Enterprises(ctx context.Context, f service.EnterpriseFilter) ([]service.Enterprise, error) {
	if f.NamePrefix == "" && f.USCCPrefix == "" {
		return s.enterprises().find(ctx, page(f.Page))
	}
	ways := [][]Cond{}
	if p := f.NamePrefix; p != "" {
		ways = append(ways, beginning("name_key", p), beginning("name_core", p))
	}
	if f.USCCPrefix != "" {
		ways = append(ways, beginning("uscc", f.USCCPrefix))
	}
	var all []service.Enterprise
	for _, where := range ways {
		found, err := s.enterprises().find(ctx, Query{Where: where, Sort: []string{where[0].Field, "_id"}, Limit: f.Page.Limit})
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(x, y service.Enterprise) int {
		return cmp.Or(cmp.Compare(x.NameKey, y.NameKey), cmp.Compare(x.ID, y.ID))
	})
	all = slices.CompactFunc(all, func(x, y service.Enterprise) bool { return x.ID == y.ID })
	if f.Page.Limit > 0 && len(all) > f.Page.Limit {
		all = all[:f.Page.Limit]
	}
	return all, nil
}

// beginning selects the texts that begin with prefix; no name holds the last code
// point there is.
func beginning(field, prefix string) []Cond {
	return []Cond{{field, Ge, prefix}, {field, Lt, prefix + "\U0010FFFF"}}
}
