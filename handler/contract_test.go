package handler_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contract is our own OpenAPI document, ready to check answers with: the same for all
// tests, and reading it takes longer than most of them.
var contract struct {
	once   sync.Once
	router routers.Router
	err    error
}

func loadContract(document []byte) {
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err == nil {
		contract.router, err = gorillamux.NewRouter(doc)
	}
	contract.err = err
}

// checkAnswer holds every JSON answer of every test against the document.
func (h *house) checkAnswer(t *testing.T, req *http.Request, res *http.Response, body []byte) {
	t.Helper()
	contract.once.Do(func() { loadContract(must(h.api.OpenAPI())(t)) })
	if contract.err != nil {
		t.Fatal(contract.err)
	}
	bare := req.Clone(req.Context())
	bare.URL.Scheme, bare.URL.Host, bare.Host = "", "", ""
	route, params, err := contract.router.FindRoute(bare)
	if err != nil || !strings.Contains(res.Header.Get("Content-Type"), "json") {
		return // a route that the document does not promise, or a stream
	}
	err = openapi3filter.ValidateResponse(req.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: bare, PathParams: params, Route: route},
		Status:                 res.StatusCode, Header: res.Header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		t.Errorf("%s %s answered %d against the contract: %v\n%s", req.Method, req.URL.Path, res.StatusCode, err, body)
	}
}
