package sim

import (
	"sync"
	"time"
)

const (
	forcedPerDay = 20
	forcedApart  = 30 * time.Second
)

// stableTokens are the tokens of stable_token: everybody who asks gets the same.
type stableTokens struct {
	mu       sync.Mutex
	now, old token
	forced   time.Time // the last forced refresh
	day      time.Time // when the count below began
	forces   int
}

// ask answers the token in force, or a new one when it is about to end; then
// both are good for a while.
func (f *stableTokens) ask(at time.Time) token {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now.text == "" || !at.Before(f.now.until.Add(-overlap)) {
		f.old, f.now = f.now, newToken(at)
		f.old.shorten(at.Add(overlap))
	}
	return f.now
}

// force makes a new token and ends the old one at once. Too soon after the last
// time it changes nothing; too often a day it is refused.
func (f *stableTokens) force(at time.Time) (token, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at.Sub(f.day) >= 24*time.Hour {
		f.day, f.forces = at, 0
	}
	switch {
	case f.now.text != "" && at.Sub(f.forced) < forcedApart:
		return f.now, true
	case f.forces >= forcedPerDay:
		return token{}, false
	}
	f.forces++
	f.forced, f.old, f.now = at, token{}, newToken(at)
	return f.now, true
}

func (f *stableTokens) current() []token {
	f.mu.Lock()
	defer f.mu.Unlock()
	return []token{f.now, f.old}
}

// revoke ends all tokens and forgets them.
func (f *stableTokens) revoke() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now, f.old = token{}, token{}
}

// stableToken is POST /cgi-bin/stable_token.
func (s *Simulator) stableToken(q *request) (any, *errcode) {
	var in struct {
		GrantType    string `json:"grant_type"`
		AppID        string `json:"appid"`
		Secret       string `json:"secret"`
		ForceRefresh bool   `json:"force_refresh"`
	}
	if refused := q.decode(&in); refused != nil {
		return nil, refused
	}
	if in.GrantType != "client_credential" {
		return nil, refuse(40002)
	}
	if refused := s.knows(in.AppID, in.Secret); refused != nil {
		return nil, refused
	}
	now := s.clock.now()
	if !in.ForceRefresh {
		return issued(s.stable.ask(now), now), nil
	}
	t, ok := s.stable.force(now)
	if !ok {
		return nil, refuse(45009)
	}
	return issued(t, now), nil
}
