package sim

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	maxFaults = 1000
	anyPath   = "*"
	// gatewayPage stands for the pages that proxies put in an answer's place.
	gatewayPage = "<!DOCTYPE html><html><head><title>%d</title></head><body><center><h1>%d</h1></center></body></html>\n"
	hugeAnswer  = 10 << 20
)

// fault is something that is to go wrong on a path, a number of times. A nil
// fault is none.
type fault struct {
	path  string
	left  int
	delay time.Duration
	code  int    // an errcode in the answer's place, or 0
	state int    // an HTTP status in the answer's place, or 0
	body  string // "html", "empty", "huge" in the answer's place; "cut": acted, then no answer
}

// faults are taken in the order in which they were ordered.
type faults struct {
	mu   sync.Mutex
	line []*fault
}

func (f *faults) order(next fault) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.line) >= maxFaults {
		return false
	}
	f.line = append(f.line, &next)
	return true
}

func (f *faults) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.line = nil
}

// take uses up one occurrence of the first fault on path.
func (f *faults) take(path string) *fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, next := range f.line {
		if next.path != path && next.path != anyPath {
			continue
		}
		if next.left--; next.left == 0 {
			f.line = append(f.line[:i:i], f.line[i+1:]...)
		}
		return next
	}
	return nil
}

// answer is what the fault puts in the place of the real answer, if it does:
// then nothing is done, and no code is used up.
func (f *fault) answer() (answer, bool) {
	switch {
	case f == nil:
		return answer{}, false
	case f.code != 0:
		return answer{refused: refuse(f.code)}, true
	case f.state != 0:
		return page(f.state, fmt.Sprintf(gatewayPage, f.state, f.state)), true
	}
	switch f.body {
	case "html":
		return page(http.StatusOK, fmt.Sprintf(gatewayPage, http.StatusOK, http.StatusOK)), true
	case "empty":
		return answer{status: http.StatusOK, broken: func(http.ResponseWriter) {}}, true
	case "huge":
		return answer{status: http.StatusOK, broken: writeHuge}, true
	}
	return answer{}, false
}

// wait holds the answer back; false when there is to be none, or nobody waits.
func (f *fault) wait(ctx context.Context) bool {
	if f == nil {
		return true
	}
	timer := time.NewTimer(f.delay)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
	}
	if f.body == "cut" {
		panic(http.ErrAbortHandler) // net/http's way of closing the connection
	}
	return true
}

// writeHuge writes correct JSON, only far too much of it.
func writeHuge(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json; encoding=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(hugeAnswer))
	head, tail := []byte(`{"errcode":0,"padding":"`), []byte(`"}`)
	chunk := bytes.Repeat([]byte("x"), 64<<10)
	left := hugeAnswer - len(head) - len(tail)
	_, err := w.Write(head)
	for err == nil && left > 0 {
		var n int
		n, err = w.Write(chunk[:min(left, len(chunk))])
		left -= n
	}
	if err == nil {
		_, _ = w.Write(tail)
	}
}
