package service

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Invite lets one account join a site. The store keeps only a hash of its code.
type Invite struct {
	ID        string // hash of the code
	Rev       int64
	SiteID    string
	Role      Role // Staff or Manager
	CreatedBy string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedBy    string // empty until accepted
	UsedAt    time.Time
}

// InviteStore keeps invites.
type InviteStore interface {
	InsertInvite(ctx context.Context, i Invite) error
	Invite(ctx context.Context, id string) (Invite, error)
	UpdateInvite(ctx context.Context, id string, change func(*Invite) error) (Invite, error)
}

// inviteTTL is long enough to hand a code over in person or by message.
const inviteTTL = 72 * time.Hour

// inviteLength is 60 bits, read out in three groups of four: within its time an account
// tries 43,200 codes at the most.
const inviteLength = 12

// errInvite is one answer for wrong, used and expired codes alike, so that none
// of them can be told apart by guessing.
var errInvite = &Error{Kind: NotFound, Code: "invite_invalid", Message: "邀请码无效、已使用或已过期"}

// InviteMember makes a single-use code that binds whoever accepts it to a site.
// The code is in the answer and nowhere else.
func (s *Service) InviteMember(ctx context.Context, a Actor, siteID string, role Role) (code string, i Invite, err error) {
	op := inviteStaff
	switch role {
	case Staff:
	case Manager:
		op = inviteManager
	default:
		return "", Invite{}, invalid("body.role", "role", "只能邀请工作人员（staff）或负责人（manager）")
	}
	site, err := s.siteFor(ctx, a, op, siteID)
	if err != nil {
		return "", Invite{}, err
	}
	code = rand.Text()[:inviteLength]
	i = Invite{
		ID: hashToken(code), Rev: 1, SiteID: site.ID, Role: role,
		CreatedBy: a.Account.ID, CreatedAt: s.now(), ExpiresAt: s.now().Add(inviteTTL),
	}
	return code, i, s.store.InsertInvite(ctx, i)
}

// AcceptInvite binds the caller to the invite's site, which is entered in the audit log.
// The same caller may repeat it, since the first answer may have been lost on the way.
// Spaces, hyphens and small letters are read as meant.
func (s *Service) AcceptInvite(ctx context.Context, a Actor, code string) (Grant, error) {
	if ok, wait := s.limits.Allow(ctx, "invite:"+a.Account.ID, 10); !ok {
		return Grant{}, limited(wait)
	}
	id := hashToken(typedCode(code))
	site, role, err := s.checkInviter(ctx, a, id)
	if err != nil {
		return Grant{}, err
	}
	e := AuditEntry{By: a.Account.ID, Role: role, County: site.County, Target: site.ID}
	if err := s.chainOn(ctx, e); err != nil {
		return Grant{}, err
	}
	repeated := false
	i, err := s.store.UpdateInvite(ctx, id, func(i *Invite) error {
		if !i.opens(a.Account.ID, s.now()) {
			return errInvite
		}
		if repeated = i.UsedBy == a.Account.ID; !repeated {
			i.UsedBy, i.UsedAt = a.Account.ID, s.now()
		}
		return nil
	})
	if err = missingAs(errInvite, err); errors.Is(err, errInvite) { // another was quicker with it
		e.Refused = errInvite.Code
		return Grant{}, errors.Join(err, s.chainOn(ctx, e))
	}
	if err != nil {
		return Grant{}, err
	}
	g := Grant{AccountID: a.Account.ID, Role: i.Role, Scope: i.SiteID, Since: s.today()}
	if repeated {
		if ended, err := s.endedSince(ctx, g, calendar.DateOf(i.UsedAt)); err != nil {
			return Grant{}, err
		} else if ended {
			return Grant{}, errInvite // an old code must not revive a role taken away since
		}
	}
	return g, s.putGrant(ctx, g)
}

// opens reports whether the invite can still be accepted by an account, or was by it.
func (i Invite) opens(account string, now time.Time) bool {
	return i.UsedBy == account || i.UsedBy == "" && i.ExpiresAt.After(now)
}

// checkInviter refuses an invite by oneself, or by somebody who could no longer
// make it; otherwise it is where the invite leads, and as what.
func (s *Service) checkInviter(ctx context.Context, a Actor, id string) (Site, Role, error) {
	i, err := s.store.Invite(ctx, id)
	if errors.Is(err, ErrNoRecord) || err == nil && (i.CreatedBy == a.Account.ID || !i.opens(a.Account.ID, s.now())) {
		return Site{}, "", errInvite
	}
	if err != nil {
		return Site{}, "", err
	}
	site, err := s.store.Site(ctx, i.SiteID)
	if err != nil {
		return Site{}, "", missing(err)
	}
	inviter, err := s.actor(ctx, Account{ID: i.CreatedBy})
	if err != nil {
		return Site{}, "", err
	}
	if !inviter.may(inviteOperation(i.Role), site.ID, site.County) {
		return Site{}, "", errInvite
	}
	return site, i.Role, nil
}

func inviteOperation(r Role) operation {
	if r == Manager {
		return inviteManager
	}
	return inviteStaff
}

// endedSince reports whether the grant was taken away on that day or later.
func (s *Service) endedSince(ctx context.Context, g Grant, day calendar.Date) (bool, error) {
	known, err := s.store.GrantsOf(ctx, g.AccountID)
	return slices.ContainsFunc(known, func(k Grant) bool {
		return k.Role == g.Role && k.Scope == g.Scope && !k.Until.IsZero() && !k.Until.Before(day)
	}), err
}
