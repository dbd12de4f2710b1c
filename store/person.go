package store

import (
	"context"
	"errors"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

type personDoc struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	Name      []byte `json:"name"`      // sealed
	Phone     []byte `json:"phone"`     // sealed
	IDNumber  []byte `json:"id_number"` // sealed
	IDType    string `json:"id_type"`
	AccountID string `json:"account_id"`
	LinkedBy  string `json:"linked_by"`
	CreatedAt int64  `json:"created_at"`
	Example   bool   `json:"example"`

	Told        toldDoc   `json:"told"`
	WithdrawnAt int64     `json:"withdrawn_at"`
	Erased      erasedDoc `json:"erased"`
}

// toldDoc says who told a value: the account itself, staff, or both.
type toldDoc struct {
	NameSelf      bool `json:"name_self"`
	NameStaff     bool `json:"name_staff"`
	PhoneSelf     bool `json:"phone_self"`
	PhoneStaff    bool `json:"phone_staff"`
	IdentitySelf  bool `json:"identity_self"`
	IdentityStaff bool `json:"identity_staff"`
}

func newToldDoc(t service.Told) toldDoc {
	return toldDoc{t.Name.Self, t.Name.Staff, t.Phone.Self, t.Phone.Staff, t.Identity.Self, t.Identity.Staff}
}

func (d toldDoc) told() service.Told {
	return service.Told{
		Name: service.Tellers{Self: d.NameSelf, Staff: d.NameStaff}, Phone: service.Tellers{Self: d.PhoneSelf, Staff: d.PhoneStaff},
		Identity: service.Tellers{Self: d.IdentitySelf, Staff: d.IdentityStaff},
	}
}

func (s *Store) people() table[personDoc, service.Person] {
	return table[personDoc, service.Person]{s, "people", s.newPersonDoc, s.person,
		func(n *service.Person) *int64 { return &n.Rev }}
}

func (s *Store) newPersonDoc(n service.Person) (personDoc, error) {
	o := s.opener("people", n.ID)
	return personDoc{
		ID: n.ID, Rev: n.Rev, Name: o.seal(n.Name, "name"), Phone: o.seal(n.Phone, "phone"),
		IDNumber: o.seal(n.Identity.Number, "id_number"), IDType: string(n.Identity.Type),
		AccountID: n.AccountID, LinkedBy: n.LinkedBy, CreatedAt: millis(n.CreatedAt), Example: n.Example,
		Told: newToldDoc(n.Told), WithdrawnAt: millis(n.WithdrawnAt), Erased: o.newErasedDoc(n.Erased),
	}, o.err
}

func (s *Store) person(d personDoc) (service.Person, error) {
	o := s.opener("people", d.ID)
	n := service.Person{
		ID: d.ID, Rev: d.Rev, Name: o.open(d.Name, "name"), Phone: o.open(d.Phone, "phone"),
		Identity:  identity.ID{Type: identity.IDType(d.IDType), Number: o.open(d.IDNumber, "id_number")},
		AccountID: d.AccountID, LinkedBy: d.LinkedBy, CreatedAt: fromMillis(d.CreatedAt), Example: d.Example,
		Told: d.Told.told(), WithdrawnAt: fromMillis(d.WithdrawnAt), Erased: o.erased(d.Erased),
	}
	return n, o.err
}

// InsertPerson implements service.PersonStore.
func (s *Store) InsertPerson(ctx context.Context, n service.Person) error {
	return s.people().insert(ctx, n)
}

// Person implements service.PersonStore.
func (s *Store) Person(ctx context.Context, id string) (service.Person, error) {
	return s.people().get(ctx, id)
}

// People implements service.PersonStore.
func (s *Store) People(ctx context.Context, ids []string) ([]service.Person, error) {
	return s.people().find(ctx, Query{Where: []Cond{{"_id", In, ids}}})
}

// PeopleOfAccount implements service.PersonStore.
func (s *Store) PeopleOfAccount(ctx context.Context, accountID string) ([]service.Person, error) {
	if accountID == "" { // which is what people have whom others made known
		return nil, nil
	}
	return s.people().find(ctx, Query{Where: []Cond{eq("account_id", accountID)}, Sort: []string{"_id"}})
}

// UpdatePerson implements service.PersonStore.
func (s *Store) UpdatePerson(ctx context.Context, id string, change func(*service.Person) error) (service.Person, error) {
	return s.people().update(ctx, id, change)
}

// keyDoc binds a natural key to its owner.
type keyDoc struct {
	ID    string `json:"_id"` // space and blinded value
	Rev   int64  `json:"rev"`
	Owner string `json:"owner"`
}

func (s *Store) keyID(k service.Key) string { return k.Space + ":" + s.vault.Blind(k.Space, k.Value) }

// ClaimKey implements service.PersonStore.
func (s *Store) ClaimKey(ctx context.Context, k service.Key, owner string) (string, error) {
	known, err := s.KeyOwner(ctx, k) // most claims are of keys that are known
	if !errors.Is(err, service.ErrNoRecord) {
		return known, err
	}
	err = s.engine.Insert(ctx, "keys", keyDoc{s.keyID(k), 1, owner})
	if errors.Is(err, ErrDuplicate) {
		return s.KeyOwner(ctx, k)
	}
	return owner, fault("claim key", err)
}

// KeyOwner implements service.PersonStore.
func (s *Store) KeyOwner(ctx context.Context, k service.Key) (string, error) {
	var d keyDoc
	if err := s.engine.Get(ctx, "keys", s.keyID(k), &d); err != nil {
		return "", fault("read key", err)
	}
	return d.Owner, nil
}

// HasKeys implements service.PersonStore.
func (s *Store) HasKeys(ctx context.Context, owner, space string) (bool, error) {
	var docs []keyDoc
	q := ownedKeys(owner, space)
	q.Limit, q.Fields = 1, []string{"_id"}
	err := s.engine.Find(ctx, "keys", q, &docs)
	return len(docs) > 0, fault("find keys", err)
}

// DropKeys implements service.PersonStore.
func (s *Store) DropKeys(ctx context.Context, owner, space string) error {
	_, err := s.engine.Delete(ctx, "keys", ownedKeys(owner, space))
	return fault("delete from keys", err)
}

// DropKey implements service.PersonStore.
func (s *Store) DropKey(ctx context.Context, k service.Key, owner string) error {
	_, err := s.engine.Delete(ctx, "keys", Query{Where: []Cond{eq("_id", s.keyID(k)), eq("owner", owner)}})
	return fault("delete from keys", err)
}

// ownedKeys selects the keys of a space, or of all when it is empty: the names of
// spaces are letters, and every id goes on with a colon.
func ownedKeys(owner, space string) Query {
	q := Query{Where: []Cond{eq("owner", owner)}}
	if space != "" {
		q.Where = append(q.Where, Cond{"_id", Ge, space + ":"}, Cond{"_id", Lt, space + ";"})
	}
	return q
}
