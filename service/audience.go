package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// AudienceInput says whom a push is for: those registered at a site, in a county, or
// (with neither) where the notice is for, who meet the conditions.
type AudienceInput struct {
	SiteID     string
	County     string
	Conditions Conditions
}

// Audience is how many a push would be for. It names nobody.
type Audience struct {
	People     int // who meet the conditions and may be written to
	Reachable  int // accounts of theirs that are left; one may be several persons'
	Subscribed int // of those accounts: with a send left
	Already    int // accounts of theirs that have the notice, or are about to
}

var (
	errNotCurrent = &Error{Kind: Conflict, Code: "notice_not_current", Message: "只能推送已发布且在有效期内的政策信息"}
	errBeyond     = invalid("body.site_id", "beyond_notice", "推送范围不能超出这条政策信息面向的范围")
)

// CountAudience tells how many people a push of the notice would be for, now.
func (s *Service) CountAudience(ctx context.Context, a Actor, noticeID string, in AudienceInput) (Audience, error) {
	_, r, err := s.reach(ctx, a, noticeID, in)
	if err != nil {
		return Audience{}, err
	}
	counted, _, _, err := s.measure(ctx, noticeID, "", r)
	return counted, err
}

// candidate is a person with the newest registration that was met so far.
type candidate struct {
	on      calendar.Date
	id      string // of the registration
	fits    bool
	account string // that registered it, or an older one; may be empty
}

// audience reads every registration of the place and answers how many people fit and
// may be written to, and the accounts, each once and in order, by which they can be
// reached.
func (s *Service) audience(ctx context.Context, r reach) (people int, accounts []string, err error) {
	newest := map[string]candidate{}
	for _, site := range r.sites {
		err := every(ctx, RecordFilter{SiteID: site.ID}, s.store.Registrations, func(n Registration) string {
			if n.Status != Void && !n.Erased {
				newest[n.PersonID] = newest[n.PersonID].or(n, r.conditions)
			}
			return n.ID
		})
		if err != nil {
			return 0, nil, err
		}
	}
	var ids []string
	for id, c := range newest {
		if c.fits {
			ids = append(ids, id)
		}
	}
	willing, err := s.willingOf(ctx, ids)
	if err != nil {
		return 0, nil, err
	}
	for _, p := range willing {
		if account := cmp.Or(p.AccountID, newest[p.ID].account); account != "" {
			accounts = append(accounts, account)
		}
	}
	slices.Sort(accounts)
	return len(willing), slices.Compact(accounts), nil
}

// or is the newer of what is known and one more registration.
func (c candidate) or(n Registration, cond Conditions) candidate {
	switch day := n.RegisteredOn.Compare(c.on); {
	case c.id == "" || day > 0 || day == 0 && n.ID > c.id:
		account := n.AccountID
		if account == "" {
			account = c.account
		}
		return candidate{n.RegisteredOn, n.ID, cond.fit(n), account}
	case c.account == "":
		c.account = n.AccountID
	}
	return c
}

// willingOf are those of the people who may be written to.
func (s *Service) willingOf(ctx context.Context, ids []string) (all []Person, err error) {
	for part := range slices.Chunk(ids, manyIDs) {
		some, err := s.store.People(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, p := range some {
			if s.mayContact(p) {
				all = append(all, p)
			}
		}
	}
	return all, nil
}

// mayWrite reports whether an account may be written to: neither it nor everybody whom
// it registered has taken the consent back or was erased.
func (s *Service) mayWrite(ctx context.Context, acc Account) (bool, error) {
	if !acc.Consent.WithdrawnAt.IsZero() {
		return false, nil
	}
	people, err := s.store.PeopleOfAccount(ctx, acc.ID)
	if err != nil || len(people) > 0 {
		return slices.ContainsFunc(people, s.mayContact), err
	}
	list, err := s.store.RegistrationsOfAccount(ctx, acc.ID, Page{Limit: 1}) // of somebody whom staff knew first
	if err != nil || len(list) == 0 {
		return false, err
	}
	p, err := s.store.Person(ctx, list[0].PersonID)
	return s.mayContact(p), ignoreMissing(err)
}

// subscribed counts the accounts that have a send of policy messages left.
func (s *Service) subscribed(ctx context.Context, accounts []string) (n int, err error) {
	for part := range slices.Chunk(accounts, manyIDs) {
		ids := make([]string, len(part))
		for i, account := range part {
			ids[i] = SubscriptionID(account, PolicyMessage)
		}
		found, err := s.store.Subscriptions(ctx, ids)
		if err != nil {
			return 0, err
		}
		for _, sub := range found {
			if sub.Left > 0 {
				n++
			}
		}
	}
	return n, nil
}

// manyIDs is how many ids one query takes.
const manyIDs = 1000
