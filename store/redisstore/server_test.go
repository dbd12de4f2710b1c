package redisstore_test

import (
	"context"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// server is a redis-server process on loopback.
type server struct {
	engine
	port int
	args []string
	cmd  *exec.Cmd
}

// startServer starts a redis-server that ends with the test.
func startServer(t testing.TB, args ...string) *server {
	t.Helper()
	s := newServer(t, append(args, "--dir", t.TempDir())...)
	t.Cleanup(s.kill)
	return s
}

// newServer starts a redis-server; the caller kills it.
func newServer(t testing.TB, args ...string) *server {
	t.Helper()
	needServer(t)
	s := &server{port: freePort(t), args: args}
	s.engine = engine{
		name: "redis-server",
		url:  "redis://" + s.addr(),
		down: s.kill,
		up:   func() { s.start(t) },
	}
	s.start(t)
	return s
}

// needServer skips where redis-server is not installed, unless engines are
// required as in CI.
func needServer(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err == nil {
		return
	}
	if os.Getenv("REQUIRE_ENGINES") != "" {
		t.Fatal("redis-server is not installed")
	}
	t.Skip("redis-server is not installed")
}

func (s *server) addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

func (s *server) start(t testing.TB) {
	t.Helper()
	args := append([]string{"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"}, s.args...)
	s.cmd = exec.Command("redis-server", args...)
	check(t, s.cmd.Start())
	c := s.client()
	defer func() { _ = c.Close() }()
	eventually(t, "redis-server answers", func() bool { return c.Ping(context.Background()).Err() == nil })
}

func (s *server) client() *redis.Client { return redis.NewClient(&redis.Options{Addr: s.addr()}) }

// kill ends the process without a goodbye. Once is enough, twice is allowed.
func (s *server) kill() {
	if s.cmd.ProcessState == nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	}
}

// freeze stops the process from running while its port still accepts.
func (s *server) freeze(t testing.TB) {
	t.Helper()
	check(t, s.cmd.Process.Signal(syscall.SIGSTOP))
}

func (s *server) thaw(t testing.TB) {
	t.Helper()
	check(t, s.cmd.Process.Signal(syscall.SIGCONT))
}

// lastPort is where freePort goes on. Its ports lie below those that systems
// give away by themselves, so that a server which is down finds its own again.
var lastPort atomic.Int64

func init() { lastPort.Store(10_000 + rand.Int64N(15_000)) }

func freePort(t testing.TB) int {
	t.Helper()
	// A process forked just now would hold the port until it runs its program.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	for range 1000 {
		port := int(lastPort.Add(1))
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			check(t, l.Close())
			return port
		}
	}
	t.Fatal("no port is free")
	return 0
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
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(freePort(t)))
}

// took runs f and returns how long that was.
func took(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}
