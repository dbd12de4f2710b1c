package faults_test

import (
	"crypto/rand"
	"fmt"
	"sync/atomic"
)

// What an act does.
const (
	registers = "registration"
	places    = "placement"
	confirms  = "confirm"
	voids     = "void"
)

// act is something that a phone wants done once, however often it has to ask.
type act struct {
	n     int // its number, which the record shows, so that doubles are found
	kind  string
	noun  string // of the record: registrations or placements
	site  *site
	token string
	path  string
	key   string // Idempotency-Key of every attempt
	body  map[string]any
}

var lastAct atomic.Int64

func newAct(kind string, s *site, token, path string, body map[string]any) act {
	noun := "registrations"
	if kind == places {
		noun = "placements"
	}
	return act{n: int(lastAct.Add(1)), kind: kind, noun: noun, site: s, token: token, path: path, key: rand.Text(), body: body}
}

// registration registers somebody whom nobody else registers.
func registration(s *site, token string) act {
	a := newAct(registers, s, token, "/v1/registrations", nil)
	a.body = map[string]any{
		"site_id": s.id, "name": "林小泉", "phone": fmt.Sprintf("199%08d", a.n),
		"employment_status": label(a.n), "intent": map[string]any{"occupations": []string{"保洁"}, "area": "丰泽区"},
		"consent_version": "2026-11", "registered_on": day(a.n),
	}
	return a
}

// placement places a person who was registered.
func placement(s *site, token, personID string) act {
	a := newAct(places, s, token, "/v1/placements", nil)
	kind := "casual"
	if a.n%3 == 0 {
		kind = "stable"
	}
	a.body = map[string]any{
		"site_id": s.id, "person_id": personID, "employer_name": fmt.Sprintf("丰泽区第%d示例餐馆", a.n%5+1),
		"kind": kind, "started_on": day(a.n), "title": label(a.n),
	}
	return a
}

// confirmation vouches for a record that somebody else has made.
func confirmation(s *site, token, noun, id string) act {
	a := newAct(confirms, s, token, "/v1/"+noun+"/"+id+"/confirm", nil)
	a.noun = noun
	return a
}

// voiding takes a record out of the counts.
func voiding(s *site, token, noun, id string) act {
	a := newAct(voids, s, token, "/v1/"+noun+"/"+id+"/void", map[string]any{"reason": "重复登记"})
	a.noun = noun
	return a
}

// label is how a record shows the act that made it.
func label(n int) string { return fmt.Sprintf("第%d号", n) }

// day spreads the acts over both months.
func day(n int) string {
	if n%4 == 0 {
		return lastMonth + "-15"
	}
	return thisMonth + "-20"
}
