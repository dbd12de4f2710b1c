package service

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// Member is somebody who works at a site, with each role there.
type Member struct {
	Site    Site
	Account Account
	Roles   []Role
	Since   calendar.Date // of the longest-held role
	MayEnd  bool          // RemoveMember would end one of the roles for the caller
}

// Members lists who works at a site now.
func (s *Service) Members(ctx context.Context, a Actor, siteID string) ([]Member, error) {
	site, err := s.siteFor(ctx, a, readSite, siteID)
	if err != nil {
		return nil, err
	}
	grants, err := s.store.GrantsOver(ctx, site.ID)
	if err != nil {
		return nil, err
	}
	return s.membersBy(ctx, a, []Site{site}, grants)
}

// MembersInSight lists who works now at the sites that the actor sees, of one county or
// (empty) of all, by site.
func (s *Service) MembersInSight(ctx context.Context, a Actor, county string) ([]Member, error) {
	if !a.mayAnywhere(readSite) {
		return nil, ErrForbidden
	}
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: a.scope(readSite), County: county})
	if err != nil || len(sites) == 0 {
		return nil, err
	}
	grants, err := s.store.GrantsInForce(ctx, holdersMost)
	if err != nil {
		return nil, err
	}
	return s.membersBy(ctx, a, sites, grants)
}

// membersBy are those who hold the grants over the sites today: by site, then by since
// when.
func (s *Service) membersBy(ctx context.Context, a Actor, sites []Site, grants []Grant) ([]Member, error) {
	over := map[string]Site{}
	for _, site := range sites {
		over[site.ID] = site
	}
	grants = slices.DeleteFunc(grants, func(g Grant) bool { return !g.Active(s.today()) || over[g.Scope].ID == "" })
	var ids []string
	for _, g := range grants {
		ids = append(ids, g.AccountID)
	}
	accounts, err := s.store.AccountsByID(ctx, uniqueIDs(ids))
	if err != nil {
		return nil, err
	}
	byID := map[string]Account{}
	for _, acc := range accounts {
		byID[acc.ID] = acc
	}
	slices.SortFunc(grants, func(x, y Grant) int {
		return cmp.Or(cmp.Compare(over[x.Scope].Name, over[y.Scope].Name), cmp.Compare(x.Scope, y.Scope), x.Since.Compare(y.Since), cmp.Compare(x.ID, y.ID))
	})
	var list []Member
	for _, g := range grants {
		i := slices.IndexFunc(list, func(m Member) bool { return m.Site.ID == g.Scope && m.Account.ID == g.AccountID })
		if i < 0 {
			i, list = len(list), append(list, Member{Site: over[g.Scope], Account: byID[g.AccountID], Since: g.Since})
		}
		list[i].Roles = append(list[i].Roles, g.Role)
		list[i].MayEnd = list[i].MayEnd || a.mayEnd(g.Role, list[i].Site)
	}
	return list, nil
}

// RemoveMember ends an account's staff and manager roles at a site.
func (s *Service) RemoveMember(ctx context.Context, a Actor, siteID, accountID string) error {
	site, err := s.siteFor(ctx, a, readSite, siteID)
	if err != nil {
		return err
	}
	if !a.may(manageMembers, site.ID, site.County) {
		return ErrForbidden
	}
	ended := 0
	for _, role := range []Role{Staff, Manager} {
		if !a.mayEnd(role, site) {
			continue
		}
		g := Grant{AccountID: accountID, Role: role, Scope: site.ID, Until: s.today()}
		err := s.changeGrant(ctx, g, func(ctx context.Context) error { return s.store.EndGrant(ctx, g) })
		switch {
		case err == nil:
			ended++
		case !errors.Is(err, ErrNoRecord):
			return err
		}
	}
	if ended == 0 {
		return ErrNotFound
	}
	return nil
}

// mayEnd: who may invite to a role at a site may end it there.
func (a Actor) mayEnd(r Role, site Site) bool {
	return a.may(manageMembers, site.ID, site.County) && (r != Manager || a.may(inviteManager, site.ID, site.County))
}
