package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type inviteDoc struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	SiteID    string `json:"site_id"`
	Role      string `json:"role"`
	CreatedBy string `json:"created_by"`
	CreatedAt int64  `json:"created_at"`
	ExpiresAt int64  `json:"expires_at"`
	UsedBy    string `json:"used_by"`
	UsedAt    int64  `json:"used_at"`
}

func (s *Store) invites() table[inviteDoc, service.Invite] {
	return table[inviteDoc, service.Invite]{s, "invites", newInviteDoc, inviteDoc.invite,
		func(n *service.Invite) *int64 { return &n.Rev }}
}

func newInviteDoc(n service.Invite) (inviteDoc, error) {
	return inviteDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, Role: string(n.Role), CreatedBy: n.CreatedBy,
		CreatedAt: millis(n.CreatedAt), ExpiresAt: millis(n.ExpiresAt), UsedBy: n.UsedBy, UsedAt: millis(n.UsedAt),
	}, nil
}

func (d inviteDoc) invite() (service.Invite, error) {
	return service.Invite{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, Role: service.Role(d.Role), CreatedBy: d.CreatedBy,
		CreatedAt: fromMillis(d.CreatedAt), ExpiresAt: fromMillis(d.ExpiresAt), UsedBy: d.UsedBy, UsedAt: fromMillis(d.UsedAt),
	}, nil
}

// InsertInvite implements service.InviteStore.
func (s *Store) InsertInvite(ctx context.Context, n service.Invite) error {
	return s.invites().insert(ctx, n)
}

// Invite implements service.InviteStore.
func (s *Store) Invite(ctx context.Context, id string) (service.Invite, error) {
	return s.invites().get(ctx, id)
}

// UpdateInvite implements service.InviteStore.
func (s *Store) UpdateInvite(ctx context.Context, id string, change func(*service.Invite) error) (service.Invite, error) {
	return s.invites().update(ctx, id, change)
}
