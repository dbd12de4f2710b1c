package service

import (
	"context"
	"time"
)

// Times of rounds that were left.
const (
	// roundAge is how long a round is left to whoever began it.
	roundAge = 2 * writeTimeout
	// askAgain is how long WeChat is left alone that did not answer.
	askAgain = time.Minute
	// askUntil is how long a text waits for WeChat before a supervisor is to decide.
	askUntil = 24 * time.Hour

	roundsMost = 100 // that a turn looks at
)

// endRounds ends the rounds that have been left: by a process that died, or because
// WeChat did not answer.
func (s *Service) endRounds(ctx context.Context) error {
	list, err := s.store.WaitingPostings(ctx, roundsMost)
	if err != nil {
		return err
	}
	now, away := s.now(), s.now().Before(s.term.askText)
	for _, n := range list {
		age := now.Sub(n.started())
		switch {
		case age < roundAge, n.Review.Unchecked && away && age < askUntil:
			continue
		case n.Review.Unchecked:
			var gone bool
			if gone, err = s.checkAgain(ctx, n, age); gone {
				away, s.term.askText = true, now.Add(askAgain)
			}
		default:
			_, err = s.endRound(ctx, s.tally.write, n)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// checkAgain asks WeChat once more about a text. away is true when it is WeChat that
// cannot answer. It never will about a user whom it does not know, as of a ledger that
// came in on the command line, and not soon about one who was not there within two
// hours: those texts are a supervisor's at once, or they would keep others waiting.
func (s *Service) checkAgain(ctx context.Context, n Posting, age time.Duration) (away bool, err error) {
	employer, err := s.store.Enterprise(ctx, n.EnterpriseID)
	if err != nil {
		return false, err
	}
	said, err := s.askWeChat(ctx, n.writer(), n.Offer, employer)
	switch {
	case err == nil && said == TextPass:
		_, err = s.endRound(ctx, s.tally.write, n)
		return false, err
	case err == nil:
		return false, s.hold(ctx, n, wechatRisky)
	case age >= askUntil:
		return false, s.hold(ctx, n, wechatSilent)
	}
	if cannotJudge(err) {
		return false, s.hold(ctx, n, wechatUnable)
	}
	return true, nil
}

// hold ends a round with something for a supervisor to look at.
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

// started is when the posting's round began, at the latest.
func (p Posting) started() time.Time {
	if p.ChangedAt.After(p.RecordedAt) {
		return p.ChangedAt
	}
	return p.RecordedAt
}

// writer is whose text it is now.
func (p Posting) writer() string {
	if n := len(p.RevisedBy); n > 0 {
		return p.RevisedBy[n-1]
	}
	return p.RecordedBy
}
