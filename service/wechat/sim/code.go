package sim

import (
	"sync"
	"time"
)

const (
	codeLife = 5 * time.Minute
	maxCodes = 100_000
)

// codeKind tells login codes from phone codes; one is no good for the other.
type codeKind string

const (
	loginCode codeKind = "login"
	phoneCode codeKind = "phone"
)

// code is something that a phone was given to show once.
type code struct {
	text    string
	kind    codeKind
	openID  string
	phone   phone
	expires time.Time
	used    bool
}

// codes keeps codes until they expire, used ones too: WeChat tells a used code
// from one that never was.
type codes struct {
	mu     sync.Mutex
	byCode map[string]*code
	line   []*code // oldest first; all live equally long, so this is also the order of expiry
}

// mint makes a code; false when there are too many unused ones.
func (c *codes) mint(now time.Time, kind codeKind, openID string, p phone) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.expire(now)
	if len(c.line) >= maxCodes {
		if !c.line[0].used {
			return "", false
		}
		c.dropFirst()
	}
	n := &code{"0" + randomText(31), kind, openID, p, now.Add(codeLife), false}
	c.byCode[n.text] = n
	c.line = append(c.line, n)
	return n.text, true
}

// use takes a code. Of several who show the same code, one gets it. It answers
// nil and false when there is no such code, nil and true when it was used.
func (c *codes) use(now time.Time, kind codeKind, text string) (found *code, used bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.expire(now)
	n, ok := c.byCode[text]
	switch {
	case !ok || n.kind != kind:
		return nil, false
	case n.used:
		return nil, true
	}
	n.used = true
	return n, false
}

func (c *codes) expire(now time.Time) {
	for len(c.line) > 0 && !now.Before(c.line[0].expires) {
		c.dropFirst()
	}
}

func (c *codes) dropFirst() {
	delete(c.byCode, c.line[0].text)
	c.line[0] = nil
	c.line = c.line[1:]
}
