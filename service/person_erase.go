package service

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service/identity"
)

// Erased says when and at whose word a person was erased.
type Erased struct {
	At     time.Time
	By     string // account of the supervisor who did it at the counter; SelfErased for the person itself
	Reason string // sealed at rest; empty for SelfErased
}

// SelfErased stands in Erased.By for a person who deleted his own account.
const SelfErased = "self"

func (e Erased) same(o Erased) bool { return e.By == o.By && e.At.Equal(o.At) }

// forgotten reports whether the person was erased and has not come back: all that
// is left is an id, under which records count, and blinded keys (ADR 0017).
func (p Person) forgotten() bool { return !p.Erased.At.IsZero() && p.Name == "" }

// erase leaves nothing of the person but its id.
func (p *Person) erase(e Erased) {
	*p = Person{ID: p.ID, Rev: p.Rev, CreatedAt: p.CreatedAt, Example: p.Example, Erased: e}
}

// toAccount is the person as its own account may see it: without the phone and the
// document that only staff have told. An account may have typed somebody's name first.
func (p Person) toAccount() Person {
	if p.Told.Phone.Staff && !p.Told.Phone.Self {
		p.Phone = ""
	}
	if p.Told.Identity.Staff && !p.Told.Identity.Self {
		p.Identity = identity.ID{}
	}
	return p
}

// leave takes back what the account told of a person whom staff made known, too.
// What staff recorded stays, and nobody is to be written to at it any more.
func (p *Person) leave(now time.Time) {
	if !p.Told.Phone.Staff {
		p.Phone = ""
	}
	if !p.Told.Identity.Staff {
		p.Identity = identity.ID{}
	}
	p.Told.Name.Self, p.Told.Phone.Self, p.Told.Identity.Self = false, false, false
	p.AccountID, p.LinkedBy = "", ""
	if p.WithdrawnAt.IsZero() {
		p.WithdrawnAt = now
	}
}

// welcome is what a registration makes of its person: one who was erased comes back
// with what was told now, and consent that was taken back is given again. A row of a
// ledger that was there already does neither: it may be older than the erasure.
func (s *Service) welcome(ctx context.Context, known, in Person, r Registration, created bool) (Person, error) {
	back := known.forgotten() && (created || r.Source != FromImport)
	consents := known.trusts(in) && r.consentsAgain(known)
	if !back && !consents {
		return known, nil
	}
	in.Told = in.tells()
	return s.store.UpdatePerson(ctx, known.ID, func(p *Person) error {
		if back && p.forgotten() {
			p.learn(in)
		}
		if consents && r.consentsAgain(*p) {
			p.WithdrawnAt = time.Time{}
		}
		return nil
	})
}

// mayContact reports whether the person may be shown to employers, matched with
// postings and written to. Whoever reads people for one of these asks it first.
func (s *Service) mayContact(p Person) bool { return p.Name != "" && p.WithdrawnAt.IsZero() }
