package service

import (
	"context"
	"errors"
	"reflect"

	"github.com/quanjiuye/backend/service/calendar"
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
	Profile          Profile // what the form asks beyond the minimum; the last trusted sending's
	ConsentVersion   string
	Complete         bool // every minimum field is there (form item 6)
	AddedTo          bool // somebody other than AccountID has told of it, too: the account is shown no content
	Erased           bool // its person was erased, and it is not known any more whose it is
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
	Scene            string // of the scanned code, in the place of SiteID; for RegisterMe
	Person           PersonInput
	EmploymentStatus string
	Intent           Intent
	Profile          Profile
	ConsentVersion   string
	RegisteredOn     calendar.Date // zero: today
}

// RegistrationView is a registration with its person, as a screen may show it.
type RegistrationView struct {
	Registration
	Person Person
	May    May
	Late   bool // an adjustment of a closed month
	// Advice is what its seeker may do to have it linked to his account; empty: it is.
	// For the seeker's own screens.
	Advice string
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
	// RegistrationsOfPerson lists those of one person at every site, newest first.
	RegistrationsOfPerson(ctx context.Context, personID string, p Page) ([]Registration, error)
	// RegistrationsOfPeople lists, newest first, those of any of them.
	RegistrationsOfPeople(ctx context.Context, personIDs []string, p Page) ([]Registration, error)
}

// Register records a seeker at the caller's site. created is false when the same
// person was registered there that month already; the first record is answered.
func (s *Service) Register(ctx context.Context, a Actor, in RegistrationInput) (v RegistrationView, created bool, err error) {
	if in.SiteID == "" {
		return RegistrationView{}, false, invalid("body.site_id", "required", "请选择登记的站点")
	}
	site, err := s.siteFor(ctx, a, writeRecords, in.SiteID)
	if err != nil {
		return RegistrationView{}, false, err
	}
	return s.register(ctx, a, site, in, Trail{Source: FromStaff, RecordedBy: a.Account.ID}, "")
}

// RegisterMe records the caller itself, after a scan of the site's code. The scene
// that the code said may stand for the site; it counts as a scan, too. Somebody whom
// others made known becomes the account's own if it can prove that he is (linkKnown).
func (s *Service) RegisterMe(ctx context.Context, a Actor, in RegistrationInput) (v RegistrationView, created bool, err error) {
	site, err := s.scannedSite(ctx, a, in)
	if err != nil {
		return RegistrationView{}, false, err
	}
	v, created, err = s.register(ctx, a, site, in, Trail{Source: FromScan, RecordedBy: a.Account.ID}, a.Account.ID)
	if err != nil {
		return v, created, err
	}
	if err := s.consentedBy(ctx, a, in.ConsentVersion); err != nil {
		return RegistrationView{}, false, err
	}
	if v.Advice, err = s.linkAdvice(ctx, a, v.Person); err != nil {
		return RegistrationView{}, false, err
	}
	if told := v.AccountID == a.Account.ID && !v.AddedTo; v.Advice == "" && (told || v.Person.linkedTo(a.Account.ID)) {
		return v.forAccount(a.Account.ID), created, nil
	}
	sent := s.cleanPerson(in.Person, new(problems))
	sent.AccountID = a.Account.ID
	sent.Told = sent.tells()
	return v.bare(sent), created, nil
}

func (s *Service) scannedSite(ctx context.Context, a Actor, in RegistrationInput) (Site, error) {
	switch {
	case in.Scene == "" && in.SiteID == "":
		return Site{}, invalid("body.scene", "scan_first", "请先扫描站点张贴的小程序码，再登记")
	case in.Scene == "":
		site, err := s.store.Site(ctx, in.SiteID)
		return site, missing(err)
	}
	site, _, _, err := s.Scan(ctx, a, in.Scene)
	switch {
	case errors.Is(err, errSceneUnknown):
		return Site{}, invalid("body.scene", errSceneUnknown.Code, errSceneUnknown.Message)
	case err == nil && in.SiteID != "" && in.SiteID != site.ID:
		return Site{}, invalid("body.scene", "scene_elsewhere", "扫描的小程序码属于另一个站点")
	}
	return site, err
}

// bare is what somebody gets who names a person that others made known: that
// there is a record, and otherwise only what they sent themselves.
func (v RegistrationView) bare(sent Person) RegistrationView {
	r := v.Registration
	return RegistrationView{
		Registration: Registration{
			ID: r.ID, SiteID: r.SiteID, Month: r.Month, PersonID: r.PersonID, RegisteredOn: r.RegisteredOn,
			Trail: Trail{Status: r.Status, Source: r.Source, RecordedAt: r.RecordedAt},
		},
		Person: sent, Advice: v.Advice,
	}
}

func (s *Service) register(ctx context.Context, a Actor, site Site, in RegistrationInput, t Trail, self string) (v RegistrationView, created bool, err error) {
	r, person, err := s.newRegistration(site, in, t, self)
	if err != nil {
		return RegistrationView{}, false, err
	}
	if self != "" {
		if err := s.linkKnown(ctx, a, person); err != nil {
			return RegistrationView{}, false, err
		}
	}
	r, person, created, err = s.keepRegistration(ctx, s.tally.write, r, person)
	if err != nil {
		return RegistrationView{}, false, err
	}
	may, late, err := s.standing(ctx, a, r.Trail, r.Month, site.ID, site.County)
	return RegistrationView{Registration: r, Person: r.whose(person), May: may, Late: late}, created, err
}

// whose is the person as the record may show it.
func (r Registration) whose(p Person) Person {
	if r.Erased {
		return Person{ID: p.ID}
	}
	return p
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
		Profile:          p.profile(in.Profile),
		ConsentVersion:   p.consentVersion("body.consent_version", in.ConsentVersion),
		Trail:            t,
	}
	if t.Source == FromImport {
		p = p.without("body.consent_version") // paper forms carry the consent
	}
	r.Month = r.RegisteredOn.In()
	r.Complete = r.EmploymentStatus != "" && len(r.Intent.Occupations) > 0 && person.Phone != "" && r.ConsentVersion != ""
	r.Status, r.RecordedAt = Recorded, s.now()
	person.Example = t.Example
	return r, person, p.err()
}

// writer is how a record reaches the store: at once (tally.write), or within an
// import that counts at its end.
type writer func(ctx context.Context, units []Unit, write func(context.Context) error) error

func (s *Service) keepRegistration(ctx context.Context, write writer, r Registration, person Person) (Registration, Person, bool, error) {
	sent := person
	person, err := s.ensurePerson(ctx, sent)
	if err != nil {
		return Registration{}, Person{}, false, err
	}
	r.ID, r.PersonID = newID(), person.ID
	created, trusted, in := false, person.trusts(Person{AccountID: r.AccountID}), r
	err = write(ctx, []Unit{MonthUnit(r.SiteID, r.Month)}, func(ctx context.Context) error {
		kept, fresh, err := s.store.InsertRegistration(ctx, r)
		if err == nil && !fresh && trusted && kept.lacks(r) {
			kept, err = s.completeRegistration(ctx, kept, r)
		}
		r, created = kept, fresh
		return err
	})
	if err == nil {
		person, err = s.welcome(ctx, person, sent, in, created)
	}
	return r, person, created, err
}

// completeRegistration fills what kept lacks, unless its month was closed with it.
func (s *Service) completeRegistration(ctx context.Context, kept, in Registration) (Registration, error) {
	b, err := s.tally.books(ctx, kept.County, kept.Month)
	if err != nil || b.settled(kept.Month, kept.RecordedAt) {
		return kept, err
	}
	return s.store.UpdateRegistration(ctx, kept.ID, func(r *Registration) error {
		r.learn(in)
		return nil
	})
}

// consentsAgain reports whether the registration gives anew a consent that the
// person took back: the person itself does, and staff to whom it came on a later
// day. What a phone kept offline may be older than it was sent.
func (r Registration) consentsAgain(p Person) bool {
	if r.AccountID != "" {
		return !p.WithdrawnAt.IsZero() && !p.WithdrawnAt.After(r.RecordedAt)
	}
	return !p.WithdrawnAt.IsZero() && r.RegisteredOn.After(calendar.DateOf(p.WithdrawnAt))
}

func (r Registration) lacks(in Registration) bool {
	return r.lacksPerson(in) || r.lacksMinimum(in) || r.lacksConsent(in) || r.lacksProfile(in)
}

func (r Registration) lacksProfile(in Registration) bool {
	return r.Status != Void && !in.Profile.Empty() && !reflect.DeepEqual(r.Profile, in.Profile)
}

func (r Registration) lacksMinimum(in Registration) bool {
	return r.Status == Recorded && !r.Complete && in.Complete
}

// lacksConsent reports whether r agrees to an older notice than in, which agrees to the
// one in force.
func (r Registration) lacksConsent(in Registration) bool {
	return r.Status != Void && r.ConsentVersion != "" && in.ConsentVersion != "" && r.ConsentVersion != in.ConsentVersion
}

// lacksPerson reports whether the person was erased from the record and in, of the
// same month, is their return. It counts once.
func (r Registration) lacksPerson(in Registration) bool {
	return r.Erased && r.Status != Void && in.Source != FromImport
}

// learn fills what is empty from a later, complete sending and takes the newer
// profile and consent; it changes nothing else that is there.
func (r *Registration) learn(in Registration) {
	if !r.lacks(in) {
		return
	}
	if r.lacksPerson(in) {
		r.AccountID, r.EmploymentStatus, r.Intent, r.ConsentVersion = in.AccountID, in.EmploymentStatus, in.Intent, in.ConsentVersion
		r.AddedTo, r.Erased = false, false
	}
	if r.lacksConsent(in) {
		r.ConsentVersion = in.ConsentVersion
	}
	if !r.lacks(in) {
		return
	}
	r.AddedTo = r.AddedTo || r.AccountID != "" && r.AccountID != in.AccountID
	if !in.Profile.Empty() {
		r.Profile = in.Profile
	}
	if !r.lacksMinimum(in) {
		return
	}
	if r.EmploymentStatus == "" {
		r.EmploymentStatus = in.EmploymentStatus
	}
	if len(r.Intent.Occupations) == 0 {
		r.Intent = in.Intent
	}
	if r.ConsentVersion == "" {
		r.ConsentVersion = in.ConsentVersion
	}
	r.Complete, r.ChangedAt = true, in.RecordedAt
}

// ConfirmRegistration vouches for a record that somebody else made.
func (s *Service) ConfirmRegistration(ctx context.Context, a Actor, id string) (RegistrationView, error) {
	return s.confirmRegistration(ctx, s.tally.write, a, id)
}

func (s *Service) confirmRegistration(ctx context.Context, write writer, a Actor, id string) (RegistrationView, error) {
	return s.changeRegistration(ctx, write, a, id, confirmRecords, func(r *Registration) error {
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
	return s.changeRegistration(ctx, s.tally.write, a, id, voidRecords, func(r *Registration) error {
		return r.void(a, reason, s.now())
	})
}

// RestoreRegistration takes a void back.
func (s *Service) RestoreRegistration(ctx context.Context, a Actor, id string) (RegistrationView, error) {
	return s.changeRegistration(ctx, s.tally.write, a, id, voidRecords, func(r *Registration) error {
		return r.restore(a, s.now())
	})
}

func (s *Service) changeRegistration(ctx context.Context, write writer, a Actor, id string, op operation, change func(*Registration) error) (RegistrationView, error) {
	v, err := s.registration(ctx, a, id, op)
	if err != nil {
		return RegistrationView{}, err
	}
	var b books
	err = write(ctx, []Unit{MonthUnit(v.SiteID, v.Month)}, func(ctx context.Context) error {
		if b, err = s.tally.books(ctx, v.County, v.Month); err != nil {
			return err
		}
		v.Registration, err = s.store.UpdateRegistration(ctx, id, func(r *Registration) error {
			return b.change(r.Month, r.Trail, func() error { return change(r) })
		})
		return err
	})
	v.May, v.Late = b.standing(a, v.Trail, v.Month, v.SiteID, v.County)
	return v, err
}
