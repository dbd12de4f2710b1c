package redisstore

import (
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
)

// ErrRunning is returned by StartEmbedded when another process serves the same
// directory: two of them would keep two sets of counters for one database.
var ErrRunning = errors.New("another embedded redis serves this directory")

// expiryTick is how often expired keys are dropped. miniredis could follow the
// clock by itself, but would then walk every expiring key at every command.
const expiryTick = 100 * time.Millisecond

// Embedded is a Redis inside this process, for a trial, a single small county
// and tests. It is empty when it starts, keeps nothing, and listens on loopback
// under a random password. A foreign subscriber that stops reading makes it
// stand still for everybody; Store.Subscribe always reads.
type Embedded struct {
	server *miniredis.Miniredis
	dir    string
	url    string
	stop   chan struct{}
	once   sync.Once
	ticker sync.WaitGroup
}

// StartEmbedded starts a server and writes how to reach it into dir (which is
// made when missing), so that command-line tools share the counters of the
// running server: see Running. It returns ErrRunning when one is there already.
func StartEmbedded(dir string) (*Embedded, error) {
	if _, ok := Running(dir); ok {
		return nil, ErrRunning
	}
	password := rand.Text()
	server := miniredis.NewMiniRedis()
	server.RequireAuth(password)
	if err := server.StartAddr("127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("start embedded redis: %w", err)
	}
	e := &Embedded{
		server: server,
		dir:    dir,
		url:    "redis://:" + password + "@" + server.Addr() + "/0",
		stop:   make(chan struct{}),
	}
	if err := writeAddress(dir, e.url); err != nil {
		server.Close()
		return nil, err
	}
	e.ticker.Go(e.expire)
	return e, nil
}

// URL is what Options.URL takes. It holds the password.
func (e *Embedded) URL() string { return e.url }

// Close stops the server and removes what it wrote into the directory. Stores
// on it are best closed before. Closing twice is no error.
func (e *Embedded) Close() error {
	var err error
	e.once.Do(func() {
		err = removeAddress(e.dir, e.url)
		close(e.stop)
		e.ticker.Wait()
		e.server.Close()
	})
	return err
}

// expire lets time pass: miniredis counts expiry times down only when told.
func (e *Embedded) expire() {
	tick := time.NewTicker(expiryTick)
	defer tick.Stop()
	last := time.Now()
	for {
		select {
		case <-e.stop:
			return
		case <-tick.C:
			now := time.Now()
			e.server.FastForward(now.Sub(last))
			last = now
		}
	}
}
