package service

import (
	"context"
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
	return n.State == NoticePublished && (n.ValidUntil.IsZero() || !n.ValidUntil.Before(today))
}

// PublishNotice shows a draft to everybody. At a site it is evidence for item 9.
func (s *Service) PublishNotice(ctx context.Context, a Actor, id string) (NoticeView, error) {
	return s.changeNotice(ctx, a, id, func(n *Notice) error {
		switch {
		case n.State == NoticePublished: // again
			return nil
		case n.State != NoticeDraft:
			return errNoticeState
		case !n.ValidUntil.IsZero() && n.ValidUntil.Before(s.today()):
			return &Error{Kind: Conflict, Code: "notice_expired", Message: "政策信息已过有效期，请修改有效期后再发布"}
		}
		n.State, n.PublishedBy, n.PublishedAt = NoticePublished, a.Account.ID, s.now()
		if n.SiteID != "" {
			n.Owed = owe(n.Owed, n.entry())
		}
		return nil
	})
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
	if n, err = s.store.UpdateNotice(ctx, id, change); err != nil {
		return NoticeView{}, err
	}
	s.pay(ctx, NoticeNoun, id, n.Owed)
	return n.view(a), nil
}
