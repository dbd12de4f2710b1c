package wechat

import (
	"errors"
	"fmt"
	"net/http"
)

// renewing replaces an access token that WeChat no longer accepts and sends the
// request once more. WeChat checks the token before anything else, so what the
// request carries, a phone code for instance, has not been used up by then.
type renewing struct {
	tokens *tokens
	next   http.RoundTripper
}

// RoundTrip sends r, and at most once again with a new token.
func (n renewing) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := n.next.RoundTrip(r)
	token := r.URL.Query().Get("access_token")
	if token == "" || !tokenRefused(err) {
		return answer, err
	}
	fresh, renewErr := n.tokens.renew(r.Context(), token)
	if renewErr != nil {
		return nil, fmt.Errorf("renew access token: %w", renewErr)
	}
	again, err := withToken(r, fresh)
	if err != nil {
		return nil, err
	}
	return n.next.RoundTrip(again)
}

// tokenRefused reports whether WeChat called the access token invalid,
// not the latest, or expired.
func tokenRefused(err error) bool {
	var refused *refusal
	if !errors.As(err, &refused) {
		return false
	}
	return refused.code == 40001 || refused.code == 40014 || refused.code == 42001
}

// withToken is r from its beginning, with another token.
func withToken(r *http.Request, token string) (*http.Request, error) {
	again := r.Clone(r.Context())
	query := again.URL.Query()
	query.Set("access_token", token)
	again.URL.RawQuery = query.Encode()
	if r.GetBody == nil {
		return again, nil
	}
	body, err := r.GetBody()
	if err != nil {
		return nil, fmt.Errorf("read request again: %w", err)
	}
	again.Body = body
	return again, nil
}
