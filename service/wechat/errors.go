package wechat

import (
	"fmt"
	"time"
)

// Kind says what a caller can do about an Error.
type Kind string

// The kinds of Error.
const (
	// BadCode: the code is malformed, unknown, expired or used; the phone has to
	// fetch a new one.
	BadCode Kind = "bad_code"
	// Blocked: WeChat holds the user for a risk and gives no session.
	Blocked Kind = "blocked"
	// ForeignPhone: the user's number is not one of mainland China (+86).
	ForeignPhone Kind = "foreign_phone"
	// Inactive: WeChat judges texts only of users who came within two hours.
	Inactive Kind = "inactive"
	// Unfit: WeChat takes no such text; sending it again will not help.
	Unfit Kind = "unfit"
	// Busy: WeChat is overloaded or the user came too often; later it will work.
	Busy Kind = "busy"
	// Quota: the day's calls are used up; somebody should be told.
	Quota Kind = "quota"
	// Unavailable: no usable answer came: silence, a broken line, a status other
	// than 200, a page instead of JSON, more than a megabyte, an unknown errcode.
	Unavailable Kind = "unavailable"
	// NotSubscribed: the user has no consent left for such a message, or has
	// switched them off. It is the ordinary end of a consent.
	NotSubscribed Kind = "not_subscribed"
	// BadMessage: user, template or a field's value is refused; this message can
	// never be sent, others perhaps can.
	BadMessage Kind = "bad_message"
	// Misconfigured: our settings or the request that we built are wrong, and
	// repeating will not help; somebody has to be told.
	Misconfigured Kind = "misconfigured"
)

// Error is every error of a Client's calls. Its text and its chain are safe to
// log: no secret, access token, code, session key or URL is in them.
type Error struct {
	// Op is what was being done, such as "login".
	Op string
	// Kind is never empty.
	Kind Kind
	// WeChatCode is WeChat's errcode, or 0 when no errcode came.
	WeChatCode int64
	// RetryAfter is how long to wait before the next attempt, which takes a new
	// code; 0: waiting is of no use.
	RetryAfter time.Duration
	// MaybeDone: the request left and no answer of WeChat's came back, so that it
	// may have been acted upon. Otherwise it surely was not.
	MaybeDone bool

	detail string
	cause  error // a context error, a fault of the network below HTTP, or nil
}

// Error is English, for the log.
func (e *Error) Error() string {
	s := "wechat " + e.Op + ": " + string(e.Kind)
	if e.WeChatCode != 0 {
		s += fmt.Sprintf(" (errcode %d)", e.WeChatCode)
	}
	if e.detail != "" {
		s += ": " + e.detail
	}
	return s
}

// Unwrap gives context.DeadlineExceeded, context.Canceled, a *net.OpError or
// the like, or nil where the cause could carry a URL.
func (e *Error) Unwrap() error { return e.cause }
