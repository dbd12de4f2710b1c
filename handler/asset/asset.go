// Package asset serves embedded files to browsers: each under an address that
// holds a hash of it, so that it may be kept for a year, and zipped for whoever
// takes that.
//
// It promises that an address names one content for good. It knows nothing of
// what the files are for; the caller sets the Content-Security-Policy.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// Files are files by name; they never change once loaded.
type Files map[string]File

// File is one of them, ready to be sent.
type File struct {
	Plain       []byte
	zipped      []byte
	hash        string // of Plain
	contentType string
}

var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
}

// Load reads every file of f. One that ends in .gz is known without that ending. It
// panics on a file that cannot be read or unpacked: they are embedded.
func Load(f fs.FS) Files {
	files := Files{}
	noError(fs.WalkDir(f, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(f, name)
		if plainName, zipped := strings.CutSuffix(name, ".gz"); zipped {
			files[plainName] = newFile(plainName, unzip(text), text)
		} else {
			files.Put(name, text)
		}
		return err
	}))
	return files
}

// Put adds a file, or puts another in its place.
func (f Files) Put(name string, text []byte) { f[name] = newFile(name, text, nil) }

// URL is the file's name with its hash: an address relative to where the files are
// served. It panics when there is no such file.
func (f Files) URL(name string) string {
	file, ok := f[name]
	if !ok {
		panic("asset: no file " + name)
	}
	return name + "?v=" + file.hash
}

// Serve answers a GET or HEAD with the file, or reports that there is none. It may be
// kept for a year when it was asked for by its hash, else it must be revalidated.
func (f Files) Serve(w http.ResponseWriter, r *http.Request, name string) bool {
	file, ok := f[name]
	if !ok {
		return false
	}
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Type", file.contentType)
	h.Set("Cache-Control", "no-cache")
	if r.URL.Query().Get("v") == file.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	body, etag := file.Plain, file.hash
	if file.zipped != nil && acceptsGzip(r.Header.Get("Accept-Encoding")) {
		body, etag = file.zipped, file.hash+"-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return true
}

// newFile zips what is worth it and was not embedded so.
func newFile(name string, plain, zipped []byte) File {
	sum := sha256.Sum256(plain)
	if zipped == nil && len(plain) > 1024 {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := w.Write(plain)
		noError(err)
		noError(w.Close())
		zipped = b.Bytes()
	}
	return File{Plain: plain, zipped: zipped, hash: hex.EncodeToString(sum[:8]), contentType: contentTypes[path.Ext(name)]}
}

func unzip(zipped []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	noError(err)
	plain, err := io.ReadAll(r)
	noError(err)
	return plain
}

// acceptsGzip reports whether an Accept-Encoding header lets gzip be used.
func acceptsGzip(header string) bool {
	for option := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(option, ";")
		if name = strings.TrimSpace(name); !strings.EqualFold(name, "gzip") && name != "*" {
			continue
		}
		q, weighed := strings.CutPrefix(strings.TrimSpace(params), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !weighed || err == nil && weight > 0
	}
	return false
}

func noError(err error) {
	if err != nil {
		panic("asset: " + err.Error())
	}
}
