package redisstore_test

import (
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// server is a redis-server as an engine.
type server struct {
	engine
	*redistest.Server
}

// startServer starts a redis-server that ends with the test.
func startServer(t testing.TB, args ...string) *server {
	t.Helper()
	s := redistest.Start(t, args...)
	return &server{
		engine: engine{
			name: "redis-server",
			url:  s.URL(),
			down: s.Kill,
			up:   func() { s.Restart() },
		},
		Server: s,
	}
}

// silent listens and accepts, but never says a word.
func silent(t testing.TB) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		var held []net.Conn
		for {
			c, err := l.Accept()
			if err != nil {
				break
			}
			held = append(held, c)
		}
		for _, c := range held {
			_ = c.Close()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return l.Addr().String()
}

// nobody is an address at which nobody listens.
func nobody(t testing.TB) (addr string) {
	t.Helper()
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(redistest.Port(t)))
}

// took runs f and returns how long that was.
func took(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}
