package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/identity"
)

// EnterpriseKind is what sort of employer somebody is.
type EnterpriseKind string

// The kinds.
const (
	Company            EnterpriseKind = "company"             // 企业
	IndividualBusiness EnterpriseKind = "individual_business" // 个体工商户
	PublicUnit         EnterpriseKind = "unit"                // 机关事业单位、社会组织
	PrivatePerson      EnterpriseKind = "person"              // 个人雇主
)

func (k EnterpriseKind) known() bool {
	return k == Company || k == IndividualBusiness || k == PublicUnit || k == PrivatePerson
}

// Enterprise is an employer (用人单位). It is known by its unified social credit
// code, or else by its normalised name, all over the city; a private person by the
// phone and the name, for names repeat. A private person's name, and whom to call,
// are sealed at rest; no document number of a person is ever asked for.
type Enterprise struct {
	ID           string
	Rev          int64
	Kind         EnterpriseKind // empty: not said
	Name         string         // of a PrivatePerson to be shown by ShownName only
	NameKey      string         // identity.CompanyKey of Name
	USCC         string         // canonical; empty if not known
	USCCOdd      bool           // the check digit does not fit; a licence photo should be seen
	Address      string
	Industry     string
	ContactName  string // sealed
	ContactPhone string // canonical; sealed
	LicenceID    string // evidence; empty: none was seen
	CreatedBy    string
	CreatedAt    time.Time
	ChangedBy    string // who filled something in last; empty: nobody has
	ChangedAt    time.Time
	Example      bool
}

// ShownName is the name as screens, lists and the public get it: a private
// person's is masked.
func (e Enterprise) ShownName() string {
	if e.Kind == PrivatePerson {
		return identity.MaskName(e.Name)
	}
	return e.Name
}

// nameKey is by what the employer is known without a code.
func (e Enterprise) nameKey() Key {
	if e.Kind == PrivatePerson {
		return Key{"employer", e.ContactPhone + "|" + e.NameKey}
	}
	return Key{"company", e.NameKey}
}

// Keys lists the natural keys by which the enterprise is known.
func (e Enterprise) Keys() []Key {
	keys := []Key{e.nameKey()}
	if e.USCC != "" {
		keys = append(keys, Key{"uscc", e.USCC})
	}
	return keys
}

// EnterpriseFilter narrows a list of employers.
type EnterpriseFilter struct {
	// NamePrefix, of a name key, and USCCPrefix find those that begin so, the name
	// also behind the place that it begins with. With both, either will do. Private
	// persons are not found by name: that would put one into an address.
	NamePrefix, USCCPrefix string
	Page                   Page // Before is not looked at with a prefix
}

// EnterpriseStore keeps enterprises; their natural keys are claimed like a
// person's.
type EnterpriseStore interface {
	InsertEnterprise(ctx context.Context, e Enterprise) error // ErrExists: the id is there
	Enterprise(ctx context.Context, id string) (Enterprise, error)
	UpdateEnterprise(ctx context.Context, id string, change func(*Enterprise) error) (Enterprise, error)
	// Enterprises lists them newest first, or with a prefix in the order of names.
	Enterprises(ctx context.Context, f EnterpriseFilter) ([]Enterprise, error)
	EnterprisesByID(ctx context.Context, ids []string) ([]Enterprise, error)
}

// EnterpriseInput is what is sent of an employer; the name is enough.
type EnterpriseInput struct {
	Kind         EnterpriseKind
	Name         string
	USCC         string
	Address      string
	Industry     string
	ContactName  string
	ContactPhone string
	LicenceID    string // evidence of a site at which the caller may write
}

// EnterpriseView is an employer as a screen may show it.
type EnterpriseView struct {
	Enterprise
	MayFill   bool // what is empty
	MayChange bool // what is there, too
	MayReveal bool // the contact's number
}

// CreateEnterprise keeps an employer, or answers the one that is known by the
// same code or name with created=false.
func (s *Service) CreateEnterprise(ctx context.Context, a Actor, in EnterpriseInput) (v EnterpriseView, created bool, err error) {
	if !a.mayAnywhere(writeEmployers) {
		return EnterpriseView{}, false, ErrForbidden
	}
	var p problems
	e := p.enterprise(in)
	e.LicenceID = s.licence(ctx, &p, a, in.LicenceID)
	if err := p.err(); err != nil {
		return EnterpriseView{}, false, err
	}
	e.CreatedBy = a.Account.ID
	e, created, err = s.ensureEnterprise(ctx, e)
	return e.view(a), created, err
}

// Enterprise answers an employer to those who work with them.
func (s *Service) Enterprise(ctx context.Context, a Actor, id string) (EnterpriseView, error) {
	if !a.mayAnywhere(readEmployers) {
		return EnterpriseView{}, ErrNotFound
	}
	e, err := s.store.Enterprise(ctx, id)
	return e.view(a), missing(err)
}

func (e Enterprise) view(a Actor) EnterpriseView {
	return EnterpriseView{e, a.mayAnywhere(writeEmployers), e.mayChange(a), e.ContactPhone != "" && a.mayAnywhere(readEmployers)}
}

// mayChange reports whether the actor may correct what somebody has filled in: who
// made the employer known, and supervisors.
func (e Enterprise) mayChange(a Actor) bool {
	return a.mayAnywhere(writeEmployers) && (e.CreatedBy == a.Account.ID || a.mayAnywhere(checkRecords))
}

// Enterprises finds employers by the beginning of their name or code, or lists
// the newest.
func (s *Service) Enterprises(ctx context.Context, a Actor, q string, page Page) ([]EnterpriseView, error) {
	if !a.mayAnywhere(readEmployers) {
		return nil, ErrForbidden
	}
	f := EnterpriseFilter{NamePrefix: identity.CompanyKey(q), Page: page}
	if code := strings.ToUpper(f.NamePrefix); len(code) >= 4 && identity.USCCBeginning(code) {
		f.USCCPrefix = code
	}
	list, err := s.store.Enterprises(ctx, f)
	views := make([]EnterpriseView, len(list))
	for i, e := range list {
		views[i] = e.view(a)
	}
	return views, err
}

// enterprise checks the input and makes an employer of it.
func (p *problems) enterprise(in EnterpriseInput) Enterprise {
	e := Enterprise{Kind: in.Kind,
		Name:        p.text("body.name", in.Name, 1, 100),
		Address:     p.text("body.address", in.Address, 0, 120),
		Industry:    p.text("body.industry", in.Industry, 0, 40),
		ContactName: p.text("body.contact_name", in.ContactName, 0, 40),
	}
	e.ContactPhone = p.phone("body.contact_phone", in.ContactPhone)
	e.NameKey = identity.CompanyKey(e.Name)
	if e.Name != "" && e.NameKey == "" {
		p.add("body.name", "name_characters", "单位名称须包含文字")
	}
	if in.Kind != "" && !in.Kind.known() {
		p.add("body.kind", "enterprise_kind", "单位类型只能是企业（company）、个体工商户（individual_business）、机关事业单位或社会组织（unit）、个人雇主（person）")
	}
	e.USCC, e.USCCOdd = p.uscc("body.uscc", in.USCC)
	if in.Kind == PrivatePerson {
		if e.USCC != "" {
			p.add("body.uscc", "person_uscc", "个人雇主没有统一社会信用代码")
		}
		if strings.TrimSpace(in.ContactPhone) == "" {
			p.add("body.contact_phone", "required", "个人雇主须填写联系电话")
		}
	}
	return e
}

// phone checks a number that may be left out.
func (p *problems) phone(location, value string) string {
	if strings.TrimSpace(value) == "" {
		return ""
	}
	number, err := identity.CanonicalPhone(value)
	p.check(location, err)
	return number
}

// uscc checks a code that may be left out.
func (p *problems) uscc(location, value string) (code string, odd bool) {
	if strings.TrimSpace(value) == "" {
		return "", false
	}
	code, ok, err := identity.CanonicalUSCC(value)
	p.check(location, err)
	return code, err == nil && !ok
}

// licence checks the photo of a licence: evidence of a site at which the actor may
// attach some. Any other looks missing.
func (s *Service) licence(ctx context.Context, p *problems, a Actor, id string) string {
	if id == "" {
		return ""
	}
	n, err := s.store.Evidence(ctx, id)
	if err == nil && a.may(writeEvidence, n.SiteID, n.County) {
		return id
	}
	if err != nil && !errors.Is(err, ErrNoRecord) {
		p.fault(err)
	} else {
		p.add("body.licence_evidence_id", "unknown_evidence", "没有找到该佐证材料")
	}
	return ""
}
