package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

// Registration is a 求职登记: one person, once a month, at one site.
type Registration struct {
	ID        string
	Rev       int64
	SiteID    string
	County    string
	Month     calendar.Month // of RegisteredOn
	PersonID  string
	AccountID string // the account that registered itself; empty otherwise

	RegisteredOn     calendar.Date
	EmploymentStatus string
	Intent           Intent
	ConsentVersion   string
	Complete         bool // every minimum field is there (form item 6)
	Trail
}

// Intent is the work somebody looks for.
type Intent struct {
	Occupations []string // 0–10, plain words
	Area        string
}

// RegistrationInput is what is sent to register a seeker.
type RegistrationInput struct {
	SiteID           string
	Person           PersonInput
	EmploymentStatus string
	Intent           Intent
	ConsentVersion   string
	RegisteredOn     calendar.Date // zero: today
}

// RegistrationView is a registration with its person, as a screen may show it.
type RegistrationView struct {
	Registration
	Person Person
	May    May
}

// RecordFilter narrows a site's list of records.
type RecordFilter struct {
	SiteID string
	Month  calendar.Month // zero: any
	Status Status         // empty: any
	Page   Page
}

// RegistrationStore keeps registrations.
type RegistrationStore interface {
	// InsertRegistration keeps r, or answers created=false and the one that has
	// the same site, month and person.
	InsertRegistration(ctx context.Context, r Registration) (kept Registration, created bool, err error)
	Registration(ctx context.Context, id string) (Registration, error)
	UpdateRegistration(ctx context.Context, id string, change func(*Registration) error) (Registration, error)
	Registrations(ctx context.Context, f RecordFilter) ([]Registration, error)
	RegistrationsOfAccount(ctx context.Context, accountID string, p Page) ([]Registration, error)
}

// Register records a seeker at the caller's site. created is false when the same
// person was registered there that month already; the first record is answered.
func (s *Service) Register(ctx context.Context, a Actor, in RegistrationInput) (v RegistrationView, created bool, err error) {
	site, err := s.siteFor(ctx, a, writeRecords, in.SiteID)
	if err != nil {
		return RegistrationView{}, false, err
	}
	return s.register(ctx, a, site, in, Trail{Source: FromStaff, RecordedBy: a.Account.ID}, "")
}

// RegisterMe records the caller itself, after a scan of the site's code.
func (s *Service) RegisterMe(ctx context.Context, a Actor, in RegistrationInput) (v RegistrationView, created bool, err error) {
	site, err := s.store.Site(ctx, in.SiteID)
	if err != nil {
		return RegistrationView{}, false, missing(err)
	}
	return s.register(ctx, a, site, in, Trail{Source: FromScan, RecordedBy: a.Account.ID}, a.Account.ID)
}

func (s *Service) register(ctx context.Context, a Actor, site Site, in RegistrationInput, t Trail, self string) (v RegistrationView, created bool, err error) {
	r, person, err := s.newRegistration(site, in, t, self)
	if err != nil {
		return RegistrationView{}, false, err
	}
	r, person, created, err = s.keepRegistration(ctx, s.tally.write, r, person)
	if err != nil {
		return RegistrationView{}, false, err
	}
	return RegistrationView{r, person, r.may(a, site.ID, site.County)}, created, nil
}

// newRegistration checks the input and makes the record of it.
func (s *Service) newRegistration(site Site, in RegistrationInput, t Trail, self string) (Registration, Person, error) {
	var p problems
	person := s.cleanPerson(in.Person, &p)
	person.AccountID = self
	r := Registration{
		SiteID: site.ID, County: site.County, AccountID: self, Rev: 1,
		RegisteredOn:     s.checkDay(&p, "body.registered_on", in.RegisteredOn, site),
		EmploymentStatus: p.text("body.employment_status", in.EmploymentStatus, 0, 32),
		Intent:           p.intent(in.Intent),
		ConsentVersion:   p.text("body.consent_version", in.ConsentVersion, 1, 32),
		Trail:            t,
	}
	if t.Source == FromImport {
		p = p.without("body.consent_version") // paper forms carry the consent
	}
	r.Month = r.RegisteredOn.In()
	r.Complete = r.EmploymentStatus != "" && len(r.Intent.Occupations) > 0 && person.Phone != ""
	r.Status, r.RecordedAt = Recorded, s.now()
	person.Example = t.Example
	return r, person, p.err()
}

// writer is how a record reaches the store: at once (tally.write), or within an
// import that counts at its end.
type writer func(ctx context.Context, units []Unit, write func(context.Context) error) error

func (s *Service) keepRegistration(ctx context.Context, write writer, r Registration, person Person) (Registration, Person, bool, error) {
	person, err := s.ensurePerson(ctx, person)
	if err != nil {
		return Registration{}, Person{}, false, err
	}
	r.ID, r.PersonID = newID(), person.ID
	created := false
	err = write(ctx, []Unit{MonthUnit(r.SiteID, r.Month)}, func(ctx context.Context) error {
		r, created, err = s.store.InsertRegistration(ctx, r)
		return err
	})
	return r, person, created, err
}

// ConfirmRegistration vouches for a record that somebody else made.
func (s *Service) ConfirmRegistration(ctx context.Context, a Actor, id string) (RegistrationView, error) {
	return s.changeRegistration(ctx, a, id, confirmRecords, func(r *Registration) error {
		return r.confirm(a, s.now())
	})
}

// VoidRegistration takes a record out of every count, for a stated reason.
func (s *Service) VoidRegistration(ctx context.Context, a Actor, id, reason string) (RegistrationView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return RegistrationView{}, err
	}
	return s.changeRegistration(ctx, a, id, voidRecords, func(r *Registration) error {
		return r.void(a, reason, s.now())
	})
}

func (s *Service) changeRegistration(ctx context.Context, a Actor, id string, op operation, change func(*Registration) error) (RegistrationView, error) {
	v, err := s.registration(ctx, a, id, op)
	if err != nil {
		return RegistrationView{}, err
	}
	unit := MonthUnit(v.SiteID, v.Month)
	err = s.tally.write(ctx, []Unit{unit}, func(ctx context.Context) error {
		v.Registration, err = s.store.UpdateRegistration(ctx, id, change)
		return err
	})
	v.May = v.Registration.may(a, v.SiteID, v.County)
	return v, err
}

// Registration answers one record within the actor's sight.
func (s *Service) Registration(ctx context.Context, a Actor, id string) (RegistrationView, error) {
	return s.registration(ctx, a, id, readRecords)
}

func (s *Service) registration(ctx context.Context, a Actor, id string, op operation) (RegistrationView, error) {
	r, err := s.store.Registration(ctx, id)
	if err != nil {
		return RegistrationView{}, missing(err)
	}
	if err := a.touch(op, r.SiteID, r.County); err != nil {
		return RegistrationView{}, err
	}
	person, err := s.store.Person(ctx, r.PersonID)
	return RegistrationView{r, person, r.may(a, r.SiteID, r.County)}, err
}

// touch refuses what is out of sight as missing and what is only to be seen as
// forbidden.
func (a Actor) touch(op operation, siteID, county string) error {
	if !a.may(readRecords, siteID, county) {
		return ErrNotFound
	}
	if !a.may(op, siteID, county) {
		return ErrForbidden
	}
	return nil
}

// Registrations lists a site's records, newest first.
func (s *Service) Registrations(ctx context.Context, a Actor, f RecordFilter) ([]RegistrationView, error) {
	site, err := s.siteFor(ctx, a, readRecords, f.SiteID)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Registrations(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.viewRegistrations(ctx, a, list, site.County)
}

// MyRegistrations lists what the caller's account registered for itself.
func (s *Service) MyRegistrations(ctx context.Context, a Actor, p Page) ([]RegistrationView, error) {
	list, err := s.store.RegistrationsOfAccount(ctx, a.Account.ID, p)
	if err != nil {
		return nil, err
	}
	return s.viewRegistrations(ctx, a, list, "")
}

func (s *Service) viewRegistrations(ctx context.Context, a Actor, list []Registration, county string) ([]RegistrationView, error) {
	people, err := s.peopleOf(ctx, len(list), func(i int) string { return list[i].PersonID })
	if err != nil {
		return nil, err
	}
	views := make([]RegistrationView, len(list))
	for i, r := range list {
		views[i] = RegistrationView{r, people[r.PersonID], r.may(a, r.SiteID, county)}
	}
	return views, nil
}

// peopleOf loads the people behind n records.
func (s *Service) peopleOf(ctx context.Context, n int, id func(int) string) (map[string]Person, error) {
	seen := map[string]Person{}
	var ids []string
	for i := range n {
		if _, ok := seen[id(i)]; !ok {
			seen[id(i)] = Person{}
			ids = append(ids, id(i))
		}
	}
	list, err := s.store.People(ctx, ids)
	for _, p := range list {
		seen[p.ID] = p
	}
	return seen, err
}

// intent checks an intent; every field may be empty.
func (p *problems) intent(in Intent) Intent {
	out := Intent{Area: p.text("body.intent.area", in.Area, 0, 60)}
	if len(in.Occupations) > 10 {
		p.add("body.intent.occupations", "too_many", "意向岗位最多填写10个")
		return out
	}
	for _, o := range in.Occupations {
		if o = p.text("body.intent.occupations", o, 0, 40); o != "" {
			out.Occupations = append(out.Occupations, o)
		}
	}
	return out
}

// text brings free text into canonical form and checks its length in characters.
func (p *problems) text(location, value string, least, most int) string {
	out, err := identity.CanonicalText(value, most)
	p.check(location, err)
	if err == nil && len([]rune(out)) < least {
		if least == 1 {
			p.add(location, "required", "此项必填")
		} else {
			p.add(location, "too_short", "内容太短")
		}
	}
	return out
}

func (p problems) without(location string) problems {
	var rest problems
	for _, f := range p {
		if f.Location != location {
			rest = append(rest, f)
		}
	}
	return rest
}
