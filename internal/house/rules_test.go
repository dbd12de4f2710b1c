package house_test

import (
	"fmt"
	"slices"
	"strings"
)

const module = "github.com/quanjiuye/backend"

// pkg is one package as `go list -json` tells of it.
type pkg struct {
	ImportPath string
	Doc        string   // first sentence of the package comment
	Imports    []string // what its own files name, tests apart
	Deps       []string // Imports, and theirs, and so on
}

// name is the import path as it reads within the module: "." for its root.
func (p pkg) name() string {
	if p.ImportPath == module {
		return "."
	}
	return strings.TrimPrefix(p.ImportPath, module+"/")
}

// room is a folder of the module, or with a trailing "/..." a folder and all
// below it. A trailing "/..." also works on foreign import paths.
type room string

func (r room) holds(path string) bool {
	top, below := strings.CutSuffix(string(r), "/...")
	return path == top || below && strings.HasPrefix(path, top+"/")
}

func anyOf(rooms []room, path string) bool {
	return slices.ContainsFunc(rooms, func(r room) bool { return r.holds(path) })
}

// Libraries that belong to one border of the system.
var (
	gin     = []room{"github.com/gin-gonic/gin/..."}
	huma    = []room{"github.com/danielgtaylor/huma/v2/..."}
	mongo   = []room{"go.mongodb.org/mongo-driver/v2/..."} // bson is within
	redis   = []room{"github.com/redis/go-redis/v9/...", "github.com/go-redis/redis/...", "github.com/go-redis/redis_rate/v10/...", "github.com/alicebob/miniredis/v2/..."}
	wechat  = []room{"github.com/silenceper/wechat/v2/..."}
	excel   = []room{"github.com/xuri/excelize/v2/..."}
	pdf     = []room{"codeberg.org/go-pdf/fpdf/..."}
	sqlite  = []room{"modernc.org/sqlite/..."}
	sql     = []room{"database/sql/..."} // small libraries name its types, so reaching it proves nothing
	tink    = []room{"github.com/tink-crypto/tink-go/v2/..."}
	s3      = []room{"github.com/minio/minio-go/v7/..."}
	envVars = []room{"github.com/caarlos0/env/v11/..."}
)

// apart: no package of rooms reaches any of these, directly or through others.
// Paths of the module are written without its name.
var apart = []struct {
	rooms   []room
	reaches []room
}{
	{[]room{"service"}, slices.Concat(gin, huma, mongo, redis, wechat, excel, pdf, sqlite, s3)},
	{[]room{"service/..."}, []room{"handler/...", "store/...", "config/...", "cmd/..."}},
	{[]room{"handler/..."}, []room{"store/...", "cmd/..."}},
	{[]room{"store/..."}, []room{"handler/...", "cmd/..."}},
	{[]room{"config/..."}, []room{"handler/...", "service/...", "store/...", "cmd/..."}},
}

// confined: only packages of rooms, and cmd, import these themselves.
var confined = []struct {
	imports []room
	rooms   []room
}{
	{huma, []room{"handler/..."}},
	{gin, []room{"handler/..."}},
	{mongo, []room{"store/mongostore/..."}},
	{redis, []room{"store/redisstore/..."}},
	{slices.Concat(sqlite, sql), []room{"store/sqlitestore/..."}},
	{tink, []room{"store/vault/..."}},
	{s3, []room{"store/blobstore/..."}},
	{wechat, []room{"service/wechat/..."}},
	{pdf, []room{"service/poster"}},
	{envVars, []room{"config/..."}},
}

// spartan: beyond the standard library, these packages import only what is listed.
var spartan = map[string][]room{
	"service/calendar": nil,
	"service/message":  nil,
	"service/picture":  nil,
	"service/flag":     nil,
	"service/hanzi":    nil,
	"service/wording":  {"service/hanzi", "golang.org/x/text/unicode/norm"},
	"service/rubric":   {"service/calendar"},
}

// broken lists every breach of the rules by name, in the order of pkgs.
func broken(pkgs []pkg) []string {
	var list []string
	for _, p := range pkgs {
		list = append(list, brokenBy(p)...)
	}
	return list
}

func brokenBy(p pkg) (list []string) {
	name := p.name()
	report := func(format string, args ...any) {
		list = append(list, name+" "+fmt.Sprintf(format, args...))
	}
	if p.Doc == "" {
		report("has no package comment")
	}
	for _, rule := range apart {
		for _, dep := range p.Deps {
			if anyOf(rule.rooms, name) && anyOf(rule.reaches, local(dep)) {
				report("must not reach %s%s", local(dep), how(p, dep))
			}
		}
	}
	for _, rule := range confined {
		for _, dep := range p.Imports {
			if anyOf(rule.imports, dep) && !anyOf(rule.rooms, name) && !room("cmd/...").holds(name) {
				report("must not import %s: that is for %v", dep, rule.rooms)
			}
		}
	}
	if allowed, ok := spartan[name]; ok {
		for _, dep := range p.Imports {
			if !standard(dep) && !anyOf(allowed, local(dep)) {
				report("must not import %s: only the standard library and %v", local(dep), allowed)
			}
		}
	}
	return list
}

// local is an import path as the rules write it.
func local(path string) string { return strings.TrimPrefix(path, module+"/") }

// how says where to look: in the package itself or in what it imports.
func how(p pkg, dep string) string {
	if slices.Contains(p.Imports, dep) {
		return ""
	}
	return " (through another package)"
}

// standard reports whether path is of the standard library: only foreign ones
// begin with a domain.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}
