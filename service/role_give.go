package service

import (
	"cmp"
	"context"
	"slices"
)

// RoleHolder is somebody with a role over a scope.
type RoleHolder struct {
	Account Account
	Grant   Grant
	WeChat  bool // logs in with it
	MayTake bool // the caller may end it
	MayCode bool // the caller may make a code for it
}

var errOwnRole = &Error{Kind: Forbidden, Code: "own_role", Message: "不能给自己授予或收回角色"}

// givable says who may give and take a role: an administrator every one, the city those
// below it. Managers and counties invite to their sites instead.
func (a Actor) givable(r Role) bool {
	if !a.mayAnywhere(giveRoles) {
		return false
	}
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return g.Role == Admin }) || r != City && r != Admin
}

// GiveRoleTo gives an account a role, as GiveRole does on the command line, for those
// who may; nobody gives himself one. It answers who has it now, and over what.
func (s *Service) GiveRoleTo(ctx context.Context, a Actor, accountID string, role Role, scope string) (Account, HeldRole, error) {
	acc, g, err := s.roleChange(ctx, a, accountID, role, scope)
	if err != nil {
		return Account{}, HeldRole{}, err
	}
	names, err := s.scopeNames(ctx, []Grant{g})
	if err != nil {
		return Account{}, HeldRole{}, err
	}
	g.Since = s.today()
	return acc, HeldRole{g.Role, g.Scope, names[g.Scope]}, s.putGrant(ctx, g)
}

// TakeRoleFrom ends a role at once, open streams included.
func (s *Service) TakeRoleFrom(ctx context.Context, a Actor, accountID string, role Role, scope string) error {
	_, g, err := s.roleChange(ctx, a, accountID, role, scope)
	if err != nil {
		return err
	}
	g.Until = s.today()
	return missing(s.changeGrant(ctx, g, func(ctx context.Context) error { return s.store.EndGrant(ctx, g) }))
}

func (s *Service) roleChange(ctx context.Context, a Actor, accountID string, role Role, scope string) (Account, Grant, error) {
	if !a.mayAnywhere(giveRoles) || !a.givable(role) {
		return Account{}, Grant{}, ErrForbidden
	}
	if accountID == a.Account.ID {
		return Account{}, Grant{}, errOwnRole
	}
	acc, err := s.store.Account(ctx, accountID)
	if err != nil {
		return Account{}, Grant{}, missing(err)
	}
	return acc, Grant{AccountID: accountID, Role: role, Scope: scope}, s.checkScope(ctx, role, scope)
}

// RoleHolders lists who has a role over a scope (all, a county's code, a site's id)
// now, by role and name.
func (s *Service) RoleHolders(ctx context.Context, a Actor, scope string) ([]RoleHolder, error) {
	if !a.mayAnywhere(giveRoles) {
		return nil, ErrForbidden
	}
	grants, err := s.store.GrantsOver(ctx, scope)
	if err != nil {
		return nil, err
	}
	var list []RoleHolder
	for _, g := range grants {
		if !g.Active(s.today()) {
			continue
		}
		acc, err := s.store.Account(ctx, g.AccountID)
		if err != nil {
			return nil, err
		}
		list = append(list, RoleHolder{
			Account: acc, Grant: g, WeChat: !onDesk(acc),
			MayTake: a.givable(g.Role) && acc.ID != a.Account.ID, MayCode: onDesk(acc) && a.mayAnywhere(manageAccounts),
		})
	}
	slices.SortFunc(list, func(x, y RoleHolder) int {
		return cmp.Or(cmp.Compare(x.Grant.Role, y.Grant.Role), cmp.Compare(x.Account.Name, y.Account.Name), cmp.Compare(x.Grant.ID, y.Grant.ID))
	})
	return list, nil
}
