package service_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing/synctest"
	"time"
)

// lab is a laboratory of two processes, one store and one cache in which nothing
// happens unless a schedule says so: each call to an engine is parked on its way
// there and on its way back, and a schedule of numbers decides which goes on,
// which is lost, when a process dies, when the cache forgets. It runs within a
// synctest bubble, so that "everybody waits" can be known and time is a step too.
type lab struct {
	mu     sync.Mutex
	parked []*call
	free   bool // nobody is parked any more

	reliable bool // no call is lost

	schedule []int
	trace    strings.Builder
}

// call is one call on its way. Only the scheduler touches what is not set at birth.
type call struct {
	name    string
	proc    *proc
	effect  func()
	answer  chan error
	since   time.Time
	applied bool // it is on its way back
	left    bool // nobody waits for it any more
}

// proc is a process that can die.
type proc struct {
	name string
	dead chan struct{}
}

var (
	errDead = errors.New("the process is dead")
	errLine = errors.New("the line broke")
)

// network is how long a request can be under way and still arrive.
const network = 15 * time.Second

func (l *lab) say(format string, args ...any) { fmt.Fprintf(&l.trace, format+"\n", args...) }

// choose takes the next number of the schedule; a schedule that has ended
// chooses 0.
func (l *lab) choose(n int) int {
	if len(l.schedule) == 0 || n < 2 {
		return 0
	}
	c := l.schedule[0] % n
	l.schedule = l.schedule[1:]
	return c
}

// do makes a call of p. The effect happens while everybody else waits.
func (l *lab) do(ctx context.Context, p *proc, name string, effect func()) error {
	c := &call{name: name, proc: p, effect: effect, answer: make(chan error, 1), since: time.Now()}
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	select {
	case <-p.dead:
		l.mu.Unlock()
		return errDead
	default:
	}
	if l.free {
		effect()
		l.mu.Unlock()
		return nil
	}
	l.parked = append(l.parked, c)
	l.mu.Unlock()
	select {
	case err := <-c.answer:
		return err
	case <-ctx.Done():
		return l.leave(c, ctx.Err())
	case <-p.dead:
		return l.leave(c, errDead)
	}
}

func (l *lab) leave(c *call, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.left = true
	return err
}

// move lets one parked call go a step, or be lost.
func (l *lab) move() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.parked) == 0 {
		return
	}
	i := len(l.parked) - 1 // whoever went last goes on, most of the time
	if l.choose(4) == 0 {
		i = l.choose(len(l.parked))
	}
	c := l.parked[i]
	l.parked = append(l.parked[:i], l.parked[i+1:]...)
	switch how := l.choose(8); {
	case c.left && (c.applied || time.Since(c.since) > network):
		return // an answer for nobody, or a request that was too long under way
	case c.applied && how == 1 && !l.reliable:
		l.say("%s: the answer of %s is lost", c.proc.name, c.name)
		c.answer <- errLine
	case c.applied:
		c.answer <- nil
	case how == 1 && !l.reliable:
		l.say("%s: %s is lost", c.proc.name, c.name)
		c.answer <- errLine
	case how < 6:
		l.say("%s: %s", c.proc.name, c.name)
		c.effect()
		c.answer <- nil
	default:
		l.say("%s: %s, the answer is under way", c.proc.name, c.name)
		c.effect()
		c.applied = true
		l.parked = append(l.parked, c)
	}
}

// open lets everything go on by itself.
func (l *lab) open() {
	l.mu.Lock()
	l.free = true
	for len(l.parked) > 0 {
		c := l.parked[0]
		l.parked = l.parked[1:]
		if c.left {
			continue
		}
		if !c.applied {
			c.effect()
		}
		c.answer <- nil
	}
	l.mu.Unlock()
	synctest.Wait()
}
