package service

import (
	"context"

	"github.com/quanjiuye/backend/service/identity"
)

type accountCopy struct {
	ID               string `json:"id"`
	Name             string `json:"name"`
	Phone            string `json:"phone"`
	ConsentVersion   string `json:"consent_version"`
	ConsentAt        string `json:"consent_at"`
	ConsentWithdrawn string `json:"consent_withdrawn_at"`
	CreatedAt        string `json:"created_at"`
	WeChat           bool   `json:"wechat"` // an openid is kept; it is a key of WeChat's and is not shown
}

func (s *Service) accountData(_ context.Context, h holder) ([]any, error) {
	a := h.account
	return []any{accountCopy{
		ID: a.ID, Name: a.Name, Phone: h.phone(a.Phone, true), ConsentVersion: a.Consent.Version, ConsentAt: stampOf(a.Consent.At),
		ConsentWithdrawn: stampOf(a.Consent.WithdrawnAt), CreatedAt: stampOf(a.CreatedAt), WeChat: a.OpenID != "",
	}}, nil
}

// phone is a number as the copy shows it; own says that the account told it.
func (h holder) phone(number string, own bool) string {
	if h.full && own || number == "" {
		return number
	}
	return identity.MaskPhone(number)
}

type roleCopy struct {
	Role  Role   `json:"role"`
	Scope string `json:"scope"`
	Since string `json:"since"`
	Until string `json:"until"` // empty: in force
}

func (s *Service) roleData(ctx context.Context, h holder) (items []any, err error) {
	grants, err := s.store.GrantsOf(ctx, h.account.ID)
	for _, g := range grants {
		items = append(items, roleCopy{g.Role, g.Scope, g.Since.String(), g.Until.String()})
	}
	return items, err
}

type sessionCopy struct {
	CreatedAt string `json:"created_at"`
	ExpiresAt string `json:"expires_at"`
}

func (s *Service) sessionData(ctx context.Context, h holder) (items []any, err error) {
	list, err := s.store.SessionsOf(ctx, h.account.ID)
	for _, n := range list {
		items = append(items, sessionCopy{stampOf(n.CreatedAt), stampOf(n.ExpiresAt)})
	}
	return items, err
}

type personCopy struct {
	ID             string `json:"id"`
	Name           string `json:"name"`
	Phone          string `json:"phone"`
	IDType         string `json:"id_type"`
	IDNumber       string `json:"id_number"`
	MetByStaff     bool   `json:"met_by_staff"`   // staff have recorded the person, too
	PhoneAtSite    bool   `json:"phone_at_site"`  // staff told another number, which is to be had at the site
	NumberAtSite   bool   `json:"number_at_site"` // the same of a document
	ContactStopped string `json:"contact_stopped_at"`
	CreatedAt      string `json:"created_at"`
}

func (s *Service) personData(_ context.Context, h holder) (items []any, err error) {
	for _, known := range h.people {
		p := known.toAccount()
		c := personCopy{
			ID: p.ID, Name: p.Name, Phone: h.phone(p.Phone, p.Told.Phone.Self),
			IDType: string(p.Identity.Type), IDNumber: p.Identity.Masked(), MetByStaff: p.Told.Name.Staff,
			PhoneAtSite: known.Phone != p.Phone, NumberAtSite: known.Identity != p.Identity,
			ContactStopped: stampOf(p.WithdrawnAt), CreatedAt: stampOf(p.CreatedAt),
		}
		if !h.full {
			c.Name = identity.MaskName(p.Name)
		} else if p.Told.Identity.Self {
			c.IDNumber = p.Identity.Number
		}
		items = append(items, c)
	}
	return items, nil
}
