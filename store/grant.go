package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type grantDoc struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	AccountID string `json:"account_id"`
	Role      string `json:"role"`
	Scope     string `json:"scope"`
	Since     string `json:"since"`
	Until     string `json:"until"` // empty: in force

	Earlier []spanDoc `json:"earlier"`
}

type spanDoc struct {
	Since string `json:"since"`
	Until string `json:"until"`
}

func (s *Store) grants() table[grantDoc, service.Grant] {
	return table[grantDoc, service.Grant]{s, "grants", newGrantDoc, grantDoc.grant,
		func(n *service.Grant) *int64 { return &n.Rev }}
}

func newGrantDoc(n service.Grant) (grantDoc, error) {
	d := grantDoc{ID: n.ID, Rev: n.Rev, AccountID: n.AccountID, Role: string(n.Role), Scope: n.Scope,
		Since: n.Since.String(), Until: n.Until.String()}
	for _, s := range n.Earlier {
		d.Earlier = append(d.Earlier, spanDoc{s.Since.String(), s.Until.String()})
	}
	return d, nil
}

func (d grantDoc) grant() (service.Grant, error) {
	g := service.Grant{ID: d.ID, Rev: d.Rev, AccountID: d.AccountID, Role: service.Role(d.Role),
		Scope: d.Scope, Since: day(d.Since), Until: day(d.Until)}
	for _, s := range d.Earlier {
		g.Earlier = append(g.Earlier, service.Span{Since: day(s.Since), Until: day(s.Until)})
	}
	return g, nil
}

// PutGrant implements service.AccountStore.
func (s *Store) PutGrant(ctx context.Context, g service.Grant) error {
	kept, created, err := s.grants().ensure(ctx, g, naturalGrant(g))
	if err != nil || created || kept.Until.IsZero() {
		return err
	}
	_, err = s.grants().update(ctx, kept.ID, func(k *service.Grant) error {
		if !k.Until.IsZero() { // else somebody was quicker, and theirs is the date
			k.Revive(g.Since)
		}
		return nil
	})
	return err
}

// EndGrant implements service.AccountStore.
func (s *Store) EndGrant(ctx context.Context, g service.Grant) error {
	kept, err := s.grants().first(ctx, naturalGrant(g))
	if err != nil {
		return err
	}
	_, err = s.grants().update(ctx, kept.ID, func(k *service.Grant) error {
		if !k.Until.IsZero() {
			return service.ErrNoRecord
		}
		k.Until = g.Until
		return nil
	})
	return err
}

// GrantsOf implements service.AccountStore.
func (s *Store) GrantsOf(ctx context.Context, accountID string) ([]service.Grant, error) {
	return s.grants().find(ctx, Query{Where: []Cond{eq("account_id", accountID)}})
}

// GrantsOfAll implements service.AccountStore.
func (s *Store) GrantsOfAll(ctx context.Context, accountIDs []string) ([]service.Grant, error) {
	return s.grants().find(ctx, Query{Where: []Cond{{"account_id", In, append([]string{}, accountIDs...)}}})
}

// GrantsInForce implements service.AccountStore.
func (s *Store) GrantsInForce(ctx context.Context, limit int) ([]service.Grant, error) {
	return s.grants().find(ctx, Query{Where: []Cond{eq("until", "")}, Limit: limit})
}

// GrantsOver implements service.AccountStore.
func (s *Store) GrantsOver(ctx context.Context, scope string) ([]service.Grant, error) {
	return s.grants().find(ctx, Query{Where: []Cond{eq("scope", scope)}, Latest: service.WantsLatest(ctx)})
}

func naturalGrant(g service.Grant) Query {
	return Query{Where: []Cond{eq("account_id", g.AccountID), eq("role", string(g.Role)), eq("scope", g.Scope)}}
}
