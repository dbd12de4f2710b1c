package handler_test

import (
	"bytes"
	"flag"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/quanjiuye/backend/service"
)

var update = flag.Bool("update", false, "rewrite golden files")

const golden = "../docs/openapi.json"

func TestOpenAPIGolden(t *testing.T) {
	h := newHouse(t)
	got := must(h.api.OpenAPI())(t)
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := must(os.ReadFile(golden))(t)
	if !bytes.Equal(got, want) {
		t.Errorf("the contract differs from %s; if that is meant, run make golden and read the diff", golden)
	}
}

func TestOpenAPIIsServedAndSound(t *testing.T) {
	h := newHouse(t)
	a := (user{h: h}).get("/openapi.json").want(200)
	doc, err := openapi3.NewLoader().LoadFromData(a.raw)
	if err != nil {
		t.Fatal(err)
	}
	if got := doc.OpenAPI; !strings.HasPrefix(got, "3.1") {
		t.Errorf("version %s", got)
	}
	// Paths that others rely on.
	for _, want := range []string{
		"POST /v1/auth/wechat", "POST /v1/auth/logout", "GET /v1/me", "POST /v1/sites", "GET /v1/sites", "GET /v1/sites/{id}",
		"POST /v1/sites/{id}/invites", "POST /v1/invites/{code}/accept", "POST /v1/registrations", "POST /v1/me/registrations",
		"POST /v1/registrations/{id}/confirm", "POST /v1/registrations/{id}/void", "POST /v1/enterprises", "POST /v1/placements",
		"POST /v1/placements/{id}/confirm", "POST /v1/placements/{id}/void", "POST /v1/batch", "GET /v1/sites/{id}/progress",
		"POST /v1/sites/{id}/progress/what-if", "GET /v1/sites/{id}/progress/plan",
		"GET /v1/sites/{id}/progress/stream", "GET /v1/live", "GET /v1/board", "GET /v1/rubric", "POST /v1/rubric/evaluate",
		"GET /v1/policies", "GET /v1/policies/{version}", "PUT /v1/policies", "POST /v1/policies/what-changes-if",
		"POST /v1/imports", "GET /v1/imports/{id}", "POST /v1/evidence", "GET /v1/evidence", "GET /v1/evidence/{id}",
		"GET /v1/evidence/{id}/content", "GET /v1/evidence/{id}/thumbnail", "POST /v1/placements/{id}/evidence", "GET /v1/sites/{id}/qrcode",
		"GET /v1/sites/{id}/poster", "GET /v1/sites/{id}/scans", "POST /v1/me/scans", "GET /healthz", "GET /readyz",
	} {
		method, path, _ := strings.Cut(want, " ")
		item := doc.Paths.Value(path)
		if item == nil || item.GetOperation(method) == nil {
			t.Errorf("%s is not described", want)
		}
	}
}

func TestDocsPageIsSelfHosted(t *testing.T) {
	h := newHouse(t)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		home := (user{h: h}).do(method, "/", nil) // follows
		if home.status != 200 || !strings.HasPrefix(home.header.Get("Content-Type"), "text/html") {
			t.Errorf("%s /: %d %v", method, home.status, home.header)
		}
	}
	(user{h: h}).do(http.MethodPost, "/", nil).refused(405, "method_not_allowed")
	a := (user{h: h}).get("/docs/").want(200)
	if strings.Contains(string(a.raw), "//cdn") || strings.Contains(string(a.raw), "https://") {
		t.Errorf("the page asks a foreign host: %s", a.raw)
	}
}

func TestHealthAndHeaders(t *testing.T) {
	h := newHouse(t)
	anyone := user{h: h}
	anyone.get("/healthz").want(200)
	anyone.get("/readyz").want(200)
	a := h.grant("city", service.City, service.All).get("/v1/me").want(200)
	for name, want := range map[string]string{
		"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
