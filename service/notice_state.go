package service

import (
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// NoticeView is a notice as those see it who publish.
type NoticeView struct {
	Notice
	May MayOfNotice
}

// MayOfNotice says which steps a screen may offer.
type MayOfNotice struct {
	Edit     bool
	Publish  bool
	Withdraw bool
	Push     bool // to those whom the notice is for
}

func (n Notice) view(a Actor) NoticeView {
	writes := a.may(noticeOp(n.SiteID), n.SiteID, n.County)
	return NoticeView{n, MayOfNotice{
		Edit: writes && n.State == NoticeDraft, Publish: writes && n.State == NoticeDraft,
		Withdraw: writes && n.State == NoticePublished, Push: writes && n.State == NoticePublished,
	}}
}

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

// notice reads one that the actor may know, published or not.
func (s *Service) notice(ctx context.Context, a Actor, id string) (Notice, error) {
	n, err := s.store.Notice(ctx, id)
	if err != nil {
		return Notice{}, missing(err)
	}
	return n, a.touch(readRecords, n.SiteID, n.County)
}

// ManagedNotice answers a notice in any state to those who publish where it is.
func (s *Service) ManagedNotice(ctx context.Context, a Actor, id string) (NoticeView, error) {
	n, err := s.notice(ctx, a, id)
	if err != nil {
		return NoticeView{}, err
	}
	return n.view(a), nil
}

// ManagedNotices lists those of a site, a county or the city, newest first.
func (s *Service) ManagedNotices(ctx context.Context, a Actor, siteID, county string, f NoticeFilter) ([]NoticeView, error) {
	county, err := s.placeInSight(ctx, a, siteID, county)
	if err != nil {
		return nil, err
	}
	f.Places, f.ValidOn = []string{placeOf(siteID, county)}, calendar.Date{}
	list, err := s.store.Notices(ctx, f)
	views := make([]NoticeView, len(list))
	for i, n := range list {
		views[i] = n.view(a)
	}
	return views, err
}

// placeInSight refuses a site, a county or the city whose records the actor may not
// read, and answers the county that it is in.
func (s *Service) placeInSight(ctx context.Context, a Actor, siteID, county string) (string, error) {
	if siteID != "" {
		site, err := s.siteFor(ctx, a, readRecords, siteID)
		return site.County, err
	}
	return county, a.touch(readRecords, "", county)
}

// PublishedNotice answers a notice that is published to anybody, also one past its
// last day: somebody may hold a link to it.
func (s *Service) PublishedNotice(ctx context.Context, id string) (Notice, error) {
	n, err := s.store.Notice(ctx, id)
	if err != nil {
		return Notice{}, missing(err)
	}
	if n.State != NoticePublished {
		return Notice{}, ErrNotFound
	}
	return n, nil
}

// PublishedNotices lists what is published and in force, newest first: for a site
// also its county's and the city's, for a county also the city's, or all.
func (s *Service) PublishedNotices(ctx context.Context, siteID, county string, p Page) ([]Notice, error) {
	f := NoticeFilter{State: NoticePublished, ValidOn: s.today(), Page: p}
	if siteID != "" {
		site, err := s.store.Site(ctx, siteID)
		if err != nil {
			return nil, missing(err)
		}
		f.Places, county = []string{siteID}, site.County
	}
	if county != "" {
		f.Places = slices.Concat(f.Places, []string{county, All})
	}
	return s.store.Notices(ctx, f)
}
