package sim

import (
	"sync"
	"time"
)

// plainTokens are the tokens of /cgi-bin/token: each call makes a new one, and
// the one before it lives five minutes more. They and the stable ones do not
// touch each other.
type plainTokens struct {
	mu       sync.Mutex
	now, old token
}

func (f *plainTokens) ask(at time.Time) token {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.old, f.now = f.now, newToken(at)
	f.old.shorten(at.Add(overlap))
	return f.now
}

func (f *plainTokens) current() []token {
	f.mu.Lock()
	defer f.mu.Unlock()
	return []token{f.now, f.old}
}

// revoke ends all tokens and forgets them.
func (f *plainTokens) revoke() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now, f.old = token{}, token{}
}

// plainToken is GET /cgi-bin/token.
func (s *Simulator) plainToken(q *request) (any, *errcode) {
	if q.query.Get("grant_type") != "client_credential" {
		return nil, refuse(40002)
	}
	if refused := s.knows(q.query.Get("appid"), q.query.Get("secret")); refused != nil {
		return nil, refused
	}
	now := s.clock.now()
	return issued(s.plain.ask(now), now), nil
}
