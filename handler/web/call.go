package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// doc is a JSON object of the API. Its numbers are json.Number: a score is shown to
// the digit as it was told.
type doc = map[string]any

// refusal is a problem that the API answered.
type refusal struct {
	Status    int    `json:"status"`
	Code      string `json:"code"`
	Detail    string `json:"detail"`
	RequestID string `json:"request_id"`
	Errors    []struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	} `json:"errors"`

	retryAfter string
}

func (r *refusal) Error() string { return r.Code + ": " + r.Detail }

// answer is what the API answered to a call from within.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

// call asks the API on behalf of r, whose session and address it goes by. A refusal
// comes back as a *refusal.
func (p *Pages) call(r *http.Request, method, path string, body any) (doc, error) {
	var sent io.Reader = http.NoBody
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		sent = bytes.NewReader(text)
	}
	inner, err := http.NewRequestWithContext(r.Context(), method, path, sent)
	if err != nil {
		return nil, &refusal{Status: http.StatusNotFound, Code: "not_found", Detail: "没有这个地址"}
	}
	told := []string{"Cookie", "User-Agent", "X-Forwarded-For", "X-Real-Ip", "Idempotency-Key", "If-Match"}
	if r.Method != http.MethodGet && r.Method != http.MethodHead { // a page that calls may be come to from anywhere
		told = append(told, "Sec-Fetch-Site", "Origin")
	}
	for _, name := range told {
		if given := r.Header.Values(name); len(given) > 0 {
			inner.Header[name] = given
		}
	}
	if body != nil {
		inner.Header.Set("Content-Type", "application/json")
	}
	inner.RemoteAddr, inner.Host, inner.TLS = r.RemoteAddr, r.Host, r.TLS
	a := &answer{status: http.StatusOK, header: http.Header{}}
	p.api.ServeHTTP(a, inner)
	return a.doc()
}

// doc reads the answer.
func (a *answer) doc() (doc, error) {
	if a.status >= http.StatusBadRequest {
		r := &refusal{}
		if json.Unmarshal(a.body.Bytes(), r) != nil || r.Detail == "" {
			r.Detail = "系统暂时无法处理，请稍后再试"
		}
		r.Status, r.retryAfter = a.status, a.header.Get("Retry-After")
		return nil, r
	}
	d := doc{}
	if a.body.Len() == 0 {
		return d, nil
	}
	dec := json.NewDecoder(&a.body)
	dec.UseNumber()
	if dec.Decode(&d) != nil { // a file: no page asks for one
		return nil, &refusal{Status: http.StatusNotFound, Code: "not_found", Detail: "没有找到"}
	}
	return d, nil
}

// query writes an address of the API: names and values in turn, the empty ones left out.
func query(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Add(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// segment escapes what stands between two slashes. What holds one is nobody's id: it
// would lead to another route.
func segment(s string) string {
	if s == "" || s == "." || s == ".." || strings.ContainsAny(s, "/\\") {
		return "-"
	}
	return url.PathEscape(s)
}
