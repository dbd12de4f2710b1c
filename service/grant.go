package service

import (
	"cmp"
	"context"
	"errors"
	"strings"
)

// What is not there, for the command line, from which nothing has to be hidden.
var (
	errNoSite    = &Error{Kind: NotFound, Code: "unknown_site", Message: "没有这个编号的站点"}
	errNoAccount = &Error{Kind: NotFound, Code: "unknown_account", Message: "没有这个 openid 的账号"}
	errNoGrant   = &Error{Kind: NotFound, Code: "unknown_grant", Message: "这个账号在该范围内没有这个角色"}
)

func missingAs(what *Error, err error) error {
	if errors.Is(err, ErrNoRecord) {
		return what
	}
	return err
}

// GiveRole gives the account behind openID a role, making the account if it has
// never logged in. It asks for no permission: only the command line calls it.
func (s *Service) GiveRole(ctx context.Context, openID, name string, role Role, scope string) error {
	if err := s.checkScope(ctx, role, scope); err != nil {
		return err
	}
	acc, err := s.store.EnsureAccount(ctx, Account{ID: newID(), OpenID: openID, Name: name, CreatedAt: s.now()})
	if err != nil {
		return err
	}
	g := Grant{AccountID: acc.ID, Role: role, Scope: scope, Since: s.today()}
	if err := s.enterConsole(ctx, "grant", g); err != nil {
		return err
	}
	return s.putGrant(ctx, g)
}

// enterConsole writes into the audit log that a command changes a role.
func (s *Service) enterConsole(ctx context.Context, action string, g Grant) error {
	return s.chainOn(ctx, AuditEntry{By: CommandLine, Role: Admin, Action: action, Target: strings.Join([]string{g.AccountID, string(g.Role), g.Scope}, "/")})
}

// TakeRole ends a role at once, open streams included. Like GiveRole it is for
// the command line only.
func (s *Service) TakeRole(ctx context.Context, openID string, role Role, scope string) error {
	acc, err := s.store.AccountByOpenID(ctx, openID)
	if err != nil {
		return missingAs(errNoAccount, err)
	}
	g := Grant{AccountID: acc.ID, Role: role, Scope: scope, Until: s.today()}
	if err := s.enterConsole(ctx, "revoke", g); err != nil {
		return err
	}
	return missingAs(errNoGrant, s.changeGrant(ctx, g, func(ctx context.Context) error { return s.store.EndGrant(ctx, g) }))
}

func (s *Service) checkScope(ctx context.Context, role Role, scope string) error {
	switch role {
	case City, Admin:
		if scope != All {
			return invalid("scope", "scope", "市级与管理员角色的范围只能是 all")
		}
	case County:
		if _, ok := Counties[scope]; !ok {
			return invalid("scope", "county", "没有这个县（市、区）代码")
		}
	case Staff, Manager:
		if _, err := s.store.Site(ctx, scope); err != nil {
			return missingAs(errNoSite, err)
		}
	default:
		return invalid("role", "role", "没有这个角色；角色是 staff、manager、county、city 或 admin")
	}
	return nil
}

// putGrant keeps a grant and, when it is over a site, recounts the site's staff.
func (s *Service) putGrant(ctx context.Context, g Grant) error {
	g.ID = newID()
	put := func(ctx context.Context) error { return s.store.PutGrant(ctx, g) }
	return s.changeGrant(ctx, g, put)
}

func (s *Service) changeGrant(ctx context.Context, g Grant, change func(context.Context) error) error {
	var err error
	if g.Role == Staff || g.Role == Manager {
		err = s.tally.write(ctx, []Unit{YearUnit(g.Scope, cmp.Or(g.Since.Year, g.Until.Year))}, change)
	} else {
		err = change(ctx)
	}
	if !errors.Is(err, ErrNoRecord) {
		s.accountChanged(ctx, g.AccountID)
	}
	return err
}
