package service

import (
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// noticeOp is what it takes to publish for a site, or for more than one.
func noticeOp(siteID string) operation {
	if siteID != "" {
		return writeNotices
	}
	return writeAreaNotices
}

// current reports whether the notice is published and not past its last day.
func (n Notice) current(today calendar.Date) bool {
	return n.State == NoticePublished && !n.expired(today)
}

// PublishNotice shows a draft to everybody. At a site it is evidence for item 9. What
// the checks of its text find holds it; then a supervisor, who neither wrote it nor
// works at the site, publishes it in the same way. Nothing goes out unchecked.
func (s *Service) PublishNotice(ctx context.Context, a Actor, id string) (NoticeView, error) {
	n, err := s.notice(ctx, a, id)
	if err != nil {
		return NoticeView{}, err
	}
	writes := a.may(noticeOp(n.SiteID), n.SiteID, n.County)
	if !writes && !(n.State == NoticeHeld && a.may(reviewPostings, n.SiteID, n.County)) {
		return NoticeView{}, ErrForbidden
	}
	var found []Finding
	if n.State == NoticeDraft && !n.expired(s.today()) {
		if found, err = s.readTexts(ctx, a.Account.ID, n.Title, n.Body, n.Source); err != nil {
			return NoticeView{}, err
		}
	}
	read := n.Rev
	return s.writeNotice(ctx, a, id, func(n *Notice) error {
		switch {
		case n.State == NoticePublished: // again
			return nil
		case n.State != NoticeDraft && n.State != NoticeHeld:
			return errNoticeState
		case n.expired(s.today()):
			return &Error{Kind: Conflict, Code: "notice_expired", Message: "政策信息已过有效期，请修改有效期后再发布"}
		case n.Rev != read:
			return errNoticeChanged
		case n.State == NoticeHeld && !n.reviewable(a):
			if n.PublishedBy == a.Account.ID { // again
				return nil
			}
			return errOwnNotice
		case n.State == NoticeHeld:
			n.ReviewedBy = a.Account.ID
		default:
			n.PublishedBy, n.Findings = a.Account.ID, found
		}
		if len(found) > 0 {
			n.State = NoticeHeld
			return nil
		}
		n.State, n.PublishedAt = NoticePublished, s.now()
		if n.SiteID != "" {
			n.Owed = owe(n.Owed, n.entry())
		}
		return nil
	})
}

func (n Notice) expired(today calendar.Date) bool {
	return !n.ValidUntil.IsZero() && n.ValidUntil.Before(today)
}

// reviewable reports whether the actor may let a held notice go: a supervisor to whom
// it is somebody else's word.
func (n Notice) reviewable(a Actor) bool {
	own := append([]string{n.CreatedBy, n.PublishedBy}, n.RevisedBy...)
	return n.State == NoticeHeld && a.may(reviewPostings, n.SiteID, n.County) && !slices.Contains(own, a.Account.ID) &&
		(n.SiteID == "" || !a.worksAt(n.SiteID))
}

// WithdrawNotice takes a published notice from everybody's sight, for good, and
// stops its pushes. One that was up for less than a day was a mistake, and its entry
// in the ledger goes with it.
func (s *Service) WithdrawNotice(ctx context.Context, a Actor, id, reason string) (NoticeView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return NoticeView{}, err
	}
	return s.changeNotice(ctx, a, id, func(n *Notice) error {
		switch {
		case n.State == NoticeWithdrawn: // the first reason stands
			return nil
		case n.State != NoticePublished:
			return errNoticeState
		}
		n.State, n.WithdrawnBy, n.WithdrawnAt, n.WithdrawReason = NoticeWithdrawn, a.Account.ID, s.now(), reason
		if n.SiteID != "" && n.WithdrawnAt.Sub(n.PublishedAt) < 24*time.Hour {
			n.Owed = owe(n.Owed, n.entry().undone(a.Account.ID, "政策信息发布当天即撤回："+reason, n.WithdrawnAt))
		}
		return nil
	})
}

// entry is what a publication is to the site's ledger.
func (n Notice) entry() Owed {
	return Owed{
		ClientID: owedID(NoticeNoun, n.ID), Type: "policy_publication", SiteID: n.SiteID, County: n.County,
		HeldOn: calendar.DateOf(n.PublishedAt), Note: n.Title, By: n.PublishedBy, Source: FromStaff, At: n.PublishedAt,
	}
}

func (s *Service) changeNotice(ctx context.Context, a Actor, id string, change func(*Notice) error) (NoticeView, error) {
	n, err := s.notice(ctx, a, id)
	if err != nil {
		return NoticeView{}, err
	}
	if !a.may(noticeOp(n.SiteID), n.SiteID, n.County) {
		return NoticeView{}, ErrForbidden
	}
	return s.writeNotice(ctx, a, id, change)
}

func (s *Service) writeNotice(ctx context.Context, a Actor, id string, change func(*Notice) error) (NoticeView, error) {
	n, err := s.store.UpdateNotice(ctx, id, change)
	if err != nil {
		return NoticeView{}, err
	}
	s.pay(ctx, NoticeNoun, id, n.Owed)
	return n.view(a), nil
}
