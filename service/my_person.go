package service

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/service/identity"
)

// Correction is what a seeker puts right about himself; what is nil stays.
type Correction struct {
	Phone            *string
	EmploymentStatus *string
	Intent           *Intent
	Profile          *Profile
}

var (
	errKnownToStaff = &Error{Kind: Conflict, Code: "known_to_staff", Message: "该求职者已由站点工作人员登记，请本人带证件到站点更正"}
	errNoRecordNow  = &Error{Kind: Conflict, Code: "nothing_to_correct", Message: "没有可以自行更正的求职登记，请重新登记或到站点更正"}
	errVouched      = &Error{Kind: Conflict, Code: "record_confirmed", Message: "该登记已核实，就业状态和求职意向请到站点更正"}
)

// CorrectMyPerson puts right the phone of one of the account's own people, and what
// the newest registration that it sent says. A person whom staff have recorded is
// put right by staff.
func (s *Service) CorrectMyPerson(ctx context.Context, a Actor, personID string, in Correction) (Person, error) {
	var p problems
	phone, err := s.cleanCorrection(&p, &in)
	if err != nil {
		return Person{}, err
	}
	person, err := s.store.Person(ctx, personID)
	if err != nil {
		return Person{}, missing(err)
	}
	if person.AccountID != a.Account.ID || person.forgotten() {
		return Person{}, ErrNotFound
	}
	known, err := s.knownToStaff(ctx, person)
	if err != nil {
		return Person{}, err
	}
	if known {
		return Person{}, errKnownToStaff
	}
	if in.EmploymentStatus != nil || in.Intent != nil || in.Profile != nil {
		if err := s.correctNewest(ctx, a, personID, in); err != nil {
			return Person{}, err
		}
	}
	if phone == "" || phone == person.Phone {
		return person, nil
	}
	return s.correctPhone(ctx, a, person, phone)
}

// cleanCorrection brings the input into canonical form. Nothing that a complete
// registration needs can be taken out of one.
func (s *Service) cleanCorrection(p *problems, in *Correction) (phone string, err error) {
	if in.Phone != nil {
		phone, err = identity.CanonicalPhone(*in.Phone)
		p.check("body.phone", err)
	}
	if in.EmploymentStatus != nil {
		text := p.text("body.employment_status", *in.EmploymentStatus, 1, 32)
		in.EmploymentStatus = &text
	}
	if in.Intent != nil {
		intent := p.intent(*in.Intent)
		if len(intent.Occupations) == 0 {
			p.add("body.intent.occupations", "required", "此项必填")
		}
		in.Intent = &intent
	}
	if in.Profile != nil {
		profile := p.profile(*in.Profile)
		in.Profile = &profile
	}
	if *in == (Correction{}) {
		p.add("body", "required", "请填写要更正的内容")
	}
	return phone, p.err()
}

// correctPhone makes the person known by the new number, too. Where somebody of that
// name has the number already, they remain two, and nobody is told.
func (s *Service) correctPhone(ctx context.Context, a Actor, person Person, phone string) (Person, error) {
	weak := Person{Name: person.Name, Phone: phone}
	for _, k := range weak.Keys() {
		if _, err := s.store.ClaimKey(ctx, k, person.ID); err != nil {
			return Person{}, err
		}
	}
	return s.store.UpdatePerson(ctx, person.ID, func(p *Person) error {
		switch {
		case p.AccountID != a.Account.ID || p.forgotten():
			return ErrNotFound
		case p.Told.Name.Staff:
			return errKnownToStaff
		}
		p.Phone, p.Told.Phone = phone, Tellers{Self: true}
		return nil
	})
}

// correctNewest puts the account's newest registration of the person right.
func (s *Service) correctNewest(ctx context.Context, a Actor, personID string, in Correction) error {
	r, err := s.newestOwn(ctx, a.Account.ID, personID)
	if err != nil {
		return err
	}
	return s.tally.write(ctx, []Unit{MonthUnit(r.SiteID, r.Month)}, func(ctx context.Context) error {
		b, err := s.tally.books(ctx, r.County, r.Month)
		if err != nil {
			return err
		}
		_, err = s.store.UpdateRegistration(ctx, r.ID, func(r *Registration) error {
			if r.AccountID != a.Account.ID || r.AddedTo || r.Status == Void {
				return errNoRecordNow
			}
			return b.change(r.Month, r.Trail, func() error { return s.correctRegistration(r, in) })
		})
		return err
	})
}

func (s *Service) correctRegistration(r *Registration, in Correction) error {
	if r.Status == Confirmed && (in.EmploymentStatus != nil || in.Intent != nil) {
		return errVouched
	}
	if in.EmploymentStatus != nil {
		r.EmploymentStatus = *in.EmploymentStatus
	}
	if in.Intent != nil {
		r.Intent = *in.Intent
	}
	if in.Profile != nil {
		r.Profile = *in.Profile
	}
	if complete := r.EmploymentStatus != "" && len(r.Intent.Occupations) > 0 && r.ConsentVersion != ""; complete && !r.Complete {
		r.Complete, r.ChangedAt = true, s.now()
	}
	return nil
}

// newestOwn is the newest registration of the person that the account sent, and to
// which nobody else has added.
func (s *Service) newestOwn(ctx context.Context, accountID, personID string) (newest Registration, err error) {
	done := errors.New("found")
	err = pages(func(p Page) ([]Registration, error) { return s.store.RegistrationsOfPerson(ctx, personID, p) }, func(r Registration) (string, error) {
		if r.AccountID == accountID && !r.AddedTo && r.Status != Void {
			newest = r
			return r.ID, done
		}
		return r.ID, nil
	})
	switch {
	case errors.Is(err, done):
		return newest, nil
	case err != nil:
		return newest, err
	}
	return newest, errNoRecordNow
}
