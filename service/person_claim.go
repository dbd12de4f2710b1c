package service

import (
	"context"
	"errors"
)

// ensurePerson finds the person that in describes, or keeps a new one. Parallel
// calls for the same person agree, because every decision is a claim of a key
// or the keeping of a person's one record.
func (s *Service) ensurePerson(ctx context.Context, in Person) (Person, error) {
	in.ID, in.Rev, in.CreatedAt = newID(), 1, s.now()
	in.Told = in.tells()
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
	if !kept.trusts(in) {
		return kept, nil
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
	namesake := kept.Identity != in.Identity
	if kept.forgotten() { // whose document is gone, but not that there was one
		if namesake, err = s.store.HasKeys(ctx, kept.ID, strong[0].Space); err != nil {
			return Person{}, err
		}
	}
	if namesake {
		id = newID() // on the same phone, with a document of their own
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
	if err != nil {
		return Person{}, err
	}
	if known.forgotten() { // comes back, if at all, with a record: see welcome
		return known, nil
	}
	if known.Name != in.Name {
		return Person{}, errNameMismatch
	}
	if !known.trusts(in) || !known.lacks(in) {
		return known, nil
	}
	return s.store.UpdatePerson(ctx, id, func(p *Person) error {
		if !p.forgotten() { // a moment ago
			p.learn(in)
		}
		return nil
	})
}

// errNameMismatch refuses a document number under another name: one of the two is
// mistyped, and nothing may be learnt from it.
var errNameMismatch = invalid("body.id_number", "id_name_mismatch", "该证件号码已登记为另一姓名，请核对证件")

// trusts reports whether anything may be learnt from in: staff have seen whom
// they register, but what an account types of itself proves nothing about a
// person that others made known.
func (p Person) trusts(in Person) bool {
	return in.AccountID == "" || in.AccountID == p.AccountID || p.forgotten()
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
	if in.Phone != "" && p.Phone != in.Phone {
		p.Phone, p.Told.Phone = in.Phone, Tellers{}
	}
	if p.Name == "" {
		p.Name = in.Name
	}
	p.Told.Name.add(in.Told.Name)
	p.Told.Phone.add(in.Told.Phone)
	p.Told.Identity.add(in.Told.Identity)
}

// tells is who tells the values that in holds.
func (p Person) tells() (t Told) {
	by := Tellers{Self: p.AccountID != "", Staff: p.AccountID == ""}
	t.Name = by
	if p.Phone != "" {
		t.Phone = by
	}
	if p.Identity.Number != "" {
		t.Identity = by
	}
	return t
}

func (t *Tellers) add(o Tellers) { t.Self, t.Staff = t.Self || o.Self, t.Staff || o.Staff }

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
