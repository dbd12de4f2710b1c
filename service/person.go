package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/identity"
)

// Person is a job seeker. Name, Phone and ID are sealed at rest; screens get
// them masked.
type Person struct {
	ID        string
	Rev       int64
	Name      string
	Phone     string      // canonical; several people may share one
	Identity  identity.ID // zero until a document was shown
	AccountID string      // the account that registered this person as itself; may be empty
	CreatedAt time.Time
	Example   bool
}

// Key is a natural key, bound to one owner for good. Stores keep it blinded.
type Key struct {
	Space string // what kind of key: "id", "self", "phone", "uscc", "company"
	Value string
}

// PersonStore keeps people and the natural keys by which they are known again.
type PersonStore interface {
	// ClaimKey binds key to owner unless it is bound already, and answers to
	// whom it is bound. Of parallel claims one wins and all agree.
	ClaimKey(ctx context.Context, key Key, owner string) (string, error)
	// KeyOwner answers to whom key is bound, or ErrNoRecord.
	KeyOwner(ctx context.Context, key Key) (string, error)

	InsertPerson(ctx context.Context, p Person) error // ErrExists: the id is there
	Person(ctx context.Context, id string) (Person, error)
	People(ctx context.Context, ids []string) ([]Person, error)
	UpdatePerson(ctx context.Context, id string, change func(*Person) error) (Person, error)
}

// PersonInput is what staff type, or a seeker of himself.
type PersonInput struct {
	Name     string
	Phone    string
	IDNumber string // may be empty
}

// Keys lists the natural keys by which the person is known.
func (p Person) Keys() []Key {
	strong, weak := p.keys()
	return append(strong, weak...)
}

// cleanPerson brings the input into canonical form.
func (s *Service) cleanPerson(in PersonInput, p *problems) Person {
	var out Person
	var err error
	out.Name, err = identity.CanonicalName(in.Name)
	p.check("body.name", err)
	out.Phone, err = identity.CanonicalPhone(in.Phone)
	p.check("body.phone", err)
	if strings.TrimSpace(in.IDNumber) != "" {
		out.Identity, err = identity.CheckID(in.IDNumber, s.today())
		p.check("body.id_number", err)
	}
	return out
}

// keys lists a person's natural keys. The first is the document's, if there is
// one; the others are weaker: whoever registers through an account, or under a
// phone number, is known by it only together with the name, because phones are
// shared.
func (p Person) keys() (strong, weak []Key) {
	if p.Identity.Number != "" {
		strong = append(strong, Key{"id", string(p.Identity.Type) + ":" + p.Identity.Number})
	}
	if p.Phone != "" {
		weak = append(weak, Key{"phone", p.Phone + "|" + p.Name})
	}
	if p.AccountID != "" {
		weak = append(weak, Key{"self", p.AccountID + "|" + p.Name})
	}
	return strong, weak
}

// ensurePerson finds the person that in describes, or keeps a new one. Parallel
// calls for the same person agree, because every decision is a claim of a key
// or the keeping of a person's one record.
func (s *Service) ensurePerson(ctx context.Context, in Person) (Person, error) {
	in.ID, in.Rev, in.CreatedAt = newID(), 1, s.now()
	strong, weak := in.keys()
	id, err := s.ownerOf(ctx, strong)
	if err != nil {
		return Person{}, err
	}
	var kept Person
	if id != "" {
		kept, err = s.keepPerson(ctx, id, in)
	} else {
		kept, err = s.meetPerson(ctx, in, strong, weak)
	}
	if err != nil {
		return Person{}, err
	}
	for _, k := range weak { // so that they are known by these next time, too
		if _, err := s.store.ClaimKey(ctx, k, kept.ID); err != nil {
			return Person{}, err
		}
	}
	return kept, nil
}

// meetPerson settles who somebody is whose document, if they showed one, is not
// known. The weak keys come first: that is what makes a registration without a
// document and one with it, at the same moment, the same person. The document
// goes to whoever has it in their record, which has room for one: of two
// documents at the same moment the other is a namesake's.
func (s *Service) meetPerson(ctx context.Context, in Person, strong, weak []Key) (Person, error) {
	id, err := s.claimWeak(ctx, in.ID, weak)
	if err != nil {
		return Person{}, err
	}
	if len(weak) == 0 { // known by the document alone
		if id, err = s.store.ClaimKey(ctx, strong[0], id); err != nil {
			return Person{}, err
		}
	}
	kept, err := s.keepPerson(ctx, id, in)
	if err != nil || len(strong) == 0 {
		return kept, err
	}
	if kept.Identity != in.Identity {
		id = newID() // a namesake on the same phone, with a document of their own
	}
	id, err = s.store.ClaimKey(ctx, strong[0], id)
	if err != nil || id == kept.ID {
		return kept, err
	}
	return s.keepPerson(ctx, id, in)
}

// claimWeak answers who is known by one of the weak keys, or makes it fresh.
func (s *Service) claimWeak(ctx context.Context, fresh string, weak []Key) (string, error) {
	id, err := s.ownerOf(ctx, weak)
	if err != nil || id != "" {
		return id, err
	}
	if len(weak) == 0 {
		return fresh, nil
	}
	return s.store.ClaimKey(ctx, weak[0], fresh) // the others follow once the id is settled
}

// keepPerson stores the person under an id, or adds to the one there what it did
// not have.
func (s *Service) keepPerson(ctx context.Context, id string, in Person) (Person, error) {
	fresh := in
	fresh.ID = id
	err := s.store.InsertPerson(ctx, fresh)
	if err == nil {
		return fresh, nil
	}
	if !errors.Is(err, ErrExists) {
		return Person{}, err
	}
	known, err := s.store.Person(ctx, id)
	if err != nil || !known.lacks(in) {
		return known, err
	}
	return s.store.UpdatePerson(ctx, id, func(p *Person) error {
		p.learn(in)
		return nil
	})
}

func (p Person) lacks(in Person) bool {
	q := p
	q.learn(in)
	return q != p
}

// learn fills what is empty and takes the newer phone; it never changes a name
// or a document that is there, and takes nothing from a namesake with another.
func (p *Person) learn(in Person) {
	if p.Identity.Number == "" {
		p.Identity = in.Identity
	}
	if in.Identity.Number != "" && p.Identity != in.Identity {
		return
	}
	if p.AccountID == "" {
		p.AccountID = in.AccountID
	}
	if in.Phone != "" {
		p.Phone = in.Phone
	}
	if p.Name == "" {
		p.Name = in.Name
	}
}

func (s *Service) ownerOf(ctx context.Context, keys []Key) (string, error) {
	for _, k := range keys {
		id, err := s.store.KeyOwner(ctx, k)
		if err == nil {
			return id, nil
		}
		if !errors.Is(err, ErrNoRecord) {
			return "", err
		}
	}
	return "", nil
}
