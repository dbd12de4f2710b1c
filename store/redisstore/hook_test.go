package redisstore_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// Every script is told by a name of its own: "script" is only the limiter's.
func TestCommandsAreToldByName(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s, d := observed(t, e)
		m := service.Mark{Writer: "w", Unit: november}
		check(t, s.Mark(t.Context(), m))
		_ = must[[]service.AgedMark](t)(s.Dirty(t.Context(), 0, 1))
		check(t, s.Clear(t.Context(), m))
		put(t, s, november, ticket(t, s), "{}", 0, service.PutApplied)
		_ = must[service.Counters](t)(s.Counters(t.Context(), "s1", 2026))
		_ = must[[]int64](t)(s.Versions(t.Context(), []string{"s1"}, 2026))
		_, era, err := s.Whole(t.Context())
		check(t, err)
		fence := must[int64](t)(s.Lease(t.Context(), "me", time.Minute))
		check(t, s.Complete(t.Context(), era, fence))
		if ok, _ := s.Allow(t.Context(), "k", 5); !ok {
			t.Error("the limiter allows nothing")
		}
		_, _, err = s.Backlog(t.Context())
		check(t, err)
		told := d.commands()
		for _, want := range []string{"mark", "zrem", "dirty", "lease", "ticket", "put", "hmget", "pipeline", "whole", "complete", "script", "backlog", "ping"} {
			if !slices.Contains(told, want+" done") {
				t.Errorf("%q is not told; told %q", want, told)
			}
		}
		for _, c := range told {
			if c == "info refused" && e.name == "miniredis" {
				continue // it knows no such sections
			}
			if strings.HasPrefix(c, "eval") || !strings.HasSuffix(c, " done") {
				t.Errorf("told %q", c)
			}
		}
	})
}

// A master that its replicas have left is told as a full one is: it takes no
// writes, and the same alarm is about both.
func TestAMasterWithoutReplicasIsToldAsFull(t *testing.T) {
	t.Parallel()
	server := startServer(t, "--min-replicas-to-write", "1")
	s, d := observed(t, &server.engine)
	if s.Mark(t.Context(), service.Mark{Writer: "w", Unit: november}) == nil {
		t.Error("it took a mark")
	}
	if !slices.Contains(d.commands(), "mark full") {
		t.Errorf("told %q", d.commands())
	}
}

func TestOutcomesAreTold(t *testing.T) {
	t.Parallel()
	server := startServer(t, "--maxmemory", "1", "--maxmemory-policy", "noeviction")
	s, d := observed(t, &server.engine)
	if s.Mark(t.Context(), service.Mark{Writer: "w", Unit: november}) == nil {
		t.Error("a full Redis took a mark")
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Counters(gone, "s1", 2026); err == nil {
		t.Error("answered somebody who had gone")
	}
	server.Freeze()
	if _, err := s.Counters(t.Context(), "s1", 2026); err == nil {
		t.Error("a frozen Redis answered")
	}
	server.Thaw()
	for _, want := range []string{"mark full", "hmget canceled", "hmget unreachable"} {
		if !slices.Contains(d.commands(), want) {
			t.Errorf("%q is not told; told %q", want, d.commands())
		}
	}
}

func TestBacklogCountsMarks(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		backlog := func() (int64, time.Duration) {
			t.Helper()
			marks, oldest, err := s.Backlog(t.Context())
			check(t, err)
			return marks, oldest
		}
		if marks, oldest := backlog(); marks != 0 || oldest != 0 {
			t.Errorf("%d marks, oldest %s, without any", marks, oldest)
		}
		var marks []service.Mark
		for month := time.January; month <= time.March; month++ {
			marks = append(marks, service.Mark{Writer: "w", Unit: service.Unit{SiteID: "s1", Year: 2026, Month: month}})
			check(t, s.Mark(t.Context(), marks[len(marks)-1]))
		}
		eventually(t, "the oldest mark grows old", func() bool {
			_, oldest := backlog()
			return oldest > 20*time.Millisecond && oldest < limitOfPatience
		})
		if n, _ := backlog(); n != 3 {
			t.Errorf("%d marks, want 3", n)
		}
		check(t, s.Clear(t.Context(), marks...))
		if marks, oldest := backlog(); marks != 0 || oldest != 0 {
			t.Errorf("%d marks, oldest %s, after all were cleared", marks, oldest)
		}
	})
}
