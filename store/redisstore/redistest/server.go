package redistest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Server is a redis-server process. Between Kill, Stop and Restart it is down;
// its port and its folder stay its own.
type Server struct {
	t       testing.TB // who is told of failures
	port    int
	bus     int // the port of the cluster's nodes among themselves; 0 without
	dir     string
	args    []string
	conf    string // what a sentinel begins with; "" for a server
	process *process
	frozen  bool
}

// Start starts a server that ends with the test. The arguments are those of
// redis-server, as in "--maxmemory", "2mb".
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	Need(t)
	s := &Server{t: t, args: args}
	t.Cleanup(s.remove)
	if err := s.launch(); err != nil {
		t.Fatal(err)
	}
	return s
}

// launch starts a server for the first time, on free ports.
func (s *Server) launch() (err error) {
	if s.dir, err = os.MkdirTemp("", "redistest-*"); err != nil {
		return err
	}
	for range 10 { // another process may take a port before the server does
		if err = s.settle(); err != nil {
			return err
		}
		if err = s.start(); !errors.Is(err, errEnded) {
			return err
		}
	}
	return err
}

func (s *Server) settle() (err error) {
	if s.port, err = freePort(); err != nil {
		return err
	}
	if slices.Contains(s.args, "--cluster-enabled") {
		s.bus, err = freePort()
	}
	if s.conf != "" {
		conf := fmt.Sprintf("port %d\nbind 127.0.0.1\nlogfile log\n%s", s.port, s.conf)
		err = os.WriteFile(filepath.Join(s.dir, sentinelConf), []byte(conf), 0o600)
	}
	return err
}

// errEnded: the process ended instead of serving.
var errEnded = errors.New("redis-server ended")

// start runs the process until it answers.
func (s *Server) start(more ...string) error {
	args := []string{"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", s.dir, "--logfile", "log",
		"--save", "", "--appendonly", "no",
		// Replicas: an empty memory is sent at once, and no copy stays in the folder.
		"--repl-diskless-sync-delay", "0", "--rdb-del-sync-files", "yes"}
	if s.bus != 0 {
		args = append(args, "--cluster-port", strconv.Itoa(s.bus))
	}
	args = slices.Concat(args, s.args, more)
	if s.conf != "" {
		args = append([]string{sentinelConf, "--sentinel"}, more...)
	}
	return s.run(args)
}

func (s *Server) run(args []string) (err error) {
	s.frozen = false
	if s.process, err = startProcess(s.dir, args); err != nil {
		return fmt.Errorf("start redis-server: %w", err)
	}
	c := s.client()
	defer func() { _ = c.Close() }()
	// Whoever took the port meanwhile may be a Redis too.
	mine := fmt.Sprintf("process_id:%d\r", s.process.pid())
	err = await(context.Background(), "redis-server answers", func() bool {
		return !s.process.running() || strings.Contains(c.Info(context.Background(), "server").Val(), mine)
	})
	if err == nil && !s.process.running() {
		err = errEnded
	}
	if err != nil {
		s.process.kill()
		return fmt.Errorf("%w: %s", err, s.lastWords())
	}
	return nil
}

func (s *Server) lastWords() string {
	log, err := os.ReadFile(filepath.Join(s.dir, "log"))
	if err != nil {
		return err.Error()
	}
	return string(log[max(0, len(log)-1000):])
}

// Addr is host:port.
func (s *Server) Addr() string { return address(s.port) }

// Port is the port of Addr.
func (s *Server) Port() int { return s.port }

// URL is what redisstore.Options.URL takes.
func (s *Server) URL() string { return "redis://" + s.Addr() }

// Dir is the server's folder.
func (s *Server) Dir() string { return s.dir }

// Running says whether there is a process, frozen or not.
func (s *Server) Running() bool { return s.process.running() }

// up says whether it can serve.
func (s *Server) up() bool { return s.Running() && !s.frozen }

// Client is the driver's own view of the server, for what a test must do or see
// behind the store's back. It is closed when the test ends.
func (s *Server) Client() *redis.Client {
	c := s.client()
	s.t.Cleanup(func() { _ = c.Close() })
	return c
}

// Kill ends the process without a goodbye. One that has ended is no error.
func (s *Server) Kill() { s.process.kill() }

// Stop tells the server to end in good order and waits until it has. It saves
// nothing.
func (s *Server) Stop() {
	s.t.Helper()
	s.process.signal(syscall.SIGCONT) // a frozen one would not hear
	s.frozen = false
	s.process.signal(syscall.SIGTERM)
	if err := await(context.Background(), "redis-server stops", func() bool { return !s.process.running() }); err != nil {
		s.t.Fatal(err)
	}
}

// Restart starts a server that is down, or kills it before, at the same address
// and in the same folder: empty, or with what Save kept. The arguments are given
// besides those of the first start, for this time only.
func (s *Server) Restart(args ...string) {
	s.t.Helper()
	s.Kill()
	if err := s.start(args...); err != nil {
		s.t.Fatal(err)
	}
}

// Freeze stops the process from running while its port still accepts.
func (s *Server) Freeze() {
	s.t.Helper()
	if !s.process.signal(syscall.SIGSTOP) {
		s.t.Fatal("freeze redis-server: it does not run")
	}
	s.frozen = true
}

// Thaw lets a frozen process go on.
func (s *Server) Thaw() {
	s.t.Helper()
	if !s.process.signal(syscall.SIGCONT) {
		s.t.Fatal("thaw redis-server: it does not run")
	}
	s.frozen = false
}

// Save writes what the server holds into its folder, where each Restart finds
// it until the next Save.
func (s *Server) Save() {
	s.t.Helper()
	c := s.client()
	defer func() { _ = c.Close() }()
	if err := c.Save(context.Background()).Err(); err != nil {
		s.t.Fatalf("save redis-server's dump: %v", err)
	}
}

// remove ends the process and takes its folder away.
func (s *Server) remove() {
	if s.process != nil {
		s.process.kill()
	}
	_ = os.RemoveAll(s.dir)
}
