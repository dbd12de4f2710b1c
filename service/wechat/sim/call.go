package sim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

const (
	maxCalls  = 1000
	maxShown  = 4 << 10 // of a body
	maxParams = 32
	mask      = "***"
)

// Call is one recorded request, with what is secret in it masked.
type Call struct {
	At      string            `json:"at"` // RFC 3339, by the simulator's clock
	Method  string            `json:"method"`
	Path    string            `json:"path"`
	Query   map[string]string `json:"query"`
	Body    json.RawMessage   `json:"body,omitempty"` // what came, or a note on its size
	Status  int               `json:"status"`
	ErrCode int               `json:"errcode"`
	Fault   bool              `json:"fault"` // an ordered fault had a part in it
}

// calls are the last maxCalls requests.
type calls struct {
	mu    sync.Mutex
	ring  []Call
	next  int // where the next one goes once the ring is full
	total int
}

func (c *calls) add(one Call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.total++
	if len(c.ring) < maxCalls {
		c.ring = append(c.ring, one)
		return
	}
	c.ring[c.next] = one
	c.next = (c.next + 1) % maxCalls
}

// list is the recorded calls, oldest first, and how many there were in all.
func (c *calls) list() ([]Call, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append(append([]Call{}, c.ring[c.next:]...), c.ring[:c.next]...), c.total
}

func (c *calls) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ring, c.next, c.total = nil, 0, 0
}

// newCall is the record of a request and its answer.
func newCall(at time.Time, r *http.Request, q *request, a answer, faulty bool) Call {
	one := Call{
		At:     at.In(calendar.Shanghai).Format(time.RFC3339),
		Method: r.Method, Path: shorten(r.URL.Path), Query: map[string]string{},
		Status: http.StatusOK, Fault: faulty,
	}
	for name, values := range q.query {
		if len(one.Query) == maxParams {
			break
		}
		one.Query[shorten(name)] = maskText(name, shorten(strings.Join(values, ",")))
	}
	if a.refused != nil {
		one.ErrCode = a.refused.code
	}
	if a.broken != nil {
		one.Status = a.status
	}
	if len(q.body) > 0 {
		one.Body = maskBody(q.body)
	}
	return one
}

// secretFields are the names whose values are never shown.
var secretFields = map[string]bool{
	"secret": true, "access_token": true, "js_code": true, "code": true,
	"signature": true, "session_key": true,
}

func maskText(name, value string) string {
	if secretFields[strings.ToLower(name)] {
		return mask
	}
	return value
}

// maskBody is a JSON body without its secrets; of anything else only the size,
// since nobody can tell what is in it.
func maskBody(body []byte) json.RawMessage {
	var value any
	if len(body) > maxShown || json.Unmarshal(body, &value) != nil {
		value = fmt.Sprintf("%d bytes", len(body))
	}
	masked, err := json.Marshal(maskValue(value))
	if err != nil {
		return nil // cannot happen: it was JSON before
	}
	return masked
}

func maskValue(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if secretFields[strings.ToLower(name)] {
				v[name] = mask
			} else {
				v[name] = maskValue(inner)
			}
		}
	case []any:
		for i := range v {
			v[i] = maskValue(v[i])
		}
	}
	return value
}

// shorten keeps the record small, whatever was sent.
func shorten(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
