package sim

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxRequest is the most that a request body may weigh.
const maxRequest = 1 << 20

// request is what an endpoint gets to see.
type request struct {
	query url.Values
	body  []byte
}

// decode reads the JSON body. Unknown fields pass, as they do at WeChat.
func (q *request) decode(into any) *errcode {
	if json.Unmarshal(q.body, into) != nil {
		return refuse(47001)
	}
	return nil
}

// endpoint is one path of the API.
type endpoint struct {
	method string
	open   bool // needs no access token
	do     func(*Simulator, *request) (any, *errcode)
}

// endpoints is every path that the simulator knows.
var endpoints = map[string]endpoint{
	"/sns/jscode2session":              {http.MethodGet, true, (*Simulator).jscode2session},
	"/cgi-bin/token":                   {http.MethodGet, true, (*Simulator).plainToken},
	"/cgi-bin/stable_token":            {http.MethodPost, true, (*Simulator).stableToken},
	"/wxa/checksession":                {http.MethodGet, false, (*Simulator).checkSession},
	"/wxa/business/getuserphonenumber": {http.MethodPost, false, (*Simulator).phoneNumber},
	"/wxa/getwxacodeunlimit":           {http.MethodPost, false, (*Simulator).miniProgramCode},
	"/cgi-bin/message/subscribe/send":  {http.MethodPost, false, (*Simulator).subscribeSend},
	"/wxa/msg_sec_check":               {http.MethodPost, false, (*Simulator).textCheck},
	"/wxa/media_check_async":           {http.MethodPost, false, (*Simulator).mediaCheck},
	"/wxa/generate_urllink":            {http.MethodPost, false, (*Simulator).urlLink},
	"/wxa/generatescheme":              {http.MethodPost, false, (*Simulator).scheme},
}

// serveAPI answers one call, after whatever fault was ordered for its path.
func (s *Simulator) serveAPI(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		http.Error(w, "413 Request Entity Too Large", http.StatusRequestEntityTooLarge)
		return
	}
	q := &request{r.URL.Query(), body}
	fault := s.faults.take(r.URL.Path)
	a, replaced := fault.answer()
	if !replaced {
		a = s.act(r.Method, r.URL.Path, q)
	}
	s.calls.add(newCall(s.clock.now(), r, q, a, fault != nil))
	// The delay comes after the act: a code is used up although its answer is late.
	if fault.wait(r.Context()) {
		a.write(w, r.URL.Path, newTrace(s.clock.now()))
	}
}

// act does what the call asks for.
func (s *Simulator) act(method, path string, q *request) answer {
	e, ok := endpoints[path]
	var refused *errcode
	switch {
	case !ok:
		refused = refuse(40066)
	case method != e.method && e.method == http.MethodGet:
		refused = refuse(43001)
	case method != e.method:
		refused = refuse(43002)
	case !e.open:
		refused = s.authorise(q.query.Get("access_token"))
	}
	if refused != nil {
		return answer{refused: refused}
	}
	value, refused := e.do(s, q)
	return answer{value: value, refused: refused}
}

// isSNS tells the paths that answer in the older manner.
func isSNS(path string) bool { return strings.HasPrefix(path, "/sns/") }
