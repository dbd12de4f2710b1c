package service

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"
)

// LinkCode lets somebody whom staff know, and who stands before them, make himself his
// account's own. The store keeps its code blinded.
type LinkCode struct {
	ID             string // LinkCodeID of the code
	Rev            int64
	RegistrationID string
	PersonID       string
	SiteID         string
	County         string
	MadeBy         string // account
	MadeAt         time.Time
	ExpiresAt      time.Time
	UsedBy         string // account; empty: nobody has
	UsedAt         time.Time
}

// LinkCodeStore keeps link codes.
type LinkCodeStore interface {
	// LinkCodeID is the id of a code: a keyed hash, since codes are short.
	LinkCodeID(ctx context.Context, code string) (string, error)
	InsertLinkCode(ctx context.Context, n LinkCode) error
	LinkCode(ctx context.Context, id string) (LinkCode, error)
	UpdateLinkCode(ctx context.Context, id string, change func(*LinkCode) error) (LinkCode, error)
}

const (
	// linkCodeTTL is long enough to type a code at the counter.
	linkCodeTTL = 15 * time.Minute
	// linkCodeLength and linkCodeLetters make 40 bits, in letters that are not mistaken
	// for one another.
	linkCodeLength  = 8
	linkCodeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	// linkTriesPerMinute is per account.
	linkTriesPerMinute = 5
)

var (
	// errLinkCode is one answer for wrong, used and expired codes alike, so that none
	// of them can be told apart by guessing.
	errLinkCode   = &Error{Kind: NotFound, Code: "link_code_invalid", Message: "关联码无效、已使用或已过期，请站点工作人员重新生成"}
	errLinkErased = &Error{Kind: Conflict, Code: "person_erased", Message: "求职者已删除个人信息，不能再办理"}
	errLinkVoid   = &Error{Kind: Conflict, Code: "record_void", Message: "该登记已作废，不能生成关联码"}
)

// MakeLinkCode makes a single-use code for the person of a registration at the caller's
// site, whom he has before him: whoever enters it stands for the person. The code is in
// the answer and nowhere else.
func (s *Service) MakeLinkCode(ctx context.Context, a Actor, registrationID string) (code string, n LinkCode, err error) {
	v, err := s.registration(ctx, a, registrationID, writeRecords)
	switch {
	case err != nil:
		return "", LinkCode{}, err
	case v.Erased || v.Person.forgotten():
		return "", LinkCode{}, errLinkErased
	case v.Status == Void:
		return "", LinkCode{}, errLinkVoid
	}
	code = newLinkCode()
	id, err := s.store.LinkCodeID(ctx, code)
	if err != nil {
		return "", LinkCode{}, err
	}
	n = LinkCode{
		ID: id, Rev: 1, RegistrationID: v.ID, PersonID: v.PersonID, SiteID: v.SiteID, County: v.County,
		MadeBy: a.Account.ID, MadeAt: s.now(), ExpiresAt: s.now().Add(linkCodeTTL),
	}
	return code, n, s.store.InsertLinkCode(ctx, n)
}

func newLinkCode() string {
	code := make([]byte, linkCodeLength)
	_, _ = rand.Read(code) // never fails
	for i, b := range code {
		code[i] = linkCodeLetters[int(b)%len(linkCodeLetters)] // 256 is a multiple of 32
	}
	return string(code)
}

// canonicalLinkCode is a code as it was made, however it was typed; empty: it is none.
func canonicalLinkCode(typed string) string {
	code := strings.NewReplacer(" ", "", "-", "").Replace(strings.ToUpper(typed))
	if len(code) != linkCodeLength || strings.Trim(code, linkCodeLetters) != "" {
		return ""
	}
	return code
}

// LinkMe makes the person of a code the caller's own, whichever account stood for him
// before. The same caller may repeat it, since the first answer may have been lost.
func (s *Service) LinkMe(ctx context.Context, a Actor, typed string) (RegistrationView, error) {
	if strings.TrimSpace(typed) == "" {
		return RegistrationView{}, invalid("body.code", "required", "请填写站点工作人员给您的关联码")
	}
	if err := s.allow(ctx, "link-code:"+a.Account.ID, linkTriesPerMinute); err != nil {
		return RegistrationView{}, err
	}
	if err := s.agrees(ctx, a); err != nil {
		return RegistrationView{}, err
	}
	n, again, err := s.useLinkCode(ctx, a, canonicalLinkCode(typed))
	if err != nil {
		return RegistrationView{}, err
	}
	known, err := s.store.Person(ctx, n.PersonID)
	switch {
	case err != nil:
		return RegistrationView{}, err
	case known.forgotten() || again && known.AccountID != "" && known.AccountID != a.Account.ID: // he is another's by now
		return RegistrationView{}, errLinkCode
	}
	err = s.link(ctx, a.Account.ID, n.MadeBy, known, func(p *Person) bool {
		if p.forgotten() {
			return false
		}
		p.WithdrawnAt = time.Time{} // he has agreed, with his account
		return true
	})
	if err != nil {
		return RegistrationView{}, err
	}
	if _, err := s.store.ClaimKey(ctx, Key{selfKey, a.Account.ID + "|" + known.Name}, known.ID); err != nil {
		return RegistrationView{}, err
	}
	if err := s.stillThere(ctx, a); err != nil {
		return RegistrationView{}, err
	}
	return s.linkedRegistration(ctx, a, n.RegistrationID)
}

// useLinkCode spends a code, unless who made it could make it no more.
func (s *Service) useLinkCode(ctx context.Context, a Actor, code string) (n LinkCode, again bool, err error) {
	id, err := s.store.LinkCodeID(ctx, code)
	if err != nil {
		return LinkCode{}, false, err
	}
	n, err = s.store.LinkCode(ctx, id)
	if code == "" || errors.Is(err, ErrNoRecord) || err == nil && n.MadeBy == a.Account.ID { // nobody is his own client
		return LinkCode{}, false, errLinkCode
	}
	if err != nil {
		return LinkCode{}, false, err
	}
	if err := s.checkLinkRight(ctx, n.MadeBy, writeRecords, n.SiteID, n.County); err != nil {
		if errors.Is(err, errEmployerLink) {
			err = errLinkCode
		}
		return LinkCode{}, false, err
	}
	n, err = s.store.UpdateLinkCode(ctx, id, func(n *LinkCode) error {
		again = n.UsedBy == a.Account.ID
		switch {
		case !n.ExpiresAt.After(s.now()) || n.UsedBy != "" && !again:
			return errLinkCode
		case again:
			return nil
		}
		n.UsedBy, n.UsedAt = a.Account.ID, s.now()
		return nil
	})
	return n, again, err
}

// linkedRegistration is the record of a code as its seeker sees it.
func (s *Service) linkedRegistration(ctx context.Context, a Actor, id string) (RegistrationView, error) {
	r, err := s.store.Registration(ctx, id)
	if err != nil {
		return RegistrationView{}, err
	}
	views, err := s.viewRegistrations(ctx, a, []Registration{r}, "")
	if err != nil {
		return RegistrationView{}, err
	}
	if views[0].Person.AccountID != a.Account.ID { // another code was quicker
		return RegistrationView{}, errLinkCode
	}
	return views[0].forAccount(a.Account.ID), nil
}
