package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/identity"
)

// Enterprise is an employer (用人单位). It is known by its unified social credit
// code, or else by its normalised name, all over the city.
type Enterprise struct {
	ID        string
	Rev       int64
	Name      string
	NameKey   string // identity.CompanyKey of Name
	USCC      string // canonical; empty if not known
	USCCOdd   bool   // the check digit does not fit; a licence photo should be seen
	CreatedBy string
	CreatedAt time.Time
	Example   bool
}

// Keys lists the natural keys by which the enterprise is known.
func (e Enterprise) Keys() []Key {
	keys := []Key{{"company", e.NameKey}}
	if e.USCC != "" {
		keys = append(keys, Key{"uscc", e.USCC})
	}
	return keys
}

// EnterpriseStore keeps enterprises; their natural keys are claimed like a
// person's.
type EnterpriseStore interface {
	InsertEnterprise(ctx context.Context, e Enterprise) error // ErrExists: the id is there
	Enterprise(ctx context.Context, id string) (Enterprise, error)
	UpdateEnterprise(ctx context.Context, id string, change func(*Enterprise) error) (Enterprise, error)
}

// CreateEnterprise keeps an employer, or answers the one that is known by the
// same code or name with created=false.
func (s *Service) CreateEnterprise(ctx context.Context, a Actor, name, uscc string) (e Enterprise, created bool, err error) {
	if !a.mayAnywhere(writeEmployers) {
		return Enterprise{}, false, ErrForbidden
	}
	e, err = cleanEnterprise(name, uscc)
	if err != nil {
		return Enterprise{}, false, err
	}
	e.CreatedBy = a.Account.ID
	return s.ensureEnterprise(ctx, e)
}

// Enterprise answers an employer to those who work with them.
func (s *Service) Enterprise(ctx context.Context, a Actor, id string) (Enterprise, error) {
	if !a.mayAnywhere(readEmployers) {
		return Enterprise{}, ErrNotFound
	}
	e, err := s.store.Enterprise(ctx, id)
	return e, missing(err)
}

func cleanEnterprise(name, uscc string) (Enterprise, error) {
	var p problems
	e := Enterprise{Name: p.text("body.name", name, 1, 100)}
	e.NameKey = identity.CompanyKey(e.Name)
	if e.Name != "" && e.NameKey == "" {
		p.add("body.name", "name_characters", "单位名称须包含文字")
	}
	if strings.TrimSpace(uscc) != "" {
		code, ok, err := identity.CanonicalUSCC(uscc)
		p.check("body.uscc", err)
		e.USCC, e.USCCOdd = code, err == nil && !ok
	}
	return e, p.err()
}

// ensureEnterprise works like ensurePerson: the name is claimed before the code,
// so that parallel calls with and without the code agree.
func (s *Service) ensureEnterprise(ctx context.Context, in Enterprise) (e Enterprise, created bool, err error) {
	in.ID, in.Rev, in.CreatedAt = newID(), 1, s.now()
	byName, byCode := Key{"company", in.NameKey}, Key{"uscc", in.USCC}
	if in.USCC != "" {
		id, err := s.ownerOf(ctx, []Key{byCode})
		if err != nil {
			return Enterprise{}, false, err
		}
		if id != "" {
			return s.keepEnterprise(ctx, id, in)
		}
	}
	id, err := s.store.ClaimKey(ctx, byName, in.ID)
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

// keepEnterprise stores the enterprise under an id, or adds the code to the one
// there if it has none.
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
	if err != nil || e.USCC != "" || in.USCC == "" {
		return e, false, err
	}
	e, err = s.store.UpdateEnterprise(ctx, id, func(e *Enterprise) error {
		if e.USCC == "" {
			e.USCC, e.USCCOdd = in.USCC, in.USCCOdd
		}
		return nil
	})
	return e, false, err
}
