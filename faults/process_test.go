package faults_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

// process is one life of a program.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed when it is gone
}

// launch starts a program. Whatever becomes of the test, it dies with it.
func launch(t *testing.T, log *journal, environ []string, path string, args ...string) *process {
	t.Helper()
	p := &process{exec.Command(path, args...), make(chan struct{})}
	p.cmd.Env = environ
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	started := make(chan error, 1)
	go func() {
		// For the kernel the parent is the thread that forked: it must not end
		// before the child does.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(p.ended)
		err := p.cmd.Start()
		started <- err
		if err == nil {
			_ = p.cmd.Wait() // code tells how it ended
		}
	}()
	if err := <-started; err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
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

// freeAddr is an address on loopback that nobody listens on.
func freeAddr(t *testing.T) string {
	t.Helper()
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(redistest.Port(t)))
}

// eventually waits for what a process does. It belongs on the test's goroutine.
func eventually(t *testing.T, most time.Duration, what string, ok func() bool) {
	t.Helper()
	if err := await(most, what, ok); err != nil {
		t.Fatal(err)
	}
}

// await is eventually for any goroutine.
func await(most time.Duration, what string, ok func() bool) error {
	for deadline := time.Now().Add(most); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			return fmt.Errorf("not within %s: %s", most, what)
		}
	}
	return nil
}

// thawAndKill ends a program that may be frozen.
func (p *process) thawAndKill() {
	p.signal(syscall.SIGCONT)
	p.kill()
}
