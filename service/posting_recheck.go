package service

import (
	"context"
	"slices"
)

var (
	errStillBlocked      = &Error{Kind: Conflict, Code: "posting_blocked", Message: "岗位内容仍含有法律禁止的用语，不能发布，请站点修改后重新提交"}
	errPostingNotStopped = &Error{Kind: Conflict, Code: "posting_not_stopped", Message: "该岗位没有被拦截或驳回，无需重新审核"}
)

// RecheckPosting has a posting that was rejected or blocked looked at once more: its text
// is checked by today's words, and it waits for a supervisor's decision, whatever that
// check says. What is against the law stays blocked. Nothing is published by it.
func (s *Service) RecheckPosting(ctx context.Context, a Actor, id string) (PostingView, error) {
	v, err := s.posting(ctx, a, id, reviewPostings)
	if err != nil {
		return PostingView{}, err
	}
	if err := v.recheckable(a); err != nil {
		return PostingView{}, err
	}
	r := s.review(ctx, v.RecordedBy, v.Offer, v.Enterprise, false, v.Watched)
	if r.State == Blocked {
		return PostingView{}, errStillBlocked
	}
	r.Round, r.Unchecked = "", false // a supervisor asked for it, and a supervisor ends it
	if i := slices.Index(r.Findings, wechatAway); i >= 0 {
		r.Findings[i] = wechatSilent
	}
	n, err := s.changePosting(ctx, s.tally.write, v.Posting, func(p *Posting) error {
		if p.Rev != v.Rev {
			return errPostingChanged
		}
		p.Review, p.ChangedAt = r, s.now()
		return nil
	})
	if err != nil {
		return PostingView{}, err
	}
	return s.viewPosting(ctx, a, n, v.Site, v.Enterprise)
}

func (p Posting) recheckable(a Actor) error {
	if p.Review.State != Rejected && p.Review.State != Blocked {
		return errPostingNotStopped
	}
	p.Review.State = Held
	return p.reviewable(a)
}
