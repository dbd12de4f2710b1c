package service

import (
	"context"
	"errors"
	"time"
)

// ensureEnterprise works like ensurePerson: the name is claimed before the code,
// so that parallel calls with and without the code agree.
func (s *Service) ensureEnterprise(ctx context.Context, in Enterprise) (e Enterprise, created bool, err error) {
	in.ID, in.Rev, in.CreatedAt = newID(), 1, s.now()
	byCode := Key{"uscc", in.USCC}
	if in.USCC != "" {
		id, err := s.ownerOf(ctx, []Key{byCode})
		if err != nil {
			return Enterprise{}, false, err
		}
		if id != "" {
			return s.keepEnterprise(ctx, id, in)
		}
	}
	id, err := s.store.ClaimKey(ctx, in.nameKey(), in.ID)
	if err != nil {
		return Enterprise{}, false, err
	}
	e, created, err = s.keepEnterprise(ctx, id, in)
	if err != nil || in.USCC == "" {
		return e, created, err
	}
	if e.USCC != in.USCC {
		id = newID() // two companies of one name, each with a code of its own
	}
	id, err = s.store.ClaimKey(ctx, byCode, id)
	if err != nil || id == e.ID {
		return e, created, err
	}
	return s.keepEnterprise(ctx, id, in)
}

// keepEnterprise stores the enterprise under an id, or adds to the one there what
// it lacks.
func (s *Service) keepEnterprise(ctx context.Context, id string, in Enterprise) (e Enterprise, created bool, err error) {
	in.ID = id
	err = s.store.InsertEnterprise(ctx, in)
	if err == nil {
		return in, true, nil
	}
	if !errors.Is(err, ErrExists) {
		return Enterprise{}, false, err
	}
	e, err = s.store.Enterprise(ctx, id)
	if err != nil || !e.lacks(in) {
		return e, false, err
	}
	e, err = s.store.UpdateEnterprise(ctx, id, func(e *Enterprise) error {
		e.learn(in, in.CreatedBy, in.CreatedAt)
		return nil
	})
	return e, false, err
}

func (e Enterprise) lacks(in Enterprise) bool {
	q := e
	q.learn(in, e.ChangedBy, e.ChangedAt)
	return q != e
}

// learn fills what is empty and changes nothing that is there.
func (e *Enterprise) learn(in Enterprise, by string, at time.Time) {
	before := *e
	if e.USCC == "" {
		e.USCC, e.USCCOdd = in.USCC, in.USCCOdd
	}
	if e.Kind == "" && in.Kind != PrivatePerson { // a person is known by other keys
		e.Kind = in.Kind
	}
	for _, f := range []struct {
		have *string
		give string
	}{
		{&e.Address, in.Address}, {&e.Industry, in.Industry}, {&e.LicenceID, in.LicenceID},
		{&e.ContactName, in.ContactName}, {&e.ContactPhone, in.ContactPhone},
	} {
		if *f.have == "" {
			*f.have = f.give
		}
	}
	if *e != before {
		e.ChangedBy, e.ChangedAt = by, at
	}
}
