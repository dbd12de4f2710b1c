package sqlitestore_test

import (
	"context"
	"database/sql"
	"encoding/binary"
	"net/url"
	"os"
	"testing"
)

// raw is a connection past the engine, as another program would have one.
func raw(t testing.TB, path string) *sql.Conn {
	t.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path, RawQuery: "_busy_timeout=5000"}).String())
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxIdleConns(-1) // closing conn closes the file
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn.Close()
		db.Close()
	})
	return conn
}

func execRaw(t testing.TB, conn *sql.Conn, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if _, err := conn.ExecContext(context.Background(), text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

// lock keeps every engine from writing to the file until unlock.
func lock(t testing.TB, path string) (unlock func()) {
	t.Helper()
	conn := raw(t, path)
	execRaw(t, conn, "BEGIN IMMEDIATE")
	return func() { execRaw(t, conn, "ROLLBACK") }
}

// wantSound checks everything that SQLite can check.
func wantSound(t testing.TB, path string) {
	t.Helper()
	var finding string
	err := raw(t, path).QueryRowContext(context.Background(), "PRAGMA integrity_check").Scan(&finding)
	if err != nil || finding != "ok" {
		t.Fatalf("integrity check: %s, %v", finding, err)
	}
}

// commits counts the transactions in the file's log, each of which went to the
// disk by itself (https://sqlite.org/fileformat.html#the_write_ahead_log).
func commits(t testing.TB, path string) int {
	t.Helper()
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	const header, frameHeader = 32, 24
	page := int(binary.BigEndian.Uint32(log[8:]))
	salt, n := string(log[16:24]), 0
	for at := header; at+frameHeader+page <= len(log) && string(log[at+8:at+16]) == salt; at += frameHeader + page {
		if binary.BigEndian.Uint32(log[at+4:]) != 0 { // "size of the database after a commit"
			n++
		}
	}
	return n
}
