package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/wording"
)

var (
	fakePay = Finding{Category: "pay", Clause: "《关于规范招聘信息发布的通知》（2026年1月）：不得以虚假高薪招聘",
		Suggestion: "请核实薪资是否属实，计薪方式是否选对"}
	decidedBefore = Finding{Category: "other", Clause: "主管部门曾驳回或下架这条岗位", Suggestion: "请主管部门核对此前的问题是否已经改正"}
	wechatRisky   = Finding{Category: "wechat", Clause: "微信内容安全检测要求人工复核", Suggestion: "请核对岗位内容，删去联系方式、广告等与招聘无关的内容"}
	wechatAway    = Finding{Category: "wechat", Clause: "微信内容安全检测暂时没有答复", Suggestion: "检测通过后自动发布，无需再操作"}
	wechatUnable  = Finding{Category: "wechat", Clause: "微信不能检测该账号提交的内容", Suggestion: "请主管部门核对岗位内容后决定是否发布"}
	wechatSilent  = Finding{Category: "wechat", Clause: "微信内容安全检测一直没有答复", Suggestion: "请主管部门核对岗位内容后决定是否发布"}
)

// texts are the parts of an offer that anybody may write anything into.
func (o Offer) texts() []string {
	all := append([]string{o.Title, o.Description, o.Conditions, o.WorkTime, o.Occupation, o.Place, o.SourceName}, o.Skills...)
	return slices.DeleteFunc(all, func(t string) bool { return t == "" })
}

// inName is what a supervisor is told of the words in an employer's name, which
// nobody can reword: of a widow's bakery, or of a name made to shut people out.
const inName = "单位名称含有此内容，请主管部门核对营业执照后决定是否发布"

// review checks an offer's text, and the employer's name as it is shown beside it. A
// text that nobody need look at comes with a round, at whose end it passes. later
// leaves WeChat to the sweeper; watched is for a supervisor, whatever it says.
func (s *Service) review(ctx context.Context, accountID string, o Offer, employer Enterprise, later, watched bool) Review {
	r := Review{State: Held}
	r.Verdict, r.Findings = findingsIn(o.texts()...)
	if r.Verdict == wording.Block {
		r.State = Blocked
		return r
	}
	for _, f := range wording.Check(employer.ShownName()).Findings {
		r.Findings, r.Verdict = append(r.Findings, Finding{string(f.Category), f.Words, f.Clause, inName}), wording.Review
	}
	if most := suspicious[o.Pay.Unit]; most > 0 && o.Pay.Max > most {
		r.Findings = append(r.Findings, fakePay)
	}
	clean := len(r.Findings) == 0
	answer, err := TextPass, error(nil)
	if later && s.checksText {
		err = errAskLater
	} else {
		answer, err = s.askWeChat(ctx, accountID, o, employer)
	}
	switch {
	case err != nil:
		r.Findings = append(r.Findings, wechatAway)
	case answer != TextPass:
		r.Findings, clean = append(r.Findings, wechatRisky), false
	}
	if watched {
		r.Findings, clean = append(r.Findings, decidedBefore), false
	}
	if clean {
		r.Round, r.Unchecked = newID(), err != nil
	}
	return r
}

// errAskLater leaves a text unchecked for now.
var errAskLater = errors.New("service: WeChat is asked later")

// mostAsked is how many characters WeChat looks at in one call.
const mostAsked = 2500

// askWeChat is what WeChat says of an offer's text with the employer's name: see askAbout.
func (s *Service) askWeChat(ctx context.Context, accountID string, o Offer, employer Enterprise) (TextVerdict, error) {
	return s.askAbout(ctx, accountID, append(o.texts(), employer.ShownName()))
}

// askAbout is what WeChat says of texts; TextPass where it is not to be asked. An
// error leaves them unchecked.
func (s *Service) askAbout(ctx context.Context, accountID string, texts []string) (TextVerdict, error) {
	if !s.checksText {
		return TextPass, nil
	}
	acc, err := s.store.Account(ctx, accountID)
	if err != nil {
		return "", err
	}
	for part := range slices.Chunk([]rune(strings.Join(texts, "\n")), mostAsked) {
		said, err := s.wechat.CheckText(ctx, acc.OpenID, string(part))
		if err != nil {
			s.log.WarnContext(ctx, "a text is not checked", "error", err)
			return "", err
		}
		if said != TextPass {
			return said, nil
		}
	}
	return TextPass, nil
}

// employer is as which enterprise the posting's counts. Of several of one name, each
// with a code of its own, all count as the first: whoever makes codes up would count
// each of his postings as often as he likes otherwise (ADR 0015).
func (p Posting) employer() string { return cmp.Or(p.NamesakeOf, p.EnterpriseID) }

// claim is the natural key of a posting in the year in which it counts: of all
// alike, whichever site's, the first that is accepted has it for good.
func (p Posting) claim(year int) Key {
	return Key{"posting", fmt.Sprintf("%04d|%s|%s|%s", year, p.employer(), textKey(p.Title), textKey(p.Place))}
}

// stopped is the key by which a posting is known that a supervisor has stopped, in any
// year: written anew it is the same work of the same employer.
func (p Posting) stopped() Key {
	return Key{"stopped", fmt.Sprintf("%s|%s|%s", p.employer(), textKey(p.Title), textKey(p.Place))}
}

// stop remembers that a supervisor stops the posting. It comes before that is written:
// whoever dies between leaves one thing more to be looked at.
func (s *Service) stop(ctx context.Context, p Posting) error {
	_, err := s.store.ClaimKey(ctx, p.stopped(), p.ID)
	return err
}

// stoppedBefore reports whether a posting, or one that offers the same, was stopped before.
func (s *Service) stoppedBefore(ctx context.Context, p Posting) (bool, error) {
	if p.Watched {
		return true, nil
	}
	_, err := s.store.KeyOwner(ctx, p.stopped())
	if errors.Is(err, ErrNoRecord) {
		return false, nil
	}
	return err == nil, err
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
