package redisstore

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// localSize is how many keys are counted without Redis (some 4 MB).
const localSize = 20_000

// localLimits counts attempts in this process. When it is full it forgets
// everything: a flood of invented keys gives each real one a few attempts more,
// never more than perMinute for every localSize requests.
type localLimits struct {
	mu     sync.Mutex
	limits map[localKey]*rate.Limiter
}

type localKey struct {
	hashed    string
	perMinute int
}

func newLocalLimits() *localLimits {
	return &localLimits{limits: map[localKey]*rate.Limiter{}}
}

func (l *localLimits) allow(hashed string, perMinute int) (ok bool, wait time.Duration) {
	r := l.limiter(localKey{hashed, perMinute}).Reserve()
	if wait = r.Delay(); wait > 0 {
		r.Cancel()
		return false, wait
	}
	return true, 0
}

func (l *localLimits) limiter(k localKey) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	lim, ok := l.limits[k]
	if !ok {
		if len(l.limits) >= localSize {
			clear(l.limits)
		}
		lim = rate.NewLimiter(rate.Every(time.Minute/time.Duration(k.perMinute)), k.perMinute)
		l.limits[k] = lim
	}
	return lim
}
