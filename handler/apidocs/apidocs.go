// Package apidocs serves the page on which people read and try the API.
//
// The page is Swagger UI, embedded in the binary (assets/swagger-ui/VERSION.txt
// says which), shows what /openapi.json says and knows nothing of the API
// itself. It asks no foreign host for anything, and its Content-Security-Policy
// lets no inline script run.
package apidocs

import (
	"bytes"
	"net/http"
	"strings"
	"time"
)

// policy lets the page load from here what it is made of, and nothing else.
// Pictures within the style sheet are data: URLs.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Handler serves GET and HEAD of /docs/ and what is below it, and redirects
// /docs there. Files named with their hash (?v=) may be cached for a year, the
// page and everything else must be revalidated. Mount it without stripping the
// prefix.
func Handler() http.Handler {
	files := loadFiles()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "只能读取", http.StatusMethodNotAllowed)
			return
		}
		name, below := strings.CutPrefix(r.URL.Path, "/docs/")
		if !below && r.URL.Path == "/docs" {
			http.Redirect(w, r, "/docs/", http.StatusPermanentRedirect)
			return
		}
		if name == "" {
			name = index
		}
		f, ok := files[name]
		if !below || !ok {
			http.Error(w, "没有这一页", http.StatusNotFound)
			return
		}
		serve(w, r, f)
	})
}

func serve(w http.ResponseWriter, r *http.Request, f file) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == f.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	body, etag := f.plain, f.hash
	if f.zipped != nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		body, etag = f.zipped, f.hash+"-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}
