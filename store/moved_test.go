package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/vault"
)

// The sealed part of documents, as they lie in the engine.
type (
	personRow struct {
		ID       string `json:"_id"`
		Rev      int64  `json:"rev"`
		Name     []byte `json:"name"`
		Phone    []byte `json:"phone"`
		IDNumber []byte `json:"id_number"`
	}
	accountRow struct {
		ID     string `json:"_id"`
		Rev    int64  `json:"rev"`
		OpenID string `json:"openid"`
		Phone  []byte `json:"phone"`
	}
	requestRow struct {
		ID   string `json:"_id"`
		Rev  int64  `json:"rev"`
		Body []byte `json:"body"`
	}
)

// Whoever may write to the database, but lacks the keys, must not be able to
// show himself somebody's data by copying it to where he may look.
func TestSealedDataMovedDoesNotOpen(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		e := open(t)
		s, ctx := store.New(e, newVault(t)), t.Context()
		check(t, s.Load(ctx, batch()))
		check(t, s.InsertRequest(ctx, service.Request{ID: "q1", Rev: 1, Answer: service.Answer{Body: []byte(code)}}))
		var p personRow
		var a accountRow
		var q requestRow
		check(t, errors.Join(e.Get(ctx, "people", "p1", &p), e.Get(ctx, "accounts", "a1", &a), e.Get(ctx, "requests", "q1", &q)))
		altered := append([]byte{}, p.Name...)
		altered[len(altered)-1] ^= 1

		for where, doc := range map[string]any{
			"people/another row, name":      personRow{ID: "x1", Rev: 1, Name: p.Name},
			"people/another row, phone":     personRow{ID: "x2", Rev: 1, Phone: p.Phone},
			"people/another row, id number": personRow{ID: "x3", Rev: 1, IDNumber: p.IDNumber},
			"accounts/another row, phone":   accountRow{ID: "x4", Rev: 1, OpenID: "openid x", Phone: a.Phone},
			"requests/another row, body":    requestRow{ID: "x5", Rev: 1, Body: q.Body},
			"people/another collection":     personRow{ID: "a1", Rev: 1, Phone: a.Phone},
		} {
			collection, _, _ := strings.Cut(where, "/")
			if err := e.Insert(ctx, collection, doc); err != nil {
				t.Fatalf("%s: %v", where, err)
			}
		}
		check(t, e.Replace(ctx, "people", "p1", 1, personRow{ID: "p1", Rev: 2, Name: p.Phone}))
		check(t, e.Insert(ctx, "people", personRow{ID: "x6", Rev: 1, Name: altered}))

		for where, read := range map[string]func(context.Context) error{
			"another row, name":             func(ctx context.Context) error { _, err := s.Person(ctx, "x1"); return err },
			"another row, phone":            func(ctx context.Context) error { _, err := s.Person(ctx, "x2"); return err },
			"another row, id number":        func(ctx context.Context) error { _, err := s.Person(ctx, "x3"); return err },
			"another row, in a list":        func(ctx context.Context) error { _, err := s.People(ctx, []string{"p2", "x1"}); return err },
			"another row, account":          func(ctx context.Context) error { _, err := s.Account(ctx, "x4"); return err },
			"another row, by openid":        func(ctx context.Context) error { _, err := s.AccountByOpenID(ctx, "openid x"); return err },
			"another collection, same id":   func(ctx context.Context) error { _, err := s.Person(ctx, "a1"); return err },
			"another field of the same row": func(ctx context.Context) error { _, err := s.Person(ctx, "p1"); return err },
			"altered":                       func(ctx context.Context) error { _, err := s.Person(ctx, "x6"); return err },
			"another row, to be updated": func(ctx context.Context) error {
				_, err := s.UpdatePerson(ctx, "x1", func(*service.Person) error { t.Error("changed"); return nil })
				return err
			},
			"another row, request": func(ctx context.Context) error {
				_, err := s.UpdateRequest(ctx, "x5", func(*service.Request) error { t.Error("changed"); return nil })
				return err
			},
		} {
			wantSealed(t, where, read(ctx))
		}
	})
}

func TestAnotherKeysetOpensNothing(t *testing.T) {
	e := openSQLite(t)
	check(t, store.New(e, newVault(t)).Load(t.Context(), batch()))
	other := store.New(e, newVault(t))
	_, err := other.Person(t.Context(), "p1")
	wantSealed(t, "person", err)
	_, err = other.Account(t.Context(), "a1")
	wantSealed(t, "account", err)
	for _, k := range batch().People[0].Keys() {
		if _, err := other.KeyOwner(t.Context(), k); !errors.Is(err, service.ErrNoRecord) {
			t.Errorf("a key's owner is found without the key: %v", err)
		}
	}
}

func wantSealed(t *testing.T, where string, err error) {
	t.Helper()
	if !errors.Is(err, vault.ErrSealed) {
		t.Errorf("%s: got %v, want %v", where, err, vault.ErrSealed)
		return
	}
	for _, secret := range []string{name, phone, number, accountPhone, code} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the error tells %q", where, secret)
		}
	}
}
