package wechat

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"time"
)

// verdict is what an errcode means for us.
type verdict struct {
	kind  Kind
	retry time.Duration
}

// verdicts lists the errcodes that we act upon. An errcode that is not here
// counts as Unavailable: we cannot tell whether it will pass.
var verdicts = map[int64]verdict{
	40029: {BadCode, 0}, // invalid or expired
	40163: {BadCode, 0}, // used
	41008: {BadCode, 0}, // missing

	40226: {Blocked, 0},

	61010: {Inactive, 0},
	45002: {Unfit, 0}, // too long

	-1:    {Busy, 2 * time.Second},
	45011: {Busy, time.Minute}, // counted per minute

	45009: {Quota, time.Hour}, // counted per day

	43101: {NotSubscribed, 0},
	40003: {BadMessage, 0}, // openid
	40037: {BadMessage, 0}, // template
	47003: {BadMessage, 0}, // a field of it

	40002: {Misconfigured, time.Minute}, // grant type
	40013: {Misconfigured, time.Minute}, // appid
	40097: {Misconfigured, time.Minute}, // arguments
	40125: {Misconfigured, time.Minute}, // secret
	40129: {Misconfigured, time.Minute}, // scene
	40164: {Misconfigured, time.Minute}, // our address is not on the list
	40169: {Misconfigured, time.Minute}, // scene too long
	41001: {Misconfigured, time.Minute}, // token missing
	41002: {Misconfigured, time.Minute}, // appid missing
	41004: {Misconfigured, time.Minute}, // secret missing
	41030: {Misconfigured, time.Minute}, // page
	47001: {Misconfigured, time.Minute}, // not JSON
	48001: {Misconfigured, time.Minute}, // interface not granted
	85079: {Misconfigured, time.Minute}, // mini-program not released
}

// unavailable is the verdict on everything else.
var unavailable = verdict{Unavailable, 5 * time.Second}

// explain turns whatever a call met into an *Error. It copies text only from
// places known to be harmless: the library puts whole URLs into its errors.
func explain(op string, err error, secrets ...string) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	v, e := unavailable, &Error{Op: op}
	var (
		refusal *refusal
		status  statusError
	)
	switch {
	case errors.As(err, &refusal):
		if known, ok := verdicts[refusal.code]; ok {
			v = known
		}
		e.WeChatCode, e.detail = refusal.code, scrub(refusal.message, secrets...)
	case errors.As(err, &status):
		e.detail = status.Error()
	case errors.Is(err, context.DeadlineExceeded):
		e.detail, e.cause = "no answer in time", context.DeadlineExceeded
	case errors.Is(err, context.Canceled):
		e.detail, e.cause = "given up by the caller", context.Canceled
	default:
		e.detail, e.cause = harmless(err)
	}
	e.Kind, e.RetryAfter = v.kind, v.retry
	return e
}

// harmless finds the part of an error that cannot name a URL or quote an
// answer. A malformed answer, for one, is quoted by net/http and is withheld.
func harmless(err error) (string, error) {
	for _, known := range []error{errTooLarge, errForeignHost, errNoToken, errNoOpenID, errBadPhone, errNotImage, errNoSuggestion, errNoMessageID} {
		if errors.Is(err, known) {
			return known.Error(), nil
		}
	}
	var (
		dns  *net.DNSError
		op   *net.OpError
		cert *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &cert):
		return cert.Error(), cert
	case errors.As(err, &dns):
		return dns.Error(), dns
	case errors.As(err, &op):
		return op.Error(), op
	}
	return "broken line or unreadable answer", nil
}
