package faults_test

import (
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
