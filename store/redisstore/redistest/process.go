package redistest

import (
	"context"
	"os/exec"
	"runtime"
	"syscall"
)

// process is a redis-server that runs, or has run.
type process struct {
	cmd   *exec.Cmd
	ended chan struct{} // closed when it has
}

func startProcess(dir string, args []string) (*process, error) {
	p := &process{cmd: exec.CommandContext(context.Background(), "redis-server", args...), ended: make(chan struct{})}
	p.cmd.Dir = dir
	p.cmd.SysProcAttr = dieWithParent()
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
			_ = p.cmd.Wait() // how it ended says nothing: it is mostly killed
		}
	}()
	return p, <-started
}

func (p *process) pid() int { return p.cmd.Process.Pid }

func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// signal reports false for a process that has ended.
func (p *process) signal(s syscall.Signal) bool {
	return p.running() && p.cmd.Process.Signal(s) == nil
}

// kill ends the process without a goodbye.
func (p *process) kill() {
	_ = p.cmd.Process.Kill() // it may have ended by itself
	<-p.ended
}
