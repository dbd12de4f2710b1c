package redisstore

import (
	"strconv"
	"time"
)

// Observer is told what a Store goes through, by whichever goroutine it happens
// in, so its functions are quick. Those that are nil are not called.
type Observer struct {
	// Called: a command has ended. command is its name in small letters, or that of
	// one of our scripts; outcome is done, full, refused, canceled, unreachable or
	// spared.
	Called func(command, outcome string, took time.Duration)
	// Heard: a ping on the line of Subscribe came back after took. Both ends of
	// took are read from one clock, so it says how late an event is by the way it
	// takes here.
	Heard func(took time.Duration)
	// Interrupted: the line of Subscribe broke, and events may have been missed.
	Interrupted func()
}

// Listening reports whether a line of Subscribe stands. One that fell silent
// stands until it is given up, three seconds later.
func (s *Store) Listening() bool { return s.lines.Load() > 0 }

func (o Observer) interrupted() {
	if o.Interrupted != nil {
		o.Interrupted()
	}
}

// sounding measures a line: what it sends with a ping says when that was.
type sounding struct{ began time.Time }

func (n sounding) ping() string { return strconv.FormatInt(int64(time.Since(n.began)), 10) }

func (n sounding) pong(payload string, o Observer) {
	sent, err := strconv.ParseInt(payload, 10, 64)
	if err == nil && o.Heard != nil {
		o.Heard(time.Since(n.began) - time.Duration(sent))
	}
}
