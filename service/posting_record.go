package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

func textKey(text string) string { return identity.TextKey(text) }

// acceptedOn is the day on which a posting counts that is accepted now: it is
// published now, unless it was entered from paper with a day of its own.
func (p Posting) acceptedOn(s *Service) calendar.Date {
	if p.PostedOn.Before(calendar.DateOf(p.RecordedAt)) {
		return p.PostedOn
	}
	return s.today()
}

// errPostingClientID tells a phone that its own name for a posting is another's.
var errPostingClientID = &Error{Kind: Conflict, Code: "client_id_reused", Message: "该编号已用于另一条岗位信息，请换一个编号重新提交"}

// Post publishes a posting at the caller's site, or keeps it for review, or as
// blocked. created is false when the same ClientID was used there already; that
// posting is answered.
func (s *Service) Post(ctx context.Context, a Actor, in PostingInput) (v PostingView, created bool, err error) {
	site, err := s.siteFor(ctx, a, writeRecords, in.SiteID)
	if err != nil {
		return PostingView{}, false, err
	}
	n, e, err := s.newPosting(ctx, site, in, Trail{Source: FromStaff, RecordedBy: a.Account.ID})
	if err != nil {
		return PostingView{}, false, err
	}
	kept, created, err := s.keepPosting(ctx, s.tally.write, n, e)
	if err != nil {
		return PostingView{}, false, err
	}
	if !created && (kept.EnterpriseID != n.EnterpriseID || kept.PostedOn != n.PostedOn) {
		return PostingView{}, false, errPostingClientID
	}
	v, err = s.viewPosting(ctx, a, kept, site, e)
	return v, created, err
}

// keepPosting reviews a posting, keeps it, and has it pass if nothing is against
// it. The record comes first: a key never names a posting that is not there.
func (s *Service) keepPosting(ctx context.Context, write writer, n Posting, e Enterprise) (kept Posting, created bool, err error) {
	if n.Watched, err = s.stoppedBefore(ctx, n); err != nil {
		return kept, false, err
	}
	n.Review = s.review(ctx, n.RecordedBy, n.Offer, e, n.Source == FromImport, n.Watched)
	err = write(ctx, []Unit{YearUnit(n.SiteID, n.Month.Year)}, func(ctx context.Context) error {
		kept, created, err = s.store.InsertPosting(ctx, n)
		return err
	})
	if err != nil || !kept.ready() {
		return kept, created, err
	}
	kept, err = s.endRound(ctx, write, kept)
	return kept, created, err
}

// ready reports whether nothing keeps the posting's round from its end.
func (p Posting) ready() bool { return p.Review.Round != "" && !p.Review.Unchecked }

// Repost publishes a posting once more, until another day. It is kept as what it
// is, a repeat: within the year it never counts.
func (s *Service) Repost(ctx context.Context, a Actor, id string, until calendar.Date) (v PostingView, created bool, err error) {
	old, err := s.posting(ctx, a, id, writeRecords)
	if err != nil {
		return PostingView{}, false, err
	}
	if old.Status == Void {
		return PostingView{}, false, errPostingVoid
	}
	offer := old.Offer
	offer.ValidUntil = until
	n, e, err := s.newPosting(ctx, old.Site, PostingInput{EnterpriseID: old.EnterpriseID, Offer: offer},
		Trail{Source: FromStaff, RecordedBy: a.Account.ID})
	if err != nil {
		return PostingView{}, false, err
	}
	n.RepostOf, n.Watched = old.ID, old.Watched
	kept, created, err := s.keepPosting(ctx, s.tally.write, n, e)
	if err != nil {
		return PostingView{}, false, err
	}
	v, err = s.viewPosting(ctx, a, kept, old.Site, e)
	return v, created, err
}
