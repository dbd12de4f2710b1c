package apidocs_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/handler/apidocs"
)

// docs is made once: unpacking takes a while under the race detector.
var docs = sync.OnceValue(apidocs.Handler)

func do(method, target string, header ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	docs().ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	defer func() { _ = r.Body.Close() }()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func page(t testing.TB) string {
	t.Helper()
	r := do("GET", "/docs/")
	if r.StatusCode != http.StatusOK {
		t.Fatalf("GET /docs/ = %d", r.StatusCode)
	}
	return body(t, r)
}

var source = regexp.MustCompile(`<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)="([^"]*)"`)

func TestEveryFileThePageNamesIsEmbedded(t *testing.T) {
	types := map[string]string{"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
	found := 0
	for _, m := range source.FindAllStringSubmatch(page(t), -1) {
		if m[1] == "data:," {
			continue // the empty icon
		}
		found++
		r := do("GET", "/docs/"+m[1])
		name, _, _ := strings.Cut(m[1], "?")
		want := types[name[strings.LastIndex(name, ".")+1:]]
		if r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != want || body(t, r) == "" {
			t.Errorf("%s: %d %s, want %s", m[1], r.StatusCode, r.Header.Get("Content-Type"), want)
		}
		if cache := r.Header.Get("Cache-Control"); !strings.Contains(cache, "immutable") {
			t.Errorf("%s: Cache-Control %q", m[1], cache)
		}
	}
	if found != 4 {
		t.Errorf("the page names %d files, want 2 scripts and 2 style sheets", found)
	}
}

func TestThePageNeedsNobodyElseAndNothingInline(t *testing.T) {
	own := page(t) + body(t, do("GET", "/docs/init.js")) + body(t, do("GET", "/docs/docs.css"))
	for name, forbidden := range map[string]string{
		"foreign host":   `(?i)https?://|"//|url\(|@import`,
		"inline script":  `(?i)<script(?:[^>]*[^>/])?>\s*[^<\s]`,
		"inline handler": `(?i)\son[a-z]+\s*=\s*"`,
		"inline style":   `(?i)<style|\sstyle\s*=`,
	} {
		if hit := regexp.MustCompile(forbidden).FindString(own); hit != "" {
			t.Errorf("%s: %q", name, hit)
		}
	}
	// What the style sheet loads is inside it.
	for _, m := range regexp.MustCompile(`url\("?([^"]{0,20})`).FindAllStringSubmatch(body(t, do("GET", "/docs/swagger-ui/swagger-ui.css")), -1) {
		if !strings.HasPrefix(m[1], "data:") {
			t.Errorf("swagger-ui.css loads %s…", m[1])
		}
	}
	policy := do("GET", "/docs/").Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "script-src 'self';") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
}

func TestThePageReadsOurDocument(t *testing.T) {
	if text := body(t, do("GET", "/docs/init.js")); !strings.Contains(text, `url: "/openapi.json"`) {
		t.Errorf("init.js does not load /openapi.json:\n%s", text)
	}
	if text := page(t); !strings.Contains(text, "<title>泉就业 接口文档</title>") || !strings.Contains(text, `lang="zh-CN"`) {
		t.Errorf("the page's title is not Chinese:\n%s", text)
	}
}

func TestVendoredFilesAreThoseOfTheirVersion(t *testing.T) {
	version := body(t, do("GET", "/docs/swagger-ui/VERSION.txt"))
	sums := regexp.MustCompile(`(?m)^([0-9a-f]{64})  (\S+)$`).FindAllStringSubmatch(version, -1)
	if len(sums) != 2 {
		t.Fatalf("%d sums in VERSION.txt", len(sums))
	}
	for _, m := range sums {
		sum := sha256.Sum256([]byte(body(t, do("GET", "/docs/swagger-ui/"+m[2]))))
		if got := hex.EncodeToString(sum[:]); got != m[1] {
			t.Errorf("%s has SHA-256 %s, VERSION.txt says %s", m[2], got, m[1])
		}
	}
	if licence := body(t, do("GET", "/docs/swagger-ui/LICENSE.txt")); !strings.Contains(licence, "Apache License") {
		t.Error("no licence beside the files")
	}
}

func TestGzipOnlyWhereAccepted(t *testing.T) {
	const bundle = "/docs/swagger-ui/swagger-ui-bundle.js"
	plain := body(t, do("GET", bundle))
	for accept, want := range map[string]string{
		"gzip": "gzip", "br, GZIP;q=0.5": "gzip", "*": "gzip",
		"": "", "br": "", "gzip;q=0": "", "gzip;q=x": "", "identity, *;q=0": "",
	} {
		r := do("GET", bundle, "Accept-Encoding", accept)
		text := body(t, r)
		if got := r.Header.Get("Content-Encoding"); got != want {
			t.Errorf("Accept-Encoding %q: encoded as %q, want %q", accept, got, want)
			continue
		}
		if want == "gzip" {
			z, err := gzip.NewReader(bytes.NewBufferString(text))
			if err != nil {
				t.Fatal(err)
			}
			unzipped, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			text = string(unzipped)
		}
		if text != plain || r.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Accept-Encoding %q: another text, or no Vary", accept)
		}
	}
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		method, target string
		status         int
	}{
		{"GET", "/docs", http.StatusPermanentRedirect},
		{"GET", "/docs/index.html", http.StatusOK},
		{"HEAD", "/docs/", http.StatusOK},
		{"POST", "/docs/", http.StatusMethodNotAllowed},
		{"GET", "/docs/none.js", http.StatusNotFound},
		{"GET", "/docs/../apidocs.go", http.StatusNotFound},
		{"GET", "/docs/swagger-ui", http.StatusNotFound},
		{"GET", "/docs/swagger-ui/swagger-ui.css.gz", http.StatusNotFound},
		{"GET", "/docsx", http.StatusNotFound},
		{"GET", "/other", http.StatusNotFound},
	} {
		if got := do(c.method, c.target).StatusCode; got != c.status {
			t.Errorf("%s %s = %d, want %d", c.method, c.target, got, c.status)
		}
	}
}

func TestRevalidation(t *testing.T) {
	first := do("GET", "/docs/")
	if cache := first.Header.Get("Cache-Control"); cache != "no-cache" {
		t.Errorf("the page: Cache-Control %q", cache)
	}
	if again := do("GET", "/docs/", "If-None-Match", first.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("unchanged page sent again: %d", again.StatusCode)
	}
	if stale := do("GET", "/docs/init.js?v=0000"); stale.Header.Get("Cache-Control") != "no-cache" {
		t.Error("a file under another version's name is cached for long")
	}
}
