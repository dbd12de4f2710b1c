package main

import (
	"fmt"
	"path/filepath"

	"github.com/gofrs/flock"
)

// lockData holds a data directory until release, and refuses while somebody else
// does: alone, as whoever keeps the counters in a Redis of its own must, or
// together with others, as servers and tools that share an outside Redis may. The
// system releases what a killed process held, and keeps what a frozen one holds.
func lockData(dir string, alone bool) (release func() error, err error) {
	l := flock.New(filepath.Join(dir, "server.lock"), flock.SetPermissions(0o600))
	try := l.TryRLock
	if alone {
		try = l.TryLock
	}
	ok, err := try()
	if err != nil {
		return nil, fmt.Errorf("lock data directory: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("另一个服务正在使用数据目录 %s，请先停止服务；若它已无响应，请结束该进程", dir)
	}
	return l.Close, nil
}
