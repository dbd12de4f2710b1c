package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/store/mongostore"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
)

// onMongoDB is the settings of a server on a MongoDB database.
func onMongoDB(dir string, opts mongostore.Options) []string {
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
	onMongo, onSQLite := onMongoDB(dir, mongotest.Options(t)), settings(dir)
	r, site, token := atStation(t, onSQLite)
	for n := range 5 {
		r.register(token, site, n)
	}
	want := r.counted(token, site)
	refusedTool(t, onMongo, []string{"migrate"}, "请先停止服务")
	refusedTool(t, onSQLite, []string{"migrate"}, "MONGO_URI")
	if code := r.stop(); code != 0 {
		t.Fatalf("stopping: exit code %d", code)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	mustTool(t, onSQLite, "backup", backup)

	for range 2 { // the second time there is nothing to do but the proof
		out := mustTool(t, onMongo, "migrate")
		if !strings.Contains(out, "两边一致") || !strings.Contains(strings.Join(strings.Fields(out), " "), "registrations 5 5 ") {
			t.Errorf("migrate says:\n%s", out)
		}
	}
	moved := start(t, onMongo, "--empty")
	if got := moved.counted(token, site); got != want {
		t.Errorf("counted on MongoDB: %s, want %s", got, want)
	}
	moved.register(token, site, 6)
	if got := len(moved.registrations(token, site)); got != 6 {
		t.Errorf("%d registrations after the next write, want 6", got)
	}
	moved.stop()
	refusedTool(t, onMongo, []string{"migrate"}, "没有写入", "registrations: 1 extra")

	// Nobody goes on with the source by mistake, and whoever means it has a way.
	for _, args := range [][]string{{"serve"}, {"grant", "--openid", "ann", "--role", "city"}} {
		refusedTool(t, onSQLite, args, "迁移到 MongoDB")
	}
	mustTool(t, onSQLite, "restore", backup)
	if got := start(t, onSQLite, "--empty").counted(token, site); got != want {
		t.Errorf("counted after the way back: %s, want %s", got, want)
	}
}

func TestAnUnfinishedCopyIsNotServed(t *testing.T) {
	opts := mongotest.Options(t)
	begun := struct {
		ID      string `json:"_id"`
		Rev     int64  `json:"rev"`
		Version int64  `json:"version"`
		Copying bool   `json:"copying"`
	}{"schema", 1, 1, true}
	if err := mongotest.OpenWith(t, opts).Insert(t.Context(), "meta", begun); err != nil {
		t.Fatal(err)
	}
	refusedTool(t, onMongoDB(t.TempDir(), opts), []string{"serve"}, "未完成的迁移")
}

func TestMigrateMakesNoSource(t *testing.T) {
	dir := t.TempDir()
	refusedTool(t, settings(dir, "MONGO_URI=mongodb://127.0.0.1:1"), []string{"migrate"}, "找不到文件")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
