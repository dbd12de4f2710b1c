package apidocs

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

const index = "index.html"

//go:embed assets
var embedded embed.FS

// file is one file below /docs/, ready to be sent.
type file struct {
	plain       []byte
	zipped      []byte // nil when it is embedded plain
	hash        string // of plain; part of the file's URL in the page
	contentType string
}

var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".txt":  "text/plain; charset=utf-8",
}

// loadFiles reads everything embedded, by its name below /docs/. It panics on
// what can only be a mistake in this package: a file that cannot be unpacked, a
// page that names a file that is not there.
func loadFiles() map[string]file {
	files := map[string]file{}
	assets := must(fs.Sub(embedded, "assets"))
	noError(fs.WalkDir(assets, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(assets, name)
		if plainName, zipped := strings.CutSuffix(name, ".gz"); zipped {
			files[plainName] = newFile(plainName, unzip(text), text)
		} else {
			files[name] = newFile(name, text, nil)
		}
		return err
	}))
	files[index] = newFile(index, render(files), nil)
	return files
}

func newFile(name string, plain, zipped []byte) file {
	sum := sha256.Sum256(plain)
	return file{
		plain: plain, zipped: zipped,
		hash:        hex.EncodeToString(sum[:8]),
		contentType: contentTypes[path.Ext(name)],
	}
}

// render puts the files' hashes into the page.
func render(files map[string]file) []byte {
	page := template.New(index).Funcs(template.FuncMap{"asset": func(name string) string {
		f, ok := files[name]
		if !ok {
			panic("apidocs: no file " + name)
		}
		return name + "?v=" + f.hash
	}})
	var b bytes.Buffer
	noError(must(page.Parse(string(files[index].plain))).Execute(&b, nil))
	return b.Bytes()
}

func unzip(zipped []byte) []byte {
	return must(io.ReadAll(must(gzip.NewReader(bytes.NewReader(zipped)))))
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

func must[T any](v T, err error) T {
	noError(err)
	return v
}

func noError(err error) {
	if err != nil {
		panic("apidocs: " + err.Error())
	}
}
