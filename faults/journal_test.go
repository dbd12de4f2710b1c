package faults_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// journal is what a program wrote, over all its lives.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// bug is what a log never holds unless the program is wrong: a race report, a
// panic or the stacks of goroutines.
var bug = regexp.MustCompile(`DATA RACE|"msg":"panic"|(?m)^panic: |^fatal error: |^goroutine \d+ \[`)

// check fails the test when the program showed a bug of its own.
func (j *journal) check(t *testing.T, name string) {
	t.Helper()
	log := j.String()
	at := bug.FindStringIndex(log)
	if at == nil {
		return
	}
	from := max(0, at[0]-500)
	t.Errorf("the log of %s shows a bug:\n%s", name, log[from:min(len(log), at[1]+4000)])
}

// tail is the end of the log without banners, for somebody who looks into a
// failure.
func (j *journal) tail(lines int) string {
	all := slices.DeleteFunc(strings.Split(j.String(), "\n"), func(line string) bool {
		return strings.TrimSpace(line) == "" || strings.HasPrefix(line, "  ")
	})
	for i, line := range all {
		all[i] = line[:min(len(line), 300)]
	}
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
