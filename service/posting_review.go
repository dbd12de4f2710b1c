package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Verdicts of a review.
const (
	verdictOK     = "ok"
	verdictReview = "review"
	verdictBlock  = "block"
)

// wordingCheck looks for what the law forbids in a text.
type wordingCheck func(text string) (verdict string, findings []Finding)

// textCheck asks WeChat about a text; risky is true when it wants somebody to look.
type textCheck func(ctx context.Context, accountID, text string) (risky bool, err error)

var (
	fakePay = Finding{Category: "pay", Clause: "《关于规范招聘信息发布的通知》（2026年1月）：不得以虚假高薪招聘",
		Suggestion: "请核实薪资是否属实，计薪方式是否选对"}
	wechatRisky = Finding{Category: "wechat", Clause: "微信内容安全检测要求人工复核", Suggestion: "请核对岗位内容，删去联系方式、广告等与招聘无关的内容"}
	wechatAway  = Finding{Category: "wechat", Clause: "微信内容安全检测暂时没有答复", Suggestion: "检测通过后自动发布，无需再操作"}
)

// texts are the parts of an offer that anybody may write anything into.
func (o Offer) texts() []string {
	all := append([]string{o.Title, o.Description, o.Conditions, o.WorkTime, o.Occupation, o.Place, o.SourceName}, o.Skills...)
	return slices.DeleteFunc(all, func(t string) bool { return t == "" })
}

// review checks an offer's text. A text that nobody need look at comes with a
// round, at whose end it passes.
func (s *Service) review(ctx context.Context, accountID string, o Offer) Review {
	r := Review{State: Held, Verdict: verdictOK}
	for _, text := range o.texts() {
		verdict, findings := s.wording(text)
		r.Findings = append(r.Findings, findings...)
		if verdict == verdictBlock || r.Verdict == verdictOK {
			r.Verdict = verdict
		}
	}
	if r.Verdict == verdictBlock {
		r.State = Blocked
		return r
	}
	if most := suspicious[o.Pay.Unit]; most > 0 && o.Pay.Max > most {
		r.Findings = append(r.Findings, fakePay)
	}
	found := s.askWeChat(ctx, accountID, o)
	if len(r.Findings) == 0 && (found == nil || found.Clause == wechatAway.Clause) {
		r.Round, r.Unchecked = newID(), found != nil
	}
	if found != nil {
		r.Findings = append(r.Findings, *found)
	}
	return r
}

// askWeChat is nil when WeChat has nothing against the text, or is not asked.
func (s *Service) askWeChat(ctx context.Context, accountID string, o Offer) *Finding {
	if s.text == nil {
		return nil
	}
	risky, err := s.text(ctx, accountID, strings.Join(o.texts(), "\n"))
	switch {
	case err != nil:
		s.log.WarnContext(ctx, "a posting's text is not checked", "error", err)
		return &wechatAway
	case risky:
		return &wechatRisky
	}
	return nil
}

// claim is the natural key of a posting in the year in which it counts: of all
// alike, whichever site's, the first that is accepted has it for good.
func (p Posting) claim(year int) Key {
	return Key{"posting", fmt.Sprintf("%04d|%s|%s|%s", year, p.EnterpriseID, textKey(p.Title), textKey(p.Place))}
}

// Keys lists the keys that an accepted posting holds.
func (p Posting) Keys() []Key {
	if p.AcceptedAt.IsZero() || p.DuplicateOf != "" {
		return nil
	}
	return []Key{p.claim(p.CountsOn.Year)}
}

// endRound ends a round: the posting passes, and claims its key unless it did so
// before. The claim decides which of several alike is the first, and it comes
// before the posting's own write; whoever dies between the two leaves the round to
// the sweeper, which claims the same key for the same posting. So nothing that
// decides about the key may change while there is a round.
func (s *Service) endRound(ctx context.Context, write writer, n Posting) (kept Posting, err error) {
	on, round := n.CountsOn, n.Review.Round
	if on.IsZero() {
		on = n.acceptedOn(s)
	}
	err = write(ctx, []Unit{YearUnit(n.SiteID, on.Year)}, func(ctx context.Context) error {
		first := n.ID
		if n.AcceptedAt.IsZero() {
			if first, err = s.store.ClaimKey(ctx, n.claim(on.Year), n.ID); err != nil {
				return err
			}
		}
		at := s.now()
		kept, err = s.store.UpdatePosting(ctx, n.ID, func(p *Posting) error {
			if p.Review.Round != round { // somebody else has ended it
				return nil
			}
			p.pass()
			if !p.AcceptedAt.IsZero() {
				return nil
			}
			p.AcceptedAt, p.CountsOn, p.Month = at, on, on.In()
			if first != p.ID {
				p.DuplicateOf = first
			}
			return nil
		})
		return err
	})
	return kept, err
}

func (p *Posting) pass() {
	p.Review.State, p.Review.Round, p.Review.Unchecked = Passed, "", false
	p.Review.Findings = slices.DeleteFunc(p.Review.Findings, func(f Finding) bool { return f == wechatAway })
}

// acceptMost is how many postings a turn looks at.
const acceptMost = 100

// endRounds ends the rounds that have been left: by a process that died, or because
// WeChat did not answer. While it does not, the turn ends at the first.
func (s *Service) endRounds(ctx context.Context) error {
	list, err := s.store.WaitingPostings(ctx, acceptMost)
	if err != nil {
		return err
	}
	for _, n := range list {
		if s.now().Sub(n.started()) < roundAge {
			continue
		}
		if n.Review.Unchecked {
			switch found := s.askWeChat(ctx, n.RecordedBy, n.Offer); {
			case found == &wechatAway:
				return nil
			case found != nil:
				if err := s.hold(ctx, n, *found); err != nil {
					return err
				}
				continue
			}
		}
		if _, err := s.endRound(ctx, s.tally.write, n); err != nil {
			return err
		}
	}
	return nil
}

// hold ends a round with what WeChat has found.
func (s *Service) hold(ctx context.Context, n Posting, found Finding) error {
	_, err := s.store.UpdatePosting(ctx, n.ID, func(p *Posting) error {
		if p.Review.Round == n.Review.Round {
			p.pass()
			p.Review.State, p.Review.Findings = Held, append(p.Review.Findings, found)
		}
		return nil
	})
	return err
}
