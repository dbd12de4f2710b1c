// Package apidocs serves the page on which people read and try the API.
//
// The page is Swagger UI, embedded in the binary (assets/swagger-ui/VERSION.txt
// says which), shows what /openapi.json says and knows nothing of the API
// itself. It asks no foreign host for anything, and its Content-Security-Policy
// lets no inline script run.
package apidocs

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"github.com/quanjiuye/backend/handler/asset"
)

// policy lets the page load from here what it is made of, and nothing else.
// Pictures within the style sheet are data: URLs.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const index = "index.html"

//go:embed assets
var embedded embed.FS

// Handler serves GET and HEAD of /docs/ and what is below it, and redirects
// /docs there. Files named with their hash (?v=) may be cached for a year, the
// page and everything else must be revalidated. Mount it without stripping the
// prefix.
func Handler() http.Handler {
	files := files()
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
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("Referrer-Policy", "no-referrer")
		if !below || !files.Serve(w, r, name) {
			http.Error(w, "没有这一页", http.StatusNotFound)
		}
	})
}

// files are unpacked once.
var files = sync.OnceValue(loadFiles)

// loadFiles reads everything embedded, by its name below /docs/, and puts the files'
// hashes into the page. It panics when the page names a file that is not there.
func loadFiles() asset.Files {
	sub, err := fs.Sub(embedded, "assets")
	if err != nil {
		panic(err) // cannot happen: the folder is embedded
	}
	files := asset.Load(sub)
	page := template.Must(template.New(index).Funcs(template.FuncMap{"asset": files.URL}).Parse(string(files[index].Plain)))
	var b bytes.Buffer
	if err := page.Execute(&b, nil); err != nil {
		panic(err)
	}
	files.Put(index, b.Bytes())
	return files
}
