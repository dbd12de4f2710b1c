package faults_test

import (
	"context"
	"net/http"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// service is one instance: an address in which one process lives after another.
type service struct {
	t       *testing.T
	name    string
	addr    string
	environ []string
	log     journal
	proc    *process
}

func (s *service) base() string { return "http://" + s.addr }

// start begins a life and waits until it is ready. more is added to its
// environment, such as FAILPOINT=write/stored:3.
func (s *service) start(more ...string) {
	s.t.Helper()
	s.begin(more...)
	eventually(s.t, 60*time.Second, "instance "+s.name+" is ready", func() bool {
		if !s.proc.alive() {
			s.t.Fatalf("instance %s ended with %d:\n%s", s.name, s.proc.code(), s.log.tail(30))
		}
		return s.readiness() == http.StatusOK
	})
}

// begin is start without the wait.
func (s *service) begin(more ...string) {
	s.t.Helper()
	environ := append(append([]string{"LISTEN_ADDR=" + s.addr}, s.environ...), more...)
	s.proc = launch(s.t, &s.log, environ, programs.quanjiuye, "--empty")
}

// readiness is the status of /readyz, 0 when there is no answer.
func (s *service) readiness() int {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base()+"/readyz", nil)
	if err != nil {
		return 0
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// kill is kill -9.
func (s *service) kill() { s.proc.kill() }

// diesOfItself waits for a fail point.
func (s *service) diesOfItself(most time.Duration) {
	s.t.Helper()
	if err := s.proc.wait(most); err != nil {
		s.t.Fatalf("instance %s: %v", s.name, err)
	}
	if s.proc.code() != -1 {
		s.t.Fatalf("instance %s ended with %d, not by a signal", s.name, s.proc.code())
	}
}

// stop tells the process to stop and returns its exit code and how long it took.
func (s *service) stop() (code int, took time.Duration) {
	s.t.Helper()
	start := time.Now()
	s.proc.signal(syscall.SIGTERM)
	if err := s.proc.wait(30 * time.Second); err != nil {
		s.t.Errorf("instance %s after SIGTERM: %v", s.name, err)
		s.proc.kill()
	}
	return s.proc.code(), time.Since(start)
}

func (s *service) freeze() { s.proc.signal(syscall.SIGSTOP) }
func (s *service) thaw()   { s.proc.signal(syscall.SIGCONT) }

// tool runs a tool with the settings of an instance to its end.
func (s *service) tool(args ...string) (code int, out string) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, programs.quanjiuye, args...)
	cmd.Env = s.environ
	cmd.Stderr = &s.log
	answer, err := cmd.Output()
	if cmd.ProcessState == nil {
		s.t.Fatalf("quanjiuye %v: %v", args, err)
	}
	return cmd.ProcessState.ExitCode(), string(answer)
}
