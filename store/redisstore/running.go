package redisstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// addressFile holds the URL of the embedded server of a data directory.
const addressFile = "redis.addr"

// Running finds the embedded server that another process runs on dir. ok is
// false when there is none or it does not answer within about a second, such as
// one that was killed and left its file behind.
func Running(dir string) (url string, ok bool) {
	raw, err := os.ReadFile(filepath.Join(dir, addressFile))
	if err != nil {
		return "", false
	}
	url = strings.TrimSpace(string(raw))
	ctx, cancel := patient(context.Background()) // one patience for both questions
	defer cancel()
	s, err := Open(ctx, Options{URL: url})
	if err != nil {
		return "", false
	}
	defer func() { _ = s.Close() }()
	if s.Ping(ctx) != nil {
		return "", false
	}
	return url, true
}

// writeAddress puts the file in place in one step, readable by its owner only.
func writeAddress(dir, url string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("write redis address: %w", err)
	}
	f, err := os.CreateTemp(dir, "."+addressFile+"-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write redis address: %w", err)
	}
	_, err = f.WriteString(url + "\n")
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, addressFile))
	}
	if err != nil {
		return fmt.Errorf("write redis address: %w", errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}

// removeAddress removes the file, provided that it still is about url.
func removeAddress(dir, url string) error {
	path := filepath.Join(dir, addressFile)
	raw, err := os.ReadFile(path)
	if err == nil && strings.TrimSpace(string(raw)) == url {
		err = os.Remove(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove redis address: %w", err)
	}
	return nil
}
