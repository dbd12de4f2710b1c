package faults_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// process is one life of a program.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed when it is gone
}

// launch starts a program. Whatever becomes of the test, it dies with it.
func launch(t *testing.T, log *journal, environ []string, path string, args ...string) *process {
	t.Helper()
	cmd := exec.Command(path, args...)
	cmd.Env = environ
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	p := &process{cmd, make(chan struct{})}
	go func() {
		defer close(p.ended)
		_ = cmd.Wait()
	}()
	return p
}

func (p *process) signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) }

// kill is kill -9. Twice is allowed.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.ended
}

// alive reports whether the program still runs.
func (p *process) alive() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// code is how the program ended: its exit code, or -1 for a signal.
func (p *process) code() int { return p.cmd.ProcessState.ExitCode() }

// wait waits for the end.
func (p *process) wait(most time.Duration) error {
	select {
	case <-p.ended:
		return nil
	case <-time.After(most):
		return fmt.Errorf("still running after %s", most)
	}
}

// settings is the environment of a program: this one's, without anything that
// could configure the service, and what is named.
func settings(more ...string) []string {
	environ := []string{"GORACE=atexit_sleep_ms=20"}
	for _, name := range []string{"PATH", "HOME", "TMPDIR"} {
		if v, ok := os.LookupEnv(name); ok {
			environ = append(environ, name+"="+v)
		}
	}
	return append(environ, more...)
}

// lastPort is where freePort goes on. Its ports lie below those that systems
// give away by themselves, so that a program which is down finds its own again.
var lastPort atomic.Int64

func init() { lastPort.Store(10_000 + rand.Int64N(15_000)) }

// freeAddr is an address on loopback that nobody listens on.
func freeAddr(t *testing.T) string {
	t.Helper()
	// A process forked just now would hold the port until it runs its program.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	for range 1000 {
		addr := net.JoinHostPort("127.0.0.1", strconv.FormatInt(lastPort.Add(1), 10))
		l, err := net.Listen("tcp", addr)
		if err != nil {
			continue
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return addr
	}
	t.Fatal("no port is free")
	return ""
}

// eventually waits for what a process does.
func eventually(t *testing.T, most time.Duration, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(most); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within %s: %s", most, what)
		}
	}
}

// thawAndKill ends a program that may be frozen.
func (p *process) thawAndKill() {
	p.signal(syscall.SIGCONT)
	p.kill()
}
