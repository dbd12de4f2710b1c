package main

import (
	"path/filepath"
	"testing"

	"github.com/quanjiuye/backend/store/sqlitestore"
)

func TestADatabaseOfANewerVersionIsNotServed(t *testing.T) {
	dir := t.TempDir()
	environ := settings(dir)
	start(t, environ, "--empty").stop()
	e, err := sqlitestore.Open(t.Context(), filepath.Join(dir, "quanjiuye.db"))
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		ID      string `json:"_id"`
		Rev     int64  `json:"rev"`
		Version int64  `json:"version"`
	}
	if err := e.Get(t.Context(), "meta", "schema", &schema); err != nil {
		t.Fatal(err)
	}
	schema.Rev, schema.Version = schema.Rev+1, 99
	if err := e.Replace(t.Context(), "meta", "schema", schema.Rev-1, schema); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	refusedTool(t, environ, []string{"serve"}, "更新的版本", "version 99")
	refusedTool(t, environ, []string{"rebuild"}, "更新的版本")
}
