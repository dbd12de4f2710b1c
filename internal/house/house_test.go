package house_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// modulePackages asks the go command for every package of the module.
func modulePackages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Doc,Imports,Deps", "./...")
	cmd.Dir = "../.."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var pkgs []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

func TestEveryRoomKeepsToItself(t *testing.T) {
	pkgs := modulePackages(t)
	for _, breach := range broken(pkgs) {
		t.Error(breach)
	}
}

// TestRulesNameRoomsThatExist fails when a folder that a rule is about was
// renamed: the rule would then forbid nothing.
func TestRulesNameRoomsThatExist(t *testing.T) {
	pkgs := modulePackages(t)
	exists := func(r room) bool {
		return slices.ContainsFunc(pkgs, func(p pkg) bool { return r.holds(p.name()) })
	}
	rooms := []room{"service/calendar", "service/rubric"}
	for _, rule := range apart {
		rooms = append(rooms, rule.rooms...)
	}
	for _, rule := range confined {
		rooms = append(rooms, rule.rooms...)
	}
	for _, r := range rooms {
		if !exists(r) {
			t.Errorf("a rule is about %s, which does not exist", r)
		}
	}
}

func TestRulesCatch(t *testing.T) {
	for _, c := range []struct {
		want string // part of the one breach; "" when nothing is wrong
		name string
		deps string // imports; those after "|" are reached through others
	}{
		{"", "service", "fmt time " + module + "/service/rubric"},
		{"", "service/ledger", "github.com/xuri/excelize/v2"},
		{"", "service/wechat", "github.com/silenceper/wechat/v2/miniprogram"},
		{"", "service/rubric", "fmt slices " + module + "/service/calendar"},
		{"", "handler", "github.com/gin-gonic/gin github.com/danielgtaylor/huma/v2/adapters/humagin " + module + "/service"},
		{"", "store/mongostore", "go.mongodb.org/mongo-driver/v2/bson " + module + "/store | " + module + "/service"},
		{"", "cmd/quanjiuye", "github.com/gin-gonic/gin github.com/redis/go-redis/v9 " + module + "/store " + module + "/handler"},

		{"service must not import github.com/gin-gonic/gin", "service", "github.com/gin-gonic/gin"},
		{"service must not reach go.mongodb.org/mongo-driver/v2/bson (through", "service", "fmt | go.mongodb.org/mongo-driver/v2/bson"},
		{"service must not reach github.com/silenceper/wechat/v2 (through", "service", module + "/service/wechat | github.com/silenceper/wechat/v2"},
		{"service must not reach github.com/xuri/excelize/v2 (through", "service", " | github.com/xuri/excelize/v2"},
		{"service/live must not reach handler", "service/live", module + "/handler"},
		{"handler must not reach store", "handler", module + "/store"},
		{"handler/web must not reach store/vault (through", "handler/web", " | " + module + "/store/vault"},
		{"store/redisstore must not reach handler", "store/redisstore", module + "/handler"},
		{"config must not reach service", "config", module + "/service"},
		{"service must not reach cmd/quanjiuye", "service", module + "/cmd/quanjiuye"},
		{"store must not import github.com/danielgtaylor/huma/v2", "store", "github.com/danielgtaylor/huma/v2"},
		{"service/live must not import github.com/redis/go-redis/v9", "service/live", "github.com/redis/go-redis/v9"},
		{"store must not import github.com/tink-crypto/tink-go/v2/aead", "store", "github.com/tink-crypto/tink-go/v2/aead"},
		{"", "service", "github.com/google/uuid | database/sql/driver"},
		{"service must not import database/sql", "service", "database/sql"},
		{"service/rubric must not import golang.org/x/sync/errgroup", "service/rubric", "golang.org/x/sync/errgroup"},
		{"service/rubric must not import service: only", "service/rubric", module + "/service"},
		{"service/calendar must not import service/rubric: only", "service/calendar", module + "/service/rubric"},
	} {
		direct, indirect, _ := strings.Cut(c.deps, "|")
		p := pkg{ImportPath: module + "/" + c.name, Doc: "Says what it is for.", Imports: strings.Fields(direct)}
		p.Deps = append(strings.Fields(indirect), p.Imports...)
		got := strings.Join(broken([]pkg{p}), "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s with %q: %q, want %q", c.name, c.deps, got, c.want)
		}
	}
	if got := broken([]pkg{{ImportPath: module + "/x"}}); len(got) != 1 || got[0] != "x has no package comment" {
		t.Errorf("without a comment: %q", got)
	}
}
