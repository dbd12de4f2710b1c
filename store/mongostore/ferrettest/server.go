package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"

	"github.com/FerretDB/FerretDB/ferretdb"

	"github.com/quanjiuye/backend/store/mongostore/ferrettest/gate"
)

// server is a running FerretDB behind its gate.
type server struct {
	gate *gate.Gate
	uri  string
	stop func()
}

// start serves on a TCP address, keeping its data in dir or, if that is empty,
// in a temporary folder. After an error the process must exit at once: what a
// failed FerretDB leaves behind panics as soon as it is garbage-collected.
func start(listen, dir string) (*server, error) {
	dir, pragma, cleanup, err := dataDir(dir)
	if err != nil {
		return nil, err
	}
	db, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Handler:   "sqlite",
		SQLiteURL: (&url.URL{Scheme: "file", Path: dir + "/", RawQuery: pragma}).String(),
		Logger:    slog.New(slog.DiscardHandler),
	})
	if err != nil {
		cleanup()
		return nil, fmt.Errorf("start FerretDB: %w", err)
	}
	uri, err := url.Parse(db.MongoDBURI())
	if err != nil {
		cleanup()
		return nil, fmt.Errorf("read the address of FerretDB: %w", err)
	}
	g, err := gate.Listen(listen, uri.Host)
	if err != nil {
		cleanup()
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = db.Run(ctx) // always nil
	}()
	stop := func() {
		_ = g.Close() // first: FerretDB waits for connections
		cancel()
		<-done
		cleanup()
	}
	uri.Host = g.Addr()
	return &server{gate: g, uri: uri.String(), stop: stop}, nil
}

// dataDir readies the folder. A temporary one need not survive a crash and is
// several times faster without syncs.
func dataDir(dir string) (path, pragma string, cleanup func(), err error) {
	if dir == "" {
		path, err = os.MkdirTemp("", "ferrettest-")
		return path, "_pragma=synchronous(off)", func() { _ = os.RemoveAll(path) }, err
	}
	if path, err = filepath.Abs(dir); err == nil {
		err = os.MkdirAll(path, 0o755)
	}
	return path, "", func() {}, err
}
