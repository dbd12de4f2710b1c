package redisstore_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

// TestModel compares Store with a model that knows which ticket each part's
// data belongs to: whatever the order of tickets, delayed and repeated puts and
// emptied caches, the held data is that of the newest ticket applied.
func TestModel(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		rapid.Check(t, func(r *rapid.T) {
			flush(t, s)
			m := &model{t: t, s: s, held: map[service.Unit]given{}}
			r.Repeat(map[string]func(*rapid.T){
				"":       m.compare,
				"ticket": m.takeTicket,
				"put":    m.put,
				"repeat": m.repeat,
				"flush":  m.flush,
			})
		})
	})
}

// given is a put: its unit, ticket and data.
type given struct {
	unit   service.Unit
	ticket service.Ticket
	data   string
}

type model struct {
	t       testing.TB
	s       *redisstore.Store
	tickets []service.Ticket
	puts    []given
	held    map[service.Unit]given
	epoch   string // "" until the first ticket after a flush
	version int64  // the highest version seen
}

func (m *model) takeTicket(r *rapid.T) {
	k := must[service.Ticket](m.t)(m.s.Ticket(m.t.Context(), "s1"))
	for _, before := range m.tickets {
		if before.Epoch == k.Epoch && before.No >= k.No {
			r.Fatalf("ticket %v after %v", k, before)
		}
		if m.epoch == "" && before.Epoch == k.Epoch {
			r.Fatalf("epoch %s lived before", k.Epoch)
		}
	}
	m.epoch = k.Epoch
	m.tickets = append(m.tickets, k)
}

func (m *model) put(r *rapid.T) {
	if len(m.tickets) == 0 {
		r.Skip("no ticket yet")
	}
	p := given{
		unit:   rapid.SampledFrom([]service.Unit{november, october, staff}).Draw(r, "unit"),
		ticket: rapid.SampledFrom(m.tickets).Draw(r, "ticket"),
		data:   fmt.Sprint("data ", rapid.IntRange(0, 3).Draw(r, "data")),
	}
	m.puts = append(m.puts, p)
	m.apply(r, p)
}

// repeat is an answer that was lost and a request that is sent again, much
// later perhaps.
func (m *model) repeat(r *rapid.T) {
	if len(m.puts) == 0 {
		r.Skip("no put yet")
	}
	m.apply(r, rapid.SampledFrom(m.puts).Draw(r, "put"))
}

func (m *model) apply(r *rapid.T, p given) {
	want, changed := m.expect(p)
	version, got, err := m.s.Put(m.t.Context(), p.unit, p.ticket, []byte(p.data), m.version)
	if err != nil {
		r.Fatal(err)
	}
	if got != want {
		r.Fatalf("put %v: result %d, want %d", p, got, want)
	}
	if want != service.PutApplied {
		return
	}
	if (version > m.version) != changed || version < m.version {
		r.Fatalf("put %v: version %d after %d, changed: %v", p, version, m.version, changed)
	}
	m.version = version
	m.held[p.unit] = p
}

func (m *model) expect(p given) (want service.PutResult, changed bool) {
	if p.ticket.Epoch != m.epoch {
		return service.PutLost, false
	}
	held, ok := m.held[p.unit]
	switch {
	case !ok:
		return service.PutApplied, true
	case held.ticket.No > p.ticket.No, held.ticket.No == p.ticket.No && held.data != p.data:
		return service.PutStale, false
	}
	return service.PutApplied, held.data != p.data
}

func (m *model) flush(*rapid.T) {
	flush(m.t, m.s)
	m.epoch = ""
	clear(m.held)
}

func (m *model) compare(r *rapid.T) {
	c := must[service.Counters](m.t)(m.s.Counters(m.t.Context(), "s1", 2026))
	if len(c.Parts) != len(m.held) || (len(m.held) > 0 && c.Version != m.version) {
		r.Fatalf("held %v, want %v at version %d", c, m.held, m.version)
	}
	for u, p := range m.held {
		if string(c.Parts[u.Part()]) != p.data {
			r.Fatalf("%s holds %q, want %q", u, c.Parts[u.Part()], p.data)
		}
	}
}
