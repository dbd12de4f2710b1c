package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

// yearFields are the version and all parts of a site's year, without tickets.
var yearFields = func() []string {
	fields := []string{versionField}
	for m := time.Month(0); m <= time.December; m++ {
		fields = append(fields, service.Unit{Month: m}.Part())
	}
	return fields
}()

// Counters reads one site's year in one command.
func (s *Store) Counters(ctx context.Context, siteID string, year int) (service.Counters, error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	k := s.keys.year(siteID, year)
	values, err := s.client.HMGet(ctx, k.name, yearFields...).Result()
	if isWrongType(err) {
		if err := s.heal(ctx, k); !errors.Is(err, errDamaged) {
			return service.Counters{}, fmt.Errorf("read counters: %w", err)
		}
		return service.Counters{}, nil
	}
	if err != nil {
		return service.Counters{}, fmt.Errorf("read counters: %w", err)
	}
	return readCounters(values), nil
}

// readCounters takes a year without a readable version for one that is not
// held: the next Put gives it one.
func readCounters(values []any) service.Counters {
	c := service.Counters{Parts: map[string][]byte{}}
	for i, v := range values {
		text, ok := v.(string)
		switch {
		case i == 0 && ok:
			c.Version = readVersion(text)
		case ok:
			c.Parts[yearFields[i]] = []byte(text)
		}
	}
	if c.Version == 0 {
		return service.Counters{}
	}
	return c
}

// readVersion reads what luaNumber reads, and anything else as 0.
func readVersion(text string) int64 {
	v, err := strconv.ParseUint(text, 10, 63)
	if err != nil || len(text) > 16 {
		return 0
	}
	return int64(v)
}

// Versions reads the versions of several sites' years in one round trip (one to
// each node of a cluster).
func (s *Store) Versions(ctx context.Context, siteIDs []string, year int) ([]int64, error) {
	if len(siteIDs) == 0 {
		return nil, nil
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	pipe := s.client.Pipeline()
	answers := make([]*redis.StringCmd, len(siteIDs))
	for i, id := range siteIDs {
		answers[i] = pipe.HGet(ctx, s.keys.year(id, year).name, versionField)
	}
	_, _ = pipe.Exec(ctx) // each answer carries its own error

	versions := make([]int64, len(siteIDs))
	for i, a := range answers {
		switch err := a.Err(); {
		case err == nil:
			versions[i] = readVersion(a.Val())
		case errors.Is(err, redis.Nil):
		case isWrongType(err):
			if err := s.heal(ctx, s.keys.year(siteIDs[i], year)); !errors.Is(err, errDamaged) {
				return nil, fmt.Errorf("read versions: %w", err)
			}
		default:
			return nil, fmt.Errorf("read versions: %w", err)
		}
	}
	return versions, nil
}
