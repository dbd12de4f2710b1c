package main

import (
	"os"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/store/mongostore/mongotest"
)

// onMongoDB is the settings of a server on a MongoDB database of its own.
func onMongoDB(t *testing.T, dir string) []string {
	opts := mongotest.Options(t)
	separator := "?"
	if strings.Contains(opts.URI, "?") {
		separator = "&"
	}
	uri := opts.URI
	if opts.MaxPoolSize == 1 { // a stand-in that loses concurrent updates
		uri += separator + "maxPoolSize=1"
	}
	return settings(dir, "MONGO_URI="+uri, "MONGO_DATABASE="+opts.Database)
}

// TestFromSQLiteToMongoDB moves a station to MongoDB and goes on there.
func TestFromSQLiteToMongoDB(t *testing.T) {
	dir := t.TempDir()
	onMongo, onSQLite := onMongoDB(t, dir), settings(dir)
	r := start(t, onSQLite, "--empty")
	site := r.station("2026-11-01")
	mustTool(t, onSQLite, "grant", "--openid", "ann", "--role", "staff", "--scope", site)
	token := r.login("ann")
	post := func(r *running, n int) {
		body := registration(n)
		body["site_id"] = site
		r.call("POST", "/v1/registrations", token, body, nil)
	}
	counted := func(r *running) string {
		var p progress
		r.call("GET", "/v1/sites/"+site+"/progress", token, nil, &p)
		return p.Items[6].Explanation
	}
	for n := range 5 {
		post(r, n)
	}
	want := counted(r)
	refusedTool(t, onMongo, []string{"migrate"}, "请先停止服务")
	refusedTool(t, onSQLite, []string{"migrate"}, "MONGO_URI")
	if code := r.stop(); code != 0 {
		t.Fatalf("stopping: exit code %d", code)
	}

	for range 2 { // the second time there is nothing to do but the proof
		out := mustTool(t, onMongo, "migrate")
		if !strings.Contains(out, "两边一致") || !strings.Contains(strings.Join(strings.Fields(out), " "), "registrations 5 5 ") {
			t.Errorf("migrate says:\n%s", out)
		}
	}
	moved := start(t, onMongo, "--empty")
	if got := counted(moved); got != want {
		t.Errorf("counted on MongoDB: %s, want %s", got, want)
	}
	post(moved, 6)
	if got := len(moved.registrations(token, site)); got != 6 {
		t.Errorf("%d registrations after the next write, want 6", got)
	}
	moved.stop()
	refusedTool(t, onMongo, []string{"migrate"}, "没有写入", "registrations: 1 extra")
}

func TestMigrateMakesNoSource(t *testing.T) {
	dir := t.TempDir()
	refusedTool(t, settings(dir, "MONGO_URI=mongodb://127.0.0.1:1"), []string{"migrate"}, "找不到文件")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
