package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// maxAnswer is the most that an answer may weigh. The largest one that we ask
// for, a mini-program code 1,280 pixels wide, is a fraction of it.
const maxAnswer = 1 << 20

var errTooLarge = errors.New("answer larger than 1 MB")

// statusError is an answer whose status is not 200.
type statusError int

func (s statusError) Error() string { return fmt.Sprintf("HTTP status %d", int(s)) }

// refusal is an errcode other than 0.
type refusal struct {
	code    int64
	message string
}

func (r *refusal) Error() string { return fmt.Sprintf("errcode %d: %s", r.code, r.message) }

// strict lets only usable answers through: status 200, at most maxAnswer, no
// errcode. Everything else becomes a typed error.
//
// A RoundTripper is not supposed to judge answers. This one does, because half
// of the library's calls turn an errcode into plain text, some lose it, and all
// put the URL of a failed request into theirs.
type strict struct{ next http.RoundTripper }

// RoundTrip reads the whole answer.
func (s strict) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := s.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, statusError(answer.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	if len(body) > maxAnswer {
		return nil, errTooLarge
	}
	if refused := readRefusal(answer.Header.Get("Content-Type"), body); refused != nil {
		return nil, refused
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	answer.ContentLength = int64(len(body))
	return answer, nil
}

// readRefusal finds the errcode of an answer. Only images are spared the look:
// WeChat sends JSON under several types, text/plain among them.
func readRefusal(contentType string, body []byte) *refusal {
	if strings.HasPrefix(contentType, "image/") {
		return nil
	}
	var a struct {
		Code    int64  `json:"errcode"`
		Message string `json:"errmsg"`
	}
	if err := json.Unmarshal(body, &a); err != nil || a.Code == 0 {
		return nil //nolint:nilerr // what is no JSON at all, the library will refuse
	}
	return &refusal{a.Code, a.Message}
}
