package main

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/sqlitestore"
)

// A server that starts again scores by the policies that were made. One that cannot
// read them does not start, and no tool works: nothing is scored by defaults.
func TestPoliciesAreThereFromTheStart(t *testing.T) {
	dir := t.TempDir()
	environ := settings(dir)
	r, _, ann := atStation(t, environ)
	site := r.station(fmt.Sprint(time.Now().Year(), "-01-01")) // open, whatever the day
	from := fmt.Sprint(time.Now().Year(), "-12-31")
	r.call("PUT", "/v1/policies", r.login("demo-city"), map[string]any{
		"from": from, "settings": map[string]string{"item7_below": "prorata"}, "note": "按市局通知"}, nil)
	r.stop()

	r = start(t, environ, "--empty")
	var p struct{ Policy string }
	r.call("GET", "/v1/sites/"+site+"/progress", r.login("demo-city"), nil, &p)
	if p.Policy != from+".1" {
		t.Errorf("scored by %s", p.Policy)
	}
	var one struct{ Settings map[string]string }
	if r.call("GET", "/v1/policies/"+p.Policy, ann, nil, &one); one.Settings["item7_below"] != "prorata" {
		t.Errorf("it reads %v", one.Settings)
	}
	if code, _, errOut := tool(t, environ, "rebuild"); code != 0 {
		t.Errorf("rebuild: %d %s", code, errOut)
	}
	r.stop()

	e, err := sqlitestore.Open(t.Context(), filepath.Join(dir, "quanjiuye.db"))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		ID       string            `json:"_id"`
		Rev      int64             `json:"rev"`
		No       int64             `json:"no"`
		From     string            `json:"from"`
		Settings map[string]string `json:"settings"`
	}
	if err := e.Get(t.Context(), "policies", p.Policy, &doc); err != nil {
		t.Fatal(err)
	}
	doc.ID, doc.No, doc.Settings["item16_of_a_newer_version"] = from+".2", 2, "x"
	if err := e.Insert(t.Context(), "policies", doc); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve"}, {"rebuild"}, {"check"}} {
		refusedTool(t, environ, args, "评分口径", from+".2")
	}
}
