package service

import (
	"context"
	"slices"
)

// PostingChange makes what a posting says into what it shall say: its employer and
// its offer.
type PostingChange func(*PostingInput)

var (
	errPostingVoid     = &Error{Kind: Conflict, Code: "record_void", Message: "该岗位已作废，请先恢复"}
	errPostingChecking = &Error{Kind: Conflict, Code: "posting_checking", Message: "该岗位正在检测，请稍后再试"}
	errPostingIdentity = &Error{Kind: Conflict, Code: "posting_identity",
		Message: "已发布的岗位不能更改用人单位、岗位名称和工作地点，请撤下后另行发布"}
	errPostingChanged    = &Error{Kind: Conflict, Code: "posting_changed", Message: "该岗位刚被他人更改，请刷新后再试"}
	errPostingNotHeld    = &Error{Kind: Conflict, Code: "posting_not_held", Message: "该岗位不在待复核状态"}
	errPostingNotCounted = &Error{Kind: Conflict, Code: "posting_not_counted", Message: "该岗位不计入考核，无需确认"}
	errOwnPosting        = &Error{Kind: Forbidden, Code: "own_record", Message: "不能复核或确认自己发布、修改的岗位，请由其他人员办理"}
	errPostingSite       = &Error{Kind: Forbidden, Code: "own_site", Message: "不能复核自己任职站点的岗位，请由其他人员办理"}
)

// RevisePosting changes what a posting says; its text is checked again, and it must
// be confirmed again. An accepted one keeps employer, title and place, for which it
// was counted, and one in a closed month stays as it is.
func (s *Service) RevisePosting(ctx context.Context, a Actor, id string, change PostingChange) (PostingView, error) {
	v, err := s.posting(ctx, a, id, writeRecords)
	if err != nil {
		return PostingView{}, err
	}
	next, employer, err := s.revised(ctx, v, change)
	if err != nil {
		return PostingView{}, err
	}
	if next.Watched, err = s.stoppedBefore(ctx, next); err != nil {
		return PostingView{}, err
	}
	review := s.review(ctx, a.Account.ID, next.Offer, employer, false, next.Watched)
	n, err := s.changePosting(ctx, s.tally.write, v.Posting, func(p *Posting) error {
		if p.Rev != v.Rev {
			return errPostingChanged
		}
		return p.revise(a, next, review, s)
	})
	if err == nil && n.ready() {
		n, err = s.endRound(ctx, s.tally.write, n)
	}
	if err != nil {
		return PostingView{}, err
	}
	return s.lookUpPosting(ctx, a, n)
}

// revised is the posting as it shall be, and its employer.
func (s *Service) revised(ctx context.Context, v PostingView, change PostingChange) (next Posting, e Enterprise, err error) {
	in := PostingInput{EnterpriseID: v.EnterpriseID, Offer: v.Offer}
	in.Skills = slices.Clone(in.Skills)
	change(&in)
	var p problems
	next, e = v.Posting, v.Enterprise
	next.Offer = p.offer(in.Offer, v.Site)
	if len(p) == 0 && next.ValidUntil != v.ValidUntil {
		p.validity(next.Offer, s.today())
	}
	if in.EnterpriseID != v.EnterpriseID {
		var first string
		if e, first, err = s.postingEmployer(ctx, &p, in.EnterpriseID); err != nil {
			return Posting{}, Enterprise{}, err
		}
		next.EnterpriseID, next.NamesakeOf = e.ID, first
	}
	return next, e, p.err()
}

func (p *Posting) revise(a Actor, next Posting, r Review, s *Service) error {
	switch {
	case p.Status == Void:
		return errPostingVoid
	case p.Review.Round != "":
		return errPostingChecking
	case !p.AcceptedAt.IsZero() && p.claim(0) != next.claim(0):
		return errPostingIdentity
	}
	p.EnterpriseID, p.NamesakeOf, p.Offer, p.Review, p.ChangedAt = next.EnterpriseID, next.NamesakeOf, next.Offer, r, s.now()
	p.Watched = next.Watched
	if !p.AcceptedAt.IsZero() && p.ready() { // its key is its own already
		p.pass()
	}
	others := slices.DeleteFunc(slices.Clone(p.RevisedBy), func(id string) bool { return id == a.Account.ID })
	p.RevisedBy = append(others, a.Account.ID)
	p.unconfirm()
	return nil
}

// TakeDownPosting ends a posting before its time. What it counts it counts. A supervisor
// says why; a site that has found somebody need not.
func (s *Service) TakeDownPosting(ctx context.Context, a Actor, id, reason string) (PostingView, error) {
	v, err := s.posting(ctx, a, id, takeDownPostings)
	if err != nil {
		return PostingView{}, err
	}
	var problems problems
	if reason = problems.text("body.reason", reason, 0, 200); a.supervises(v.SiteID, v.County) {
		reason = problems.text("body.reason", reason, 2, 200)
	}
	if err := problems.err(); err != nil {
		return PostingView{}, err
	}
	if a.supervises(v.SiteID, v.County) {
		if err := s.stop(ctx, v.Posting); err != nil {
			return PostingView{}, err
		}
	}
	n, err := s.store.UpdatePosting(ctx, id, func(p *Posting) error {
		if p.TakenDownAt.IsZero() {
			p.TakenDownBy, p.TakenDownAt, p.TakenDownFor = a.Account.ID, s.now(), reason
		}
		p.Watched = p.Watched || a.supervises(p.SiteID, p.County)
		return nil
	})
	if err != nil {
		return PostingView{}, err
	}
	return s.viewPosting(ctx, a, n, v.Site, v.Enterprise)
}

// ReleasePosting has a held posting pass, as a supervisor who neither wrote it nor
// works at the site.
func (s *Service) ReleasePosting(ctx context.Context, a Actor, id string) (PostingView, error) {
	return s.decidePosting(ctx, a, id, func(p *Posting) error {
		p.Review.Round, p.Review.Unchecked = newID(), false
		return nil
	})
}

// RejectPosting keeps a held posting from the public, for a stated reason.
func (s *Service) RejectPosting(ctx context.Context, a Actor, id, reason string) (PostingView, error) {
	var problems problems
	reason = problems.text("body.reason", reason, 2, 200)
	if err := problems.err(); err != nil {
		return PostingView{}, err
	}
	return s.decidePosting(ctx, a, id, func(p *Posting) error {
		if p.Review.Round != "" {
			return errPostingChecking
		}
		if err := s.stop(ctx, *p); err != nil {
			return err
		}
		p.Review.State, p.Review.Reason, p.Watched = Rejected, reason, true
		return nil
	})
}

func (s *Service) decidePosting(ctx context.Context, a Actor, id string, decide func(*Posting) error) (PostingView, error) {
	v, err := s.posting(ctx, a, id, reviewPostings)
	if err != nil {
		return PostingView{}, err
	}
	n, err := s.changePosting(ctx, s.tally.write, v.Posting, func(p *Posting) error {
		if err := p.reviewable(a); err != nil {
			return err
		}
		p.Review.By, p.Review.At, p.ChangedAt = a.Account.ID, s.now(), s.now()
		return decide(p)
	})
	if err == nil && n.ready() {
		n, err = s.endRound(ctx, s.tally.write, n)
	}
	if err != nil {
		return PostingView{}, err
	}
	return s.viewPosting(ctx, a, n, v.Site, v.Enterprise)
}

func (p Posting) reviewable(a Actor) error {
	switch {
	case a.worksAt(p.SiteID):
		return errPostingSite
	case p.wroteIt(a):
		return errOwnPosting
	case p.Status == Void:
		return errPostingVoid
	case p.Review.State != Held:
		return errPostingNotHeld
	}
	return nil
}

// wroteIt reports whether the posting is the actor's own word.
func (p Posting) wroteIt(a Actor) bool {
	return slices.Contains(p.authors(), a.Account.ID) || slices.Contains(p.RevisedBy, a.Account.ID)
}

// ConfirmPosting vouches for a posting that counts and that somebody else made.
func (s *Service) ConfirmPosting(ctx context.Context, a Actor, id string) (PostingView, error) {
	return s.confirmPosting(ctx, s.tally.write, a, id)
}

func (s *Service) confirmPosting(ctx context.Context, write writer, a Actor, id string) (PostingView, error) {
	return s.stepPosting(ctx, write, a, id, confirmRecords, func(p *Posting) error {
		switch {
		case p.wroteIt(a):
			return errOwnPosting
		case p.Status != Void && !p.Counts():
			return errPostingNotCounted
		}
		return p.confirm(a, s.now())
	})
}

// VoidPosting takes a posting out of every count and from the public, for a stated
// reason. It keeps its key: no other like it counts in its place.
func (s *Service) VoidPosting(ctx context.Context, a Actor, id, reason string) (PostingView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return PostingView{}, err
	}
	return s.stepPosting(ctx, s.tally.write, a, id, voidRecords, func(p *Posting) error { return p.void(a, reason, s.now()) })
}

// RestorePosting takes a void back.
func (s *Service) RestorePosting(ctx context.Context, a Actor, id string) (PostingView, error) {
	return s.stepPosting(ctx, s.tally.write, a, id, voidRecords, func(p *Posting) error { return p.restore(a, s.now()) })
}

func (s *Service) stepPosting(ctx context.Context, write writer, a Actor, id string, op operation, change func(*Posting) error) (PostingView, error) {
	v, err := s.posting(ctx, a, id, op)
	if err != nil {
		return PostingView{}, err
	}
	n, err := s.changePosting(ctx, write, v.Posting, change)
	if err != nil {
		return PostingView{}, err
	}
	return s.viewPosting(ctx, a, n, v.Site, v.Enterprise)
}

// changePosting makes one change of a posting, unless its month was closed with it.
func (s *Service) changePosting(ctx context.Context, write writer, n Posting, change func(*Posting) error) (kept Posting, err error) {
	err = write(ctx, []Unit{YearUnit(n.SiteID, n.Month.Year)}, func(ctx context.Context) error {
		b, err := s.tally.books(ctx, n.County, n.Month)
		if err != nil {
			return err
		}
		kept, err = s.store.UpdatePosting(ctx, n.ID, func(p *Posting) error {
			if b.settledPosting(*p) {
				return errMonthClosed
			}
			return change(p)
		})
		return err
	})
	return kept, err
}

// settledPosting reports whether the posting was accepted in a month that is closed
// with it: then nothing may change it.
func (b books) settledPosting(p Posting) bool {
	return !p.AcceptedAt.IsZero() && b.settled(p.Month, p.AcceptedAt)
}
