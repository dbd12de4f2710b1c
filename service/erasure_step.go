package service

import (
	"context"
	"time"
)

// erasureStep takes the data of one noun out. Both parts may be done again, also
// beside each other; one that a noun does not need is nil. What counts stays as it
// is: status, day, month, person's id and every field that an index of a count holds.
type erasureStep struct {
	noun string
	// ofPerson takes out what is kept about a person, and answers the last year in
	// which something of theirs counts; 0: nothing does.
	ofPerson func(s *Service, ctx context.Context, personID string) (lastYear int, err error)
	// ofAccount takes out what an account gave or caused, whoever it is about.
	ofAccount func(s *Service, ctx context.Context, accountID string) error
}

// erasureSteps is every noun with data about people. A new one is one line. Deliveries
// stay, as the count of who was written to: they hold ids, which are nobody's by then.
// Scans hold no account at all.
var erasureSteps = []erasureStep{
	{"registrations", (*Service).eraseRegistrations, (*Service).leaveRegistrations},
	{"placements", (*Service).erasePlacements, nil},
	{"applications", (*Service).eraseApplications, (*Service).leaveApplications},
	{"views", (*Service).eraseViews, nil},
	{"follow-ups", (*Service).eraseFollowUps, nil},
	{"guidance", (*Service).eraseGuidance, nil},
	{"service requests", (*Service).eraseHelp, (*Service).leaveHelp},
	{"sign-ups", (*Service).eraseSignUps, nil}, // of an account: see partFrom
	{"rights reports", nil, (*Service).eraseReports},
	{"subscriptions", nil, func(s *Service, ctx context.Context, id string) error {
		return s.store.DeleteSubscriptions(ctx, subscriptionIDs(id))
	}},
	{"requests", nil, func(s *Service, ctx context.Context, id string) error { return s.store.DeleteRequestsOf(ctx, id) }},
}

// passPerson takes out everything about a person; the name goes last, so that one
// that was broken off finds the rest again.
func (s *Service) passPerson(ctx context.Context, e Erasure) (ErasureReport, error) {
	p, err := s.store.Person(ctx, e.ID)
	if err != nil {
		return ErasureReport{}, ignoreMissing(err)
	}
	if p.Erased.same(e.Erased) { // all but the note of it was done, and the person may be back by now
		return ErasureReport{}, nil
	}
	keys, err := s.eraseRecords(ctx, e.ID)
	if err != nil {
		return ErasureReport{}, err
	}
	if err := s.store.DropKeys(ctx, e.ID, selfKey); err != nil { // of an account that is gone, or whose it is no more
		return ErasureReport{}, err
	}
	_, err = s.store.UpdatePerson(ctx, e.ID, func(p *Person) error {
		if !p.Erased.same(e.Erased) {
			p.erase(e.Erased)
		}
		return nil
	})
	return ErasureReport{Erased: 1, KeysUntil: keys}, err
}

// lookAgain takes out what was being written about a person as he was erased, unless
// he has come back since, and answers when his keys may go.
func (s *Service) lookAgain(ctx context.Context, personID string) (time.Time, error) {
	p, err := s.store.Person(ctx, personID)
	if err != nil || !p.forgotten() {
		return keysEnd(s.today().Year), ignoreMissing(err)
	}
	return s.eraseRecords(ctx, personID)
}

// eraseRecords takes the person out of every record, and answers how long the keys
// are needed so that nobody counts twice.
func (s *Service) eraseRecords(ctx context.Context, personID string) (keys time.Time, err error) {
	keys = s.now().Add(stragglersEnd) // nothing counts, but a record may be under way
	for _, step := range erasureSteps {
		if step.ofPerson == nil {
			continue
		}
		year, err := step.ofPerson(s, ctx, personID)
		if err != nil {
			return keys, err
		}
		if end := keysEnd(year); year > 0 && end.After(keys) {
			keys = end
		}
	}
	return keys, nil
}

// erasedText takes the place of what somebody wrote about a person.
const erasedText = "（个人信息已删除）"

func (s *Service) eraseRegistrations(ctx context.Context, personID string) (lastYear int, err error) {
	err = pages(func(p Page) ([]Registration, error) { return s.store.RegistrationsOfPerson(ctx, personID, p) }, func(r Registration) (string, error) {
		lastYear = max(lastYear, r.Month.Year)
		if err := s.eraseCalls(ctx, RecordRef{RegistrationRecord, r.ID}, r.SiteID, r.Month); err != nil {
			return "", err
		}
		_, err := s.store.UpdateRegistration(ctx, r.ID, func(r *Registration) error {
			r.erase()
			r.Erased = true
			return nil
		})
		return r.ID, err
	})
	return lastYear, err
}

// erase leaves what counts and what proves that there was a consent.
func (r *Registration) erase() {
	r.AccountID, r.EmploymentStatus, r.Intent, r.Profile, r.AddedTo = "", "", Intent{}, Profile{}, false
	if r.VoidReason != "" {
		r.VoidReason = erasedText
	}
}

// leaveRegistrations takes out what an account told in registrations of people who
// stay, because others made them known. Each one that is done is of no account any
// more.
func (s *Service) leaveRegistrations(ctx context.Context, accountID string) error {
	return pages(func(p Page) ([]Registration, error) { return s.store.RegistrationsOfAccount(ctx, accountID, p) }, func(r Registration) (string, error) {
		_, err := s.store.UpdateRegistration(ctx, r.ID, func(r *Registration) error {
			switch {
			case r.AccountID != accountID:
			case r.AddedTo: // what others wrote into it is not the account's to take out
				r.AccountID, r.AddedTo = "", false
			default:
				r.erase()
			}
			return nil
		})
		return r.ID, err
	})
}

func (s *Service) erasePlacements(ctx context.Context, personID string) (lastYear int, err error) {
	err = pages(func(p Page) ([]Placement, error) { return s.store.PlacementsOfPeople(ctx, []string{personID}, p) }, func(n Placement) (string, error) {
		lastYear = max(lastYear, n.Month.Year)
		if err := s.eraseCalls(ctx, RecordRef{PlacementRecord, n.ID}, n.SiteID, n.Month); err != nil {
			return "", err
		}
		_, err := s.store.UpdatePlacement(ctx, n.ID, func(p *Placement) error {
			p.erase()
			return nil
		})
		return n.ID, err
	})
	return lastYear, err
}

// erase takes out what was written about the person and closes the employer's link.
func (p *Placement) erase() {
	p.Erased, p.Link = true, EmployerLink{}
	words := make([]Word, len(p.Words))
	for i, w := range p.Words {
		w.Note = ""
		words[i] = w
	}
	p.Words = words
	if p.Proof != "" {
		p.Proof = erasedText
	}
	if p.VoidReason != "" {
		p.VoidReason = erasedText
	}
}
