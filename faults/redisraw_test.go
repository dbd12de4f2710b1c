package faults_test

import (
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/redis/go-redis/v9"
)

// The keys of the counters in Redis, as store/redisstore/keys.go makes them.
const (
	dirtyKey = "qjy:dirty"
	wholeKey = "qjy:whole"
)

func ticketKey(siteID string) string { return "qjy:{site:" + url.QueryEscape(siteID) + "}:ticket" }
func yearKey(siteID string) string   { return "qjy:{site:" + url.QueryEscape(siteID) + "}:" + year }

// cached reads a site's counters as they lie in Redis. A month that is not there
// is an error: once it is quiet, everything has been counted.
func (w *world) cached(siteID string) (months, error) {
	held, err := w.cache().HGetAll(w.t.Context(), yearKey(siteID)).Result()
	if err != nil {
		return nil, err
	}
	out := months{}
	for _, month := range open(w.plan.opened) {
		var count struct{ Rec, Ver struct{ R, C, S int } }
		if err := json.Unmarshal([]byte(held[month[len(month)-2:]]), &count); err != nil {
			return nil, fmt.Errorf("counter of %s: %q", month, held[month[len(month)-2:]])
		}
		out[month] = columns{
			figures{count.Rec.R, count.Rec.C, count.Rec.S},
			figures{count.Ver.R, count.Ver.C, count.Ver.S},
		}
	}
	return out, nil
}

// unfinished says what Redis holds of work that is not done: marks, or that it
// was not declared whole.
func (w *world) unfinished() (list []string) {
	ctx := w.t.Context()
	marks, err := w.cache().ZRange(ctx, dirtyKey, 0, -1).Result()
	if err != nil {
		return []string{"marks: " + err.Error()}
	}
	for _, m := range marks {
		list = append(list, "mark of "+m)
	}
	if _, err := w.cache().HGet(ctx, wholeKey, "life").Result(); err != nil {
		list = append(list, "not whole: "+err.Error())
	}
	return list
}

// cache is the direct way to Redis.
func (w *world) cache() redis.UniversalClient {
	if w.redis == nil {
		return w.plan.cache
	}
	return w.redis.Client
}
