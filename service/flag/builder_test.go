package flag_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/flag"
)

// month is a month in the making. Every record is of a new person at a new
// employer, written at ten in the morning, unless told otherwise.
type month struct {
	flag.Month
	n int
}

// year is a month of a site of three, whose other months hold so many persons.
func year(others ...int) *month {
	m := &month{Month: flag.Month{Members: []string{"ann", "bob", "cid"}}}
	for _, n := range others {
		m.Others = append(m.Others, flag.Counts{Registered: n, Placed: n})
	}
	return m
}

func (m *month) add(n int, noun flag.Noun, change ...func(*flag.Entry)) *month {
	for range n {
		m.n++
		e := flag.Entry{
			ID: fmt.Sprintf("r%03d", m.n), Noun: noun, Person: fmt.Sprint("person ", m.n), Phone: fmt.Sprint("phone ", m.n),
			Recorder: m.Members[m.n%len(m.Members)], At: at(10, 0),
		}
		if noun == flag.Placement {
			e.Employer = fmt.Sprint("employer ", m.n)
		}
		for _, c := range change {
			c(&e)
		}
		m.Entries = append(m.Entries, e)
	}
	return m
}

// at is a time of day in Shanghai, as a server elsewhere would tell it.
func at(hour, minute int) time.Time {
	return time.Date(2026, 10, 12, hour, minute, 0, 0, time.FixedZone("", 8*3600)).UTC()
}

func atTime(t time.Time) func(*flag.Entry)       { return func(e *flag.Entry) { e.At = t } }
func by(who string) func(*flag.Entry)            { return func(e *flag.Entry) { e.Recorder = who } }
func confirmedBy(w string) func(*flag.Entry)     { return func(e *flag.Entry) { e.Confirmer = w } }
func phone(number string) func(*flag.Entry)      { return func(e *flag.Entry) { e.Phone = number } }
func employer(name string) func(*flag.Entry)     { return func(e *flag.Entry) { e.Employer = name } }
func person(name string) func(*flag.Entry)       { return func(e *flag.Entry) { e.Person = name } }
func same(what string) func(*flag.Entry)         { return func(e *flag.Entry) { e.Same = what } }
func imported(e *flag.Entry)                     { e.Imported = true }
func self(e *flag.Entry)                         { e.Self, e.Recorder = true, e.Person }
func stable(e *flag.Entry)                       { e.Stable = true }
func proven(e *flag.Entry)                       { e.Proven = true }
func deniedByEmployer(e *flag.Entry)             { e.EmployerDenied = true }
func leftBy(day int) func(*flag.Entry)           { return func(e *flag.Entry) { e.LeftBy = day } }
func notHired(e *flag.Entry)                     { e.NotHired = true }
func deniedBySeeker(e *flag.Entry)               { e.SeekerDenied = true }
func members(names ...string) func(m *month)     { return func(m *month) { m.Members = names } }
func (m *month) with(change func(*month)) *month { change(m); return m }

func codes(flags []flag.Flag) []flag.Code {
	list := []flag.Code{}
	for _, f := range flags {
		list = append(list, f.Code)
	}
	return list
}

func wantCodes(t *testing.T, flags []flag.Flag, want ...flag.Code) {
	t.Helper()
	if got := codes(flags); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q: %+v", got, want, flags)
	}
}
