package faults_test

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// phone is one member of staff with a phone that keeps what was not
// acknowledged and sends it again under the same key.
type phone struct {
	w         *world
	site      *site
	token     string
	colleague string // token of somebody who may confirm what this one records
	turn      int    // which instance is asked next
	pending   []act
	people    []string // registered by this phone and not yet placed
	made      []act    // follow-ups: confirmations of own records by the colleague
}

// outcome of one attempt.
type outcome int

const (
	acknowledged outcome = iota
	unknown              // no answer, or one that asks to try again
	refused              // never to be repeated; a breach, since every act is right
)

// attempt sends an act once and, if told to wait, waits.
func (p *phone) attempt(ctx context.Context, a act) outcome {
	s := p.w.instances[p.turn%len(p.w.instances)]
	answer, err := p.w.send(ctx, s, "POST", a.path, a.token, a.key, bodyOf(a))
	switch {
	case ctx.Err() != nil:
		return unknown
	case err != nil: // refused, reset or cut: the next instance may be there
		p.turn++
		pause(ctx, 50*time.Millisecond)
		return unknown
	case answer.status < 300:
		p.acknowledge(a, answer)
		return acknowledged
	case answer.code() == "in_progress", answer.status == http.StatusServiceUnavailable, answer.status == http.StatusTooManyRequests:
		p.turn++
		pause(ctx, min(answer.retryAfter(), 500*time.Millisecond))
		return unknown
	}
	p.w.breaches.add("%s by act %d: %d %s", a.path, a.n, answer.status, answer.body)
	return refused
}

func bodyOf(a act) any {
	if a.body == nil {
		return nil
	}
	return a.body
}

func (p *phone) acknowledge(a act, got answer) {
	var record struct {
		ID       string
		PersonID string `json:"person_id"`
	}
	if err := json.Unmarshal(got.body, &record); err != nil || record.ID == "" {
		p.w.breaches.add("act %d was answered %d without a record: %s", a.n, got.status, got.body)
		return
	}
	if other := p.w.ledger.note(ack{a, record.ID, time.Now(), got.took}); other != "" {
		p.w.breaches.add("act %d was acknowledged with record %s and with %s", a.n, other, record.ID)
	}
	switch a.kind {
	case registers:
		p.people = append(p.people, record.PersonID)
		fallthrough
	case places:
		if a.n%3 == 0 {
			p.made = append(p.made, confirmation(p.site, p.colleague, a.noun, record.ID))
		}
	}
}

// next is what the phone does next: mostly it registers, sometimes it places one
// of those, sometimes the colleague confirms.
func (p *phone) next(n int) act {
	switch {
	case n%5 == 4 && len(p.made) > 0:
		a := p.made[0]
		p.made = p.made[1:]
		return a
	case n%3 == 2 && len(p.people) > 0:
		person := p.people[0]
		p.people = p.people[1:]
		return placement(p.site, p.token, person)
	}
	return registration(p.site, p.token)
}

// do tries an act a few times, at the next instance, and keeps it for later when
// that was in vain.
func (p *phone) do(ctx context.Context, a act) {
	p.turn++
	for range 3 {
		if ctx.Err() != nil {
			break
		}
		if p.attempt(ctx, a) != unknown {
			return
		}
	}
	p.pending = append(p.pending, a)
}

// retry tries the oldest act that is kept.
func (p *phone) retry(ctx context.Context) {
	if len(p.pending) == 0 {
		return
	}
	a := p.pending[0]
	p.pending = p.pending[1:]
	if p.attempt(ctx, a) == unknown {
		p.pending = append(p.pending, a)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
