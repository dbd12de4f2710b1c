package service

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/service/calendar"
)

// PlacementKind is what sort of work somebody was placed in.
type PlacementKind string

// The kinds: 零工, and 固定岗位实现稳定就业 (form item 8.3), which counts double.
const (
	Casual PlacementKind = "casual"
	Stable PlacementKind = "stable"
)

// Placement is a 推荐就业成功: a person who started work at an employer on a day.
// City-wide there is one for each such start, whichever site claims it first.
type Placement struct {
	ID           string
	Rev          int64
	SiteID       string
	County       string
	Month        calendar.Month // of StartedOn
	PersonID     string
	EnterpriseID string
	PostingID    string // empty if there was no posting
	// ApplicationID is the application that led to it; empty if there was none.
	ApplicationID string

	Kind        PlacementKind
	StartedOn   calendar.Date
	Title       string   // the work, in plain words; may be empty
	EvidenceIDs []string // contract, insurance record, receipt
	Proof       string   // what a paper ledger says of the evidence; may be empty

	Words    []Word       // what the employer and the seeker said of it, oldest first
	Disputed bool         // one of them denies it, and no supervisor has decided since
	Link     EmployerLink // the one that is open; zero: none
	Erased   bool         // its person was erased, and it is not known any more whose it is
	Trail
}

// Proven reports whether evidence itself is attached, without which a stable
// placement is not verified as stable.
func (p Placement) Proven() bool { return len(p.EvidenceIDs) > 0 }

// whose is the person as the record may show it.
func (p Placement) whose(person Person) Person {
	if p.Erased {
		return Person{ID: person.ID}
	}
	return person
}

// PlacementInput is what is sent to record a placement. Either EnterpriseID or
// EmployerName names the employer.
type PlacementInput struct {
	SiteID       string
	PersonID     string
	EnterpriseID string
	EmployerName string
	PostingID    string
	Kind         PlacementKind
	StartedOn    calendar.Date // zero: today
	Title        string
	EvidenceIDs  []string

	cameOf Application // zero: of none that is known
}

// PlacementView is a placement with those whom it joins, as a screen may show it.
type PlacementView struct {
	Placement
	Person     Person
	Enterprise Enterprise
	May        May
	Late       bool // an adjustment of a closed month
}

// PlacementStore keeps placements.
type PlacementStore interface {
	// InsertPlacement keeps p, or answers created=false and the one that has the
	// same person, employer and start.
	InsertPlacement(ctx context.Context, p Placement) (kept Placement, created bool, err error)
	Placement(ctx context.Context, id string) (Placement, error)
	UpdatePlacement(ctx context.Context, id string, change func(*Placement) error) (Placement, error)
	Placements(ctx context.Context, f RecordFilter) ([]Placement, error)
	// PlacementsOfPeople lists, newest first, what is recorded of any of them.
	PlacementsOfPeople(ctx context.Context, personIDs []string, p Page) ([]Placement, error)
	// PlacementByLink finds the placement whose open link has this hash.
	PlacementByLink(ctx context.Context, code string) (Placement, error)
}

// errElsewhere tells that another site recorded the same start of work first.
var errElsewhere = &Error{Kind: Conflict, Code: "placed_by_other_site", Message: "该求职者在该单位的这次上岗已由其他站点登记，不重复计算"}

// Place records that a person started work. created is false when this site has
// recorded the same start already; another site's is refused with 409.
func (s *Service) Place(ctx context.Context, a Actor, in PlacementInput) (v PlacementView, created bool, err error) {
	site, err := s.siteFor(ctx, a, writeRecords, in.SiteID)
	if err != nil {
		return PlacementView{}, false, err
	}
	pl, err := s.newPlacement(ctx, site, in, Trail{Source: FromStaff, RecordedBy: a.Account.ID})
	if err != nil {
		return PlacementView{}, false, err
	}
	v.Person, err = s.knownPerson(ctx, a, in.PersonID)
	if err != nil {
		return PlacementView{}, false, err
	}
	v.Enterprise, err = s.hirer(ctx, a, in)
	if err != nil {
		return PlacementView{}, false, err
	}
	pl.PersonID, pl.EnterpriseID = v.Person.ID, v.Enterprise.ID
	v.Placement, created, err = s.keepPlacement(ctx, s.tally.write, pl)
	if err != nil {
		return PlacementView{}, false, err
	}
	v.May, v.Late, err = s.standingOf(ctx, a, v.Placement)
	v.Placement, v.Person = v.seenBy(a), v.whose(v.Person)
	return v, created, err
}

func (s *Service) newPlacement(ctx context.Context, site Site, in PlacementInput, t Trail) (Placement, error) {
	var p problems
	pl := Placement{
		Rev: 1, SiteID: site.ID, County: site.County, Kind: in.Kind, Trail: t,
		StartedOn:   s.checkDay(&p, "body.started_on", in.StartedOn, site),
		Title:       p.text("body.title", in.Title, 0, 60),
		PostingID:   in.PostingID,
		EvidenceIDs: s.knownEvidence(ctx, &p, "body.evidence_ids", site.ID, in.EvidenceIDs),
	}
	if in.Kind != Casual && in.Kind != Stable {
		p.add("body.kind", "kind", "类型只能是零工（casual）或稳定就业（stable）")
	}
	pl.ApplicationID, pl.ReferredBy = in.cameOf.ID, in.cameOf.ReferredBy
	pl.Month, pl.Status, pl.RecordedAt = pl.StartedOn.In(), Recorded, s.now()
	return pl, p.err()
}

// errUnknownPerson is one answer for somebody who is not known and somebody who is not
// registered where the actor works.
var errUnknownPerson = invalid("body.person_id", "unknown_person", "没有找到该求职者，请先在本站点登记")

// knownPerson is somebody who is registered where the actor keeps records. An id that
// somebody has from elsewhere says nothing here.
func (s *Service) knownPerson(ctx context.Context, a Actor, id string) (Person, error) {
	p, err := s.store.Person(ctx, id)
	if errors.Is(err, ErrNoRecord) || err == nil && p.forgotten() {
		return Person{}, errUnknownPerson
	}
	if err != nil {
		return Person{}, err
	}
	met := false // also by a registration that is void: what happened is recorded all the same
	err = pages(func(page Page) ([]Registration, error) { return s.store.RegistrationsOfPerson(ctx, id, page) }, func(r Registration) (string, error) {
		met = met || !r.Erased && a.may(writeRecords, r.SiteID, r.County)
		return r.ID, nil
	})
	if err == nil && !met {
		err = errUnknownPerson
	}
	return p, err
}

// hirer is the employer of a placement. A posting that is named must be the
// employer's, whichever site published it, and says who it is when nothing else
// does.
func (s *Service) hirer(ctx context.Context, a Actor, in PlacementInput) (Enterprise, error) {
	if in.PostingID == "" {
		return s.employer(ctx, a.Account.ID, in.EnterpriseID, in.EmployerName)
	}
	n, err := s.store.Posting(ctx, in.PostingID)
	if errors.Is(err, ErrNoRecord) || err == nil && n.AcceptedAt.IsZero() && !a.may(readRecords, n.SiteID, n.County) {
		return Enterprise{}, invalid("body.posting_id", "unknown_posting", "没有找到该岗位信息")
	}
	if err != nil {
		return Enterprise{}, err
	}
	if in.EnterpriseID == "" && in.EmployerName == "" {
		in.EnterpriseID = n.EnterpriseID
	}
	e, err := s.employer(ctx, a.Account.ID, in.EnterpriseID, in.EmployerName)
	if err == nil && e.ID != n.EnterpriseID {
		err = invalid("body.posting_id", "posting_employer", "该岗位不是该用人单位发布的")
	}
	return e, err
}

// employer finds the employer by id, or by name, which makes it known if it was
// not.
func (s *Service) employer(ctx context.Context, by, id, name string) (Enterprise, error) {
	switch {
	case id != "" && name != "":
		return Enterprise{}, invalid("body.employer_name", "employer_twice", "单位编号和单位名称只需填写一项")
	case id != "":
		e, err := s.store.Enterprise(ctx, id)
		if errors.Is(err, ErrNoRecord) {
			return Enterprise{}, invalid("body.enterprise_id", "unknown_enterprise", "没有找到该用人单位")
		}
		return e, err
	case name == "":
		return Enterprise{}, invalid("body.enterprise_id", "employer_missing", "请填写用人单位")
	}
	var p problems
	e := p.enterprise(EnterpriseInput{Name: name})
	if p.err() != nil {
		return Enterprise{}, invalid("body.employer_name", "name_characters", "用人单位名称不符合要求")
	}
	e.CreatedBy = by
	e, _, err := s.ensureEnterprise(ctx, e)
	return e, err
}

func (s *Service) keepPlacement(ctx context.Context, write writer, p Placement) (kept Placement, created bool, err error) {
	p.ID = newID()
	err = write(ctx, []Unit{MonthUnit(p.SiteID, p.Month)}, func(ctx context.Context) error {
		kept, created, err = s.store.InsertPlacement(ctx, p)
		return err
	})
	if err == nil && kept.SiteID != p.SiteID {
		return Placement{}, false, errElsewhere
	}
	return kept, created, err
}

// ConfirmPlacement vouches for a placement that somebody else recorded.
func (s *Service) ConfirmPlacement(ctx context.Context, a Actor, id string) (PlacementView, error) {
	return s.confirmPlacement(ctx, s.tally.write, a, id)
}

func (s *Service) confirmPlacement(ctx context.Context, write writer, a Actor, id string) (PlacementView, error) {
	return s.changePlacement(ctx, write, a, id, confirmRecords, func(p *Placement) error { return p.confirm(a, s.now()) })
}

// VoidPlacement takes a placement out of every count, for a stated reason.
func (s *Service) VoidPlacement(ctx context.Context, a Actor, id, reason string) (PlacementView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return PlacementView{}, err
	}
	return s.changePlacement(ctx, s.tally.write, a, id, voidRecords, func(p *Placement) error { return p.void(a, reason, s.now()) })
}

// RestorePlacement takes a void back.
func (s *Service) RestorePlacement(ctx context.Context, a Actor, id string) (PlacementView, error) {
	return s.changePlacement(ctx, s.tally.write, a, id, voidRecords, func(p *Placement) error { return p.restore(a, s.now()) })
}

func (s *Service) changePlacement(ctx context.Context, write writer, a Actor, id string, op operation, change func(*Placement) error) (PlacementView, error) {
	v, err := s.placement(ctx, a, id, op)
	if err != nil {
		return PlacementView{}, err
	}
	var b books
	err = write(ctx, []Unit{MonthUnit(v.SiteID, v.Month)}, func(ctx context.Context) error {
		if b, err = s.tally.books(ctx, v.County, v.Month); err != nil {
			return err
		}
		v.Placement, err = s.store.UpdatePlacement(ctx, id, func(p *Placement) error {
			return b.change(p.Month, p.Trail, func() error { return change(p) })
		})
		return err
	})
	v.May, v.Late = v.standing(a, b)
	v.Placement = v.seenBy(a)
	return v, err
}
