package service

import (
	"errors"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service/identity"
)

// Kind is the small closed set of ways in which a request can be refused. The
// transport holds the only table from Kind to its own status codes.
type Kind int

// The kinds.
const (
	Invalid         Kind = iota + 1 // what was sent cannot be accepted as it is
	Unauthenticated                 // nobody, or nobody any more
	Forbidden                       // seen, but not this person's to do
	NotFound                        // missing, or not this person's to see
	Conflict                        // the record's state does not allow it
	Limited                         // too many attempts
	Unavailable                     // an engine or WeChat is out of reach
)

// Field is one thing wrong with one place of the input.
type Field struct {
	Location string // "body.phone", "query.as_of"
	Code     string
	Message  string // Chinese; never contains the submitted value

	fault error // of an engine, while the place was looked at: see problems.fault
}

// Error is a refusal that may be shown to whoever asked.
type Error struct {
	Kind       Kind
	Code       string // stable, for machines
	Message    string // Chinese, for the screen
	Fields     []Field
	RetryAfter time.Duration // when to try again, for Limited, Unavailable and some Conflicts
	cause      error         // for the log only
}

// Error is for logs; screens show Message.
func (e *Error) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("%s: %v", e.Code, e.cause)
	}
	return e.Code
}

// Unwrap returns the private cause.
func (e *Error) Unwrap() error { return e.cause }

// Because returns a copy of e that carries a private cause for the log.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// Is makes errors.Is compare refusals by their code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// invalid is the refusal of one input field.
func invalid(location, code, message string) *Error {
	return &Error{Kind: Invalid, Code: "invalid_input", Message: message,
		Fields: []Field{{Location: location, Code: code, Message: message}}}
}

// problems collects what is wrong with an input, so that a phone is told all of
// it at once.
type problems []Field

func (p *problems) add(location, code, message string) {
	*p = append(*p, Field{Location: location, Code: code, Message: message})
}

// check notes err, if there is one, against location.
func (p *problems) check(location string, err error) {
	if err == nil {
		return
	}
	var typed *identity.Error
	if errors.As(err, &typed) {
		p.add(location, typed.Code, typed.Message)
		return
	}
	p.add(location, "invalid", "内容不符合要求")
}

// fault notes that it could not be told whether something is wrong. Nothing else
// is told then: what looks wrong may be right.
func (p *problems) fault(err error) { *p = append(*p, Field{fault: err}) }

// err is nil when nothing was wrong.
func (p problems) err() error {
	if len(p) == 0 {
		return nil
	}
	for _, f := range p {
		if f.fault != nil {
			return f.fault
		}
	}
	return &Error{Kind: Invalid, Code: "invalid_input", Message: p[0].Message, Fields: p}
}

// Refusals that more than one noun uses.
var (
	ErrUnauthenticated = &Error{Kind: Unauthenticated, Code: "unauthenticated", Message: "请先登录"}
	ErrForbidden       = &Error{Kind: Forbidden, Code: "forbidden", Message: "您没有权限进行此操作"}
	ErrNotFound        = &Error{Kind: NotFound, Code: "not_found", Message: "没有找到，或您无权查看"}
	ErrUnavailable     = &Error{Kind: Unavailable, Code: "unavailable", Message: "系统暂时繁忙，请稍后再试", RetryAfter: 2 * time.Second}
	ErrLimited         = &Error{Kind: Limited, Code: "too_many_requests", Message: "操作太频繁，请稍后再试"}
)

// What a Store answers when it cannot do as told; service turns them into
// refusals. Any other error of a Store is a fault.
var (
	ErrNoRecord = errors.New("service: no such record")
	ErrExists   = errors.New("service: exists already")
)

// missing turns ErrNoRecord into the refusal ErrNotFound and leaves faults be.
func missing(err error) error {
	if errors.Is(err, ErrNoRecord) {
		return ErrNotFound
	}
	return err
}

// limited is ErrLimited with the time after which it goes on.
func limited(wait time.Duration) error {
	e := *ErrLimited
	e.RetryAfter = wait
	return &e
}
