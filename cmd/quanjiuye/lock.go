package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/store/redisstore"
)

// A data directory is for servers and tools that count in one Redis: with two, the
// figures of one database would part. Whoever runs the embedded Redis locks the
// directory for himself, and so does whoever replaces or moves the database. Those
// who keep records in its SQLite file and count in the Redis of REDIS_URL share it.
// With MongoDB and REDIS_URL nothing is kept there and nothing locked: any number
// of such servers may be told the same directory.
//
// The system lets go of a lock when its process ends, in whatever way, and keeps it
// for a process that stands still and answers nobody.

// errHeld: others have the data directory.
var errHeld = errors.New("the data directory is locked")

// alone keeps servers, and tools that write, from the data directory until release.
func alone(e env) (release func() error, err error) {
	dir := e.cfg.DataDir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	release, err = lockAlone(dir)
	if err == nil {
		if _, ok := redisstore.Running(dir); ok { // where the system has no such locks
			err = errors.Join(errHeld, release())
		}
	}
	if errors.Is(err, errHeld) {
		err = fmt.Errorf("服务或其他命令正在使用数据目录 %s，请先停止服务", dir)
	}
	return release, err
}

// share is for records in the data directory that are counted in another Redis.
func (e *engines) share(cfg config.Config) error {
	unlock, err := lockShared(cfg.DataDir)
	if errors.Is(err, errHeld) {
		return fmt.Errorf("数据目录 %s 正在使用中，而且计数不在 REDIS_URL 指定的 Redis 里；请先停止那里的服务，或使用与它相同的设置", cfg.DataDir)
	}
	if err == nil {
		e.closes = append(e.closes, unlock)
	}
	return err
}

// embedded is the URL of the embedded Redis of a data directory. A server starts
// it; a tool joins that of the server, and starts it only where no server is.
func (e *engines) embedded(dir string) (url string, err error) {
	tool := e.metrics == nil
	for deadline := time.Now().Add(time.Second); ; time.Sleep(50 * time.Millisecond) {
		if tool {
			if url, ok := redisstore.Running(dir); ok {
				return url, nil
			}
		}
		url, err = e.startEmbedded(dir)
		switch {
		case !errors.Is(err, errHeld):
			return url, err
		case !tool:
			return "", fmt.Errorf("另一个服务正在使用数据目录 %s", dir)
		case time.Now().After(deadline): // it was neither starting nor ending
			return "", fmt.Errorf("服务正在使用数据目录 %s，但那里的内置 Redis 没有应答：服务停住了，或者用的是另一个 Redis；请检查服务，并使用与它相同的设置（REDIS_URL）", dir)
		}
	}
}

func (e *engines) startEmbedded(dir string) (url string, err error) {
	unlock, err := lockAlone(dir)
	if err != nil {
		return "", err
	}
	r, err := redisstore.StartEmbedded(dir)
	switch {
	case errors.Is(err, redisstore.ErrRunning): // as in alone
		return "", errors.Join(errHeld, unlock())
	case err != nil:
		return "", errors.Join(fmt.Errorf("start embedded Redis: %w", err), unlock())
	}
	e.closes = append(e.closes, unlock, r.Close)
	return r.URL(), nil
}
