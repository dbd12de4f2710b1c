package service

import (
	"context"
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
	// PeopleOfAccount lists those that the account registered as itself.
	PeopleOfAccount(ctx context.Context, accountID string) ([]Person, error)
	UpdatePerson(ctx context.Context, id string, change func(*Person) error) (Person, error)
	// AccountsOfPeople tells the accounts of those who have registered themselves,
	// by person.
	AccountsOfPeople(ctx context.Context, ids []string) (map[string]string, error)
}

// PersonInput is what staff type, or a seeker of himself.
type PersonInput struct {
	Name     string
	Phone    string
	IDNumber string // may be empty
}

// workingAge is the age from which somebody may look for work
// (就业服务与就业管理规定 art. 6).
const workingAge = 16

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
		if born := out.Identity.BirthDate(); err == nil && !born.IsZero() && born.AddYears(workingAge).After(s.today()) {
			p.add("body.id_number", "under_16", "未满16周岁，不能登记求职")
		}
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

// myPeople are the ids of those that the caller's account registered as itself.
func (s *Service) myPeople(ctx context.Context, a Actor) ([]string, error) {
	people, err := s.store.PeopleOfAccount(ctx, a.Account.ID)
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	return ids, err
}
