package service

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"time"
)

// EmployerLink lets an employer without an account say once whether it hired
// somebody. It is a part of its placement: answering it and confirming the
// placement are one write, and a new link takes the place of the one before.
type EmployerLink struct {
	Code      string // hash of the code
	MadeBy    string // account
	MadeAt    time.Time
	ExpiresAt time.Time
}

// EmployerQuestion is what an employer is asked: no phone, no document.
type EmployerQuestion struct {
	Placement  Placement
	Person     Person // to be shown by masked name only
	Enterprise Enterprise
	Site       Site
}

const (
	// employerLinkTTL is long enough for an employer who looks once a week.
	employerLinkTTL = 7 * 24 * time.Hour
)

// errEmployerLink is one answer for unknown, used and expired codes alike, so that
// none of them can be told apart by guessing.
var errEmployerLink = &Error{Kind: NotFound, Code: "link_invalid", Message: "链接无效、已使用或已过期，请联系站点重新获取"}

// MakeEmployerLink makes a single-use code for the employer of a placement. Only
// those who could confirm it themselves may carry it, since they could answer in
// the employer's place (ADR 0012); so never the recorder. The code is in the
// answer and nowhere else.
func (s *Service) MakeEmployerLink(ctx context.Context, a Actor, placementID string) (code string, l EmployerLink, err error) {
	v, err := s.placement(ctx, a, placementID, confirmRecords)
	if err != nil {
		return "", EmployerLink{}, err
	}
	if !s.mayContact(v.Person) {
		return "", EmployerLink{}, errNoConsent
	}
	code = rand.Text() // 130 bits
	l = EmployerLink{hashToken(code), a.Account.ID, s.now(), s.now().Add(employerLinkTTL)}
	b, err := s.tally.books(ctx, v.County, v.Month)
	if err != nil {
		return "", EmployerLink{}, err
	}
	_, err = s.store.UpdatePlacement(ctx, v.ID, func(p *Placement) error {
		if b.settled(p.Month, p.RecordedAt) {
			return errMonthClosed
		}
		tried := *p
		if err := tried.confirm(a, s.now()); err != nil { // whoever could not confirm may not ask either
			return err
		}
		if p.Status == Confirmed && !p.Disputed {
			return &Error{Kind: Conflict, Code: "record_confirmed", Message: "该记录已确认，无需再向用人单位核实"}
		}
		p.Link = l
		return nil
	})
	return code, l, err
}

// OpenEmployerLink answers what an open link asks.
func (s *Service) OpenEmployerLink(ctx context.Context, code string) (EmployerQuestion, error) {
	var q EmployerQuestion
	var err error
	if q.Placement, err = s.linked(ctx, code); err != nil {
		return EmployerQuestion{}, err
	}
	if q.Person, err = s.store.Person(ctx, q.Placement.PersonID); err != nil {
		return EmployerQuestion{}, err
	}
	if q.Placement.Erased || !s.mayContact(q.Person) {
		return EmployerQuestion{}, errEmployerLink
	}
	if q.Enterprise, err = s.store.Enterprise(ctx, q.Placement.EnterpriseID); err != nil {
		return EmployerQuestion{}, err
	}
	q.Site, err = s.store.Site(ctx, q.Placement.SiteID)
	return q, err
}

// AnswerEmployerLink keeps the employer's word and closes the link, in one write:
// of parallel answers one is heard. A yes confirms the placement, or leaves the
// link open while the month is closed; a no voids nothing, but the placement is
// disputed until a supervisor has looked.
func (s *Service) AnswerEmployerLink(ctx context.Context, code string, hired bool, note string) error {
	var problems problems
	note = problems.text("body.note", note, 0, 200)
	if err := problems.err(); err != nil {
		return err
	}
	p, err := s.linked(ctx, code)
	if err != nil {
		return err
	}
	employer := Actor{Account: Account{ID: employerParty + p.EnterpriseID}}
	return s.tally.write(ctx, []Unit{MonthUnit(p.SiteID, p.Month)}, func(ctx context.Context) error {
		b, err := s.tally.books(ctx, p.County, p.Month)
		if err != nil {
			return err
		}
		_, err = s.store.UpdatePlacement(ctx, p.ID, func(p *Placement) error {
			if !p.asks(hashToken(code), s.now()) {
				return errEmployerLink
			}
			w := Word{By: employer.Account.ID, At: s.now(), Hired: hired, Note: note, Through: p.Link.MadeBy}
			p.Link = EmployerLink{}
			return p.hear(w, employer, s.now(), b)
		})
		return err
	})
}

// linked finds the placement that an open link is about.
func (s *Service) linked(ctx context.Context, code string) (Placement, error) {
	if len(code) != employerCodeLength {
		return Placement{}, errEmployerLink
	}
	p, err := s.store.PlacementByLink(ctx, hashToken(code))
	if errors.Is(err, ErrNoRecord) || err == nil && !p.asks(hashToken(code), s.now()) {
		return Placement{}, errEmployerLink
	}
	if err != nil {
		return Placement{}, err
	}
	return p, s.checkLinkMaker(ctx, p)
}

// employerCodeLength is that of rand.Text.
const employerCodeLength = 26

// asks reports whether the placement's open link has this hash.
func (p Placement) asks(hash string, now time.Time) bool {
	return p.Link.Code != "" && p.Link.Code == hash && p.Link.ExpiresAt.After(now) && p.Status != Void &&
		!slices.Contains(p.authors(), p.Link.MadeBy)
}

// checkLinkMaker refuses a link by somebody who could no longer make it.
func (s *Service) checkLinkMaker(ctx context.Context, p Placement) error {
	return s.checkLinkRight(ctx, p.Link.MadeBy, confirmRecords, p.SiteID, p.County)
}

func (s *Service) checkLinkRight(ctx context.Context, madeBy string, op operation, siteID, county string) error {
	acc, err := s.store.Account(ctx, madeBy)
	if errors.Is(err, ErrNoRecord) {
		return errEmployerLink
	}
	if err != nil {
		return err
	}
	maker, err := s.actor(ctx, acc)
	if err != nil {
		return err
	}
	if acc.Disabled || !maker.may(op, siteID, county) {
		return errEmployerLink
	}
	return nil
}
