package sim

import (
	"encoding/base64"
	"regexp"
	"sync"
	"time"
)

const maxUsers = 100_000

// openIDForm is what a user of the simulator may be called.
var openIDForm = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// user is what WeChat knows of one user of the app.
type user struct {
	sessionKey string
	seen       time.Time // the last login
	minute     time.Time // when the count below began
	logins     int
	consent    map[string]int // sends left, by template
}

// users keeps the users; the one who came first is forgotten when there are too
// many.
type users struct {
	mu       sync.Mutex
	byOpenID map[string]*user
	line     []string // by first appearance
}

// get is a user, made when new. The caller holds mu.
func (u *users) get(openID string) *user {
	if known, ok := u.byOpenID[openID]; ok {
		return known
	}
	if len(u.line) >= maxUsers {
		delete(u.byOpenID, u.line[0])
		u.line = u.line[1:]
	}
	fresh := &user{consent: map[string]int{}}
	u.byOpenID[openID] = fresh
	u.line = append(u.line, openID)
	return fresh
}

// login begins a session and returns its key; the key before it is void. It
// fails when the user has logged in perMinute times within a minute (0: never).
func (u *users) login(now time.Time, openID string, perMinute int) (string, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	who := u.get(openID)
	if now.Sub(who.minute) >= time.Minute {
		who.minute, who.logins = now, 0
	}
	who.logins++
	if perMinute > 0 && who.logins > perMinute {
		return "", false
	}
	who.seen = now
	who.sessionKey = base64.StdEncoding.EncodeToString(randomBytes(16))
	return who.sessionKey, true
}

// sessionKey is the user's valid key, or "".
func (u *users) sessionKey(openID string) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if who, ok := u.byOpenID[openID]; ok {
		return who.sessionKey
	}
	return ""
}

// activeSince reports whether the user has logged in since then.
func (u *users) activeSince(openID string, then time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	who, ok := u.byOpenID[openID]
	return ok && who.sessionKey != "" && !who.seen.Before(then)
}
