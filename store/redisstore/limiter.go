package redisstore

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
)

// limiterPatience is shorter than that of the others: there is a substitute at
// hand, and every request waits for it.
const limiterPatience = 300 * time.Millisecond

// Allow takes one of the perMinute attempts that key has: as many at once after
// a quiet minute, then evenly (GCRA). When there is none left, ok is false and
// wait says when to try again. With perMinute of zero or less nothing is
// allowed.
//
// While Redis does not answer each instance counts by itself: all together let
// through at most perMinute times their number, and once more when it goes and
// when it comes back. The key is kept hashed.
func (s *Store) Allow(ctx context.Context, key string, perMinute int) (ok bool, wait time.Duration) {
	if perMinute <= 0 {
		return false, time.Minute
	}
	hashed := s.hash(key)
	if !s.away.over(time.Now()) {
		return s.local.allow(hashed, perMinute)
	}
	res, err := s.allowByRedis(ctx, hashed, perMinute)
	if err != nil {
		return s.local.allow(hashed, perMinute)
	}
	return res.Allowed > 0, max(res.RetryAfter, 0)
}

func (s *Store) allowByRedis(ctx context.Context, hashed string, perMinute int) (*redis_rate.Result, error) {
	brief, cancel := context.WithTimeout(withCall(ctx), limiterPatience)
	defer cancel()
	name := s.keys.limit(hashed).name
	res, err := s.rate.Allow(brief, name, redis_rate.PerMinute(perMinute))
	var answer redis.Error
	switch {
	case err == nil:
		s.away.end()
	case errors.As(err, &answer):
		// Redis is there. If it takes writes, something else lies at the key.
		if !RefusesWrites(err) {
			_ = s.rate.Reset(brief, name)
		}
	case errors.Is(err, ErrAway): // and it cost no time to be told
	case ctx.Err() == nil: // not the caller who went away
		s.away.begin(time.Now())
	}
	return res, err
}

// hash makes a name that does not show the phone or openid in the key.
func (s *Store) hash(key string) string {
	h := hmac.New(sha256.New, s.secret)
	h.Write([]byte(key))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:18])
}
