package service

import (
	"context"
	"slices"
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
	AccountID string      // the account that stands for this person; may be empty
	LinkedBy  string      // what proved AccountID: see LinkedByPhone; empty: it made the person known, and proved nothing
	CreatedAt time.Time
	Example   bool

	Told        Told      // by whom the values above are known
	WithdrawnAt time.Time // consent was taken back, see mayContact; zero: it was not
	Erased      Erased    // the last erasure, also after the person has come back; zero: none
}

// Told says, value by value, who made a person known.
type Told struct{ Name, Phone, Identity Tellers }

// Tellers are who told a value that is kept. What an account told itself it may see
// in full; what staff recorded stays when the account goes. Both are false in
// documents from before this was kept, and then neither is claimed.
type Tellers struct {
	Self  bool // the account that registered itself
	Staff bool // somebody at a site, or a ledger
}

// Key is a natural key, bound to one owner for good. Stores keep it blinded.
type Key struct {
	Space string // what kind of key: "id", "self", "phone", "uscc", "company"
	Value string
}

// selfKey is the space of the keys by which an account is known as a person.
const selfKey = "self"

// PersonStore keeps people and the natural keys by which they are known again.
type PersonStore interface {
	// ClaimKey binds key to owner unless it is bound already, and answers to
	// whom it is bound. Of parallel claims one wins and all agree.
	ClaimKey(ctx context.Context, key Key, owner string) (string, error)
	// KeyOwner answers to whom key is bound, or ErrNoRecord.
	KeyOwner(ctx context.Context, key Key) (string, error)

	InsertPerson(ctx context.Context, p Person) error // ErrExists: the id is there
	Person(ctx context.Context, id string) (Person, error)
	// HasKeys reports whether a key of that space is bound to owner.
	HasKeys(ctx context.Context, owner, space string) (bool, error)
	// DropKeys frees owner's keys of a space, or of all when space is empty.
	DropKeys(ctx context.Context, owner, space string) error
	// DropKey frees one key, if it is owner's.
	DropKey(ctx context.Context, key Key, owner string) error
	People(ctx context.Context, ids []string) ([]Person, error)
	// PeopleOfAccount lists those that the account registered as itself.
	PeopleOfAccount(ctx context.Context, accountID string) ([]Person, error)
	UpdatePerson(ctx context.Context, id string, change func(*Person) error) (Person, error)
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
	out.Identity = s.cleanIdentity(in.IDNumber, p)
	return out
}

// cleanIdentity checks a document's number, which may be empty.
func (s *Service) cleanIdentity(number string, p *problems) identity.ID {
	if strings.TrimSpace(number) == "" {
		return identity.ID{}
	}
	id, err := identity.CheckID(number, s.today())
	p.check("body.id_number", err)
	if born := id.BirthDate(); err == nil && !born.IsZero() && born.AddYears(workingAge).After(s.today()) {
		p.add("body.id_number", "under_16", "未满16周岁，不能登记求职")
	}
	return id
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
		weak = append(weak, Key{selfKey, p.AccountID + "|" + p.Name})
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

// errRegisterOwn sends somebody to the registration first.
var errRegisterOwn = &Error{Kind: Conflict, Code: "registration_needed", Message: "请先完成求职登记；已由站点登记的，请先用微信验证手机号再登记一次，或到站点请工作人员核对"}

// whoIsMeant is the person for whom the caller asks something of a site: his own, or,
// if he works there, anybody who is registered where he works.
func (s *Service) whoIsMeant(ctx context.Context, a Actor, siteID, county, personID string) (id string, self bool, err error) {
	own, err := s.myPeople(ctx, a)
	switch {
	case err != nil:
		return "", false, err
	case slices.Contains(own, personID):
		return personID, true, nil
	case personID == "" && len(own) == 1:
		return own[0], true, nil
	case personID == "" && len(own) == 0:
		return "", false, errRegisterOwn
	case personID == "":
		return "", false, invalid("body.person_id", "required", "您登记了多名求职者，请选择其中一人")
	case !a.may(writeRecords, siteID, county):
		return "", false, errUnknownPerson
	}
	p, err := s.knownPerson(ctx, a, personID)
	return p.ID, false, err
}
