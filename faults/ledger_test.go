package faults_test

import (
	"fmt"
	"regexp"
	"slices"
	"sync"
	"time"
)

// ack is an answer of 2xx that a phone got for an act.
type ack struct {
	act  act
	id   string // of the record
	at   time.Time
	took time.Duration // of the attempt that was answered
}

// ledger is what the phones were told is done. It is all that they can hold the
// service to.
type ledger struct {
	mu    sync.Mutex
	acks  []ack
	first map[int]string // act → the record it was acknowledged with
}

// note keeps an acknowledgement. It returns the record with which the same act
// was acknowledged before, if that is another.
func (l *ledger) note(a ack) (other string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.first == nil {
		l.first = map[int]string{}
	}
	if known, ok := l.first[a.act.n]; ok {
		if known != a.id {
			return known
		}
		return ""
	}
	l.first[a.act.n] = a.id
	l.acks = append(l.acks, a)
	return ""
}

func (l *ledger) acknowledged() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acks)
}

// since lists what was acknowledged from a moment on.
func (l *ledger) since(t time.Time) []ack {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.acks, func(a ack) bool { return !a.at.Before(t) })
	if i < 0 {
		return nil
	}
	return slices.Clone(l.acks[i:])
}

func (l *ledger) all() []ack { return l.since(time.Time{}) }

// median is the middle time that acknowledged attempts took.
func median(acks []ack) time.Duration {
	if len(acks) == 0 {
		return 0
	}
	took := make([]time.Duration, len(acks))
	for i, a := range acks {
		took[i] = a.took
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// ours is the label of an act; rows of an imported sheet have others.
var ours = regexp.MustCompile(`^第\d+号$`)

// held compares the records with what phones were told: each acknowledged one is
// there, in the state that was acknowledged, and none is there twice.
func (w *world) held(all map[string][]record) (wrong []string) {
	byID, byLabel := map[string]record{}, map[string]string{}
	for _, records := range all {
		for _, r := range records {
			if _, twice := byID[r.ID]; twice {
				wrong = append(wrong, "listed twice: "+r.ID)
			}
			byID[r.ID] = r
			key := r.noun + " " + r.label()
			if other, twice := byLabel[key]; twice && ours.MatchString(r.label()) {
				wrong = append(wrong, fmt.Sprintf("%s is stored twice: %s and %s", key, other, r.ID))
			}
			byLabel[key] = r.ID
		}
	}
	for _, a := range w.ledger.all() {
		r, stored := byID[a.id]
		switch {
		case !stored:
			wrong = append(wrong, fmt.Sprintf("act %d (%s) was acknowledged and is lost: %s", a.act.n, a.act.kind, a.id))
		case a.act.kind == confirms && r.Status == "recorded",
			a.act.kind == voids && r.Status != "void":
			wrong = append(wrong, fmt.Sprintf("act %d (%s) was acknowledged and is undone: %s is %s", a.act.n, a.act.kind, a.id, r.Status))
		}
	}
	return wrong
}
