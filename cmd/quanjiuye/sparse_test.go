package main

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestWarningsAreSparse(t *testing.T) {
	var out bytes.Buffer
	now := today
	log := slog.New(newSparse(slog.NewTextHandler(&out, nil), func() time.Time { return now }))
	away := errors.New("away")
	said := func() string { // without times
		t.Helper()
		defer out.Reset()
		var list []string
		for _, line := range lines(out.String()) {
			_, rest, _ := strings.Cut(line, "level=")
			list = append(list, rest)
		}
		return strings.Join(list, "\n")
	}
	for range 100 {
		log.With("site", "a").Warn("count postponed", "error", away)
		log.Warn("engine not ready", "engine", "redis", "error", away)
		log.Warn("engine not ready", "engine", "relay", "error", away)
	}
	if got, want := said(), "WARN msg=\"count postponed\" site=a error=away\n"+
		"WARN msg=\"engine not ready\" engine=redis error=away\nWARN msg=\"engine not ready\" engine=relay error=away"; got != want {
		t.Errorf("a hundred of each:\n%s", got)
	}
	now = now.Add(5*time.Second - 1)
	log.Warn("count postponed", "error", away)
	if got := said(); got != "" {
		t.Errorf("within five seconds: %s", got)
	}
	now = now.Add(1)
	log.Warn("count postponed", "error", away)
	if got := said(); got != "WARN msg=\"count postponed\" error=away left_out=100" {
		t.Errorf("after five seconds: %s", got)
	}
	now = now.Add(5 * time.Second)
	log.Warn("count postponed", "error", away)
	if got := said(); got != "WARN msg=\"count postponed\" error=away" {
		t.Errorf("none left out since: %s", got)
	}
	debug := slog.New(newSparse(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}), func() time.Time { return now }))
	for range 3 {
		debug.Warn("count postponed", "error", away)
	}
	if got := lines(said()); len(got) != 3 {
		t.Errorf("for whoever wants to see everything: %q", got)
	}
	for range 2 { // neither is a fault that repeats itself
		log.Warn("request", "status", 503)
		log.Error("request failed", "error", away)
	}
	if got := lines(said()); len(got) != 4 {
		t.Errorf("what is always written: %q", got)
	}
}
