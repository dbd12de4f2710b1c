package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/identity"
)

// RoleCandidate is somebody who can be given a role by name: who holds one already, or
// has an account without WeChat, which is made to be given one.
type RoleCandidate struct {
	Account Account
	WeChat  bool
	Held    []HeldRole
}

// HeldRole is a role in force.
type HeldRole struct {
	Role      Role
	Scope     string
	ScopeName string
}

// Chinese is what it is called: 丰泽区县级主管.
func (h HeldRole) Chinese() string { return h.ScopeName + roleNames[h.Role] }

const (
	candidatesMost = 100  // that are listed
	holdersMost    = 5000 // grants that are read for it
)

// RoleCandidates lists those whom the actor could give a role, by a part of the name
// (empty: any): who has none yet before the others, each by name, a hundred at the most.
// more says that there are others.
func (s *Service) RoleCandidates(ctx context.Context, a Actor, q string) (list []RoleCandidate, more bool, err error) {
	if !a.mayAnywhere(giveRoles) {
		return nil, false, ErrForbidden
	}
	grants, err := s.store.GrantsInForce(ctx, holdersMost)
	if err != nil {
		return nil, false, err
	}
	held, ids := map[string][]HeldRole{}, []string{}
	scopes, err := s.scopeNames(ctx, grants)
	if err != nil {
		return nil, false, err
	}
	for _, g := range grants {
		if g.Active(s.today()) {
			held[g.AccountID] = append(held[g.AccountID], HeldRole{g.Role, g.Scope, scopes[g.Scope]})
			ids = append(ids, g.AccountID)
		}
	}
	accounts, err := s.store.AccountsByID(ctx, uniqueIDs(ids))
	if err != nil {
		return nil, false, err
	}
	desk, err := s.store.DeskAccounts(ctx, holdersMost)
	if err != nil {
		return nil, false, err
	}
	for _, acc := range append(accounts, desk...) {
		if acc.ID != a.Account.ID && !acc.Disabled && strings.Contains(identity.TextKey(acc.Name), identity.TextKey(q)) {
			list = append(list, RoleCandidate{acc, !onDesk(acc), held[acc.ID]})
		}
	}
	slices.SortFunc(list, func(x, y RoleCandidate) int {
		return cmp.Or(cmp.Compare(min(1, len(x.Held)), min(1, len(y.Held))), cmp.Compare(x.Account.Name, y.Account.Name), cmp.Compare(x.Account.ID, y.Account.ID))
	})
	list = slices.CompactFunc(list, func(x, y RoleCandidate) bool { return x.Account.ID == y.Account.ID })
	return list[:min(candidatesMost, len(list))], len(list) > candidatesMost, nil
}

// scopeNames is what the scopes of grants are called.
func (s *Service) scopeNames(ctx context.Context, grants []Grant) (map[string]string, error) {
	names := map[string]string{All: "全市"}
	var ids []string
	for _, g := range grants {
		if name, county := Counties[g.Scope]; county {
			names[g.Scope] = name
		} else if g.Scope != All {
			ids = append(ids, g.Scope)
		}
	}
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: Scope{SiteIDs: uniqueIDs(ids)}})
	for _, site := range sites {
		names[site.ID] = site.Name
	}
	return names, err
}
