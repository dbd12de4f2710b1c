package sim

import "time"

const (
	tokenLife = 2 * time.Hour
	// overlap is how long before its end a token is replaced, and how long the
	// replaced one stays good.
	overlap = 5 * time.Minute
)

// token is one access token.
type token struct {
	text  string
	until time.Time
}

// newToken is a token in the real one's form and about its length.
func newToken(now time.Time) token { return token{"88_" + randomText(133), now.Add(tokenLife)} }

// judge says whether shown is this token: matched, and if so whether in time.
func (t token) judge(shown string, now time.Time) (matched, valid bool) {
	matched = t.text != "" && t.text == shown
	return matched, matched && now.Before(t.until)
}

// shorten ends the token at then, unless it ends sooner.
func (t *token) shorten(then time.Time) {
	if t.until.After(then) {
		t.until = then
	}
}

// issued is a token as the answer tells it.
func issued(t token, now time.Time) map[string]any {
	return map[string]any{"access_token": t.text, "expires_in": int(t.until.Sub(now) / time.Second)}
}

// authorise checks an access token of either family.
func (s *Simulator) authorise(shown string) *errcode {
	if shown == "" {
		return refuse(41001)
	}
	now, expired := s.clock.now(), false
	for _, t := range append(s.stable.current(), s.plain.current()...) {
		matched, valid := t.judge(shown, now)
		if valid {
			return nil
		}
		expired = expired || matched
	}
	if expired {
		return refuse(42001)
	}
	return refuse(40001)
}
