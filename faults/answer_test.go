package faults_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// answer is what came back from the service.
type answer struct {
	status int
	header http.Header
	body   []byte
	took   time.Duration
}

// code is a problem's machine code.
func (a answer) code() string {
	var p struct{ Code string }
	_ = json.Unmarshal(a.body, &p)
	return p.Code
}

// retryAfter is what the answer asks a phone to wait; 0 when it asks nothing.
func (a answer) retryAfter() time.Duration {
	seconds, _ := strconv.Atoi(a.header.Get("Retry-After"))
	return time.Duration(seconds) * time.Second
}

// breaches collects what no answer and no stream may ever hold.
type breaches struct {
	mu   sync.Mutex
	list []string
}

func (b *breaches) add(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.list) < 50 {
		b.list = append(b.list, fmt.Sprintf(format, args...))
	}
}

func (b *breaches) take() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	list := b.list
	b.list = nil
	return list
}

// inner words are a driver's, a query's or a stack's.
var inner = regexp.MustCompile(`(?i)mongo|redis|sqlite|dial tcp|127\.0\.0\.1|connection re|broken pipe|i/o timeout|deadline exceeded|context canceled|goroutine|\.go:\d|WRONGTYPE|OOM |MISCONF|SELECT |INSERT `)

// judge looks at every answer: a fault is a documented 503 with Retry-After, and
// no refusal tells of the inside.
func (b *breaches) judge(what string, a answer) {
	switch {
	case a.status == http.StatusServiceUnavailable && a.retryAfter() > 0 && a.code() != "":
	case a.status >= 500:
		b.add("%s: %d, Retry-After %q: %s", what, a.status, a.header.Get("Retry-After"), a.body)
	case (a.status == http.StatusTooManyRequests || a.code() == "in_progress") && a.retryAfter() == 0:
		b.add("%s: %d without Retry-After: %s", what, a.status, a.body)
	}
	if a.status >= 400 && inner.Match(a.body) {
		b.add("%s: the body tells of the inside: %s", what, a.body)
	}
}

// errTryAgain ends a connection of which no more is expected.
var errTryAgain = errors.New("try again")

// judgeMessage looks at a problem within a socket's message, which has no
// headers.
func (b *breaches) judgeMessage(what string, problem []byte) {
	var p struct{ Status int }
	if err := json.Unmarshal(problem, &p); err != nil || p.Status != http.StatusServiceUnavailable {
		b.add("%s: refused with %s", what, problem)
	}
	if inner.Match(problem) {
		b.add("%s: the message tells of the inside: %s", what, problem)
	}
}
