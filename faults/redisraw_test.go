package faults_test

import (
	"encoding/json"
	"fmt"
	"net/url"
)

// The keys in Redis, as store/redisstore/keys.go makes them.
const (
	marksKey = "qjy:{all}:marks"
	wholeKey = "qjy:{all}:whole"
	leaseKey = "qjy:{all}:lease"
)

func ticketKey(siteID string) string { return "qjy:{site:" + url.QueryEscape(siteID) + "}:ticket" }
func yearKey(siteID string) string   { return "qjy:{site:" + url.QueryEscape(siteID) + "}:" + year }

// cached reads a site's counters as they lie in Redis. A month that is not there
// is an error: once it is quiet, everything has been counted.
func (w *world) cached(siteID string) (months, error) {
	held, err := w.plan.cache.HGetAll(w.t.Context(), yearKey(siteID)).Result()
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

// unwhole says why not everything may have been counted yet.
func (w *world) unwhole() []string {
	complete, err := w.plan.cache.HGet(w.t.Context(), wholeKey, "complete").Result()
	if err != nil || complete != "1" {
		return []string{fmt.Sprintf("not all is counted: complete is %q, %v", complete, err)}
	}
	return nil
}
