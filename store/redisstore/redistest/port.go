package redistest

import (
	"errors"
	"math/rand/v2"
	"net"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
)

// lastPort is where freePort goes on. Its ports lie below those that systems
// give away by themselves, so that a server which is down finds its own again.
var lastPort atomic.Int64

func init() { lastPort.Store(10_000 + rand.Int64N(15_000)) }

// Port is a port of loopback that nobody listens on, and that nothing but
// another test process is likely to take.
func Port(t testing.TB) int {
	t.Helper()
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func freePort() (int, error) {
	// A process forked just now would hold the port until it runs its program.
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	for range 1000 {
		port := int(lastPort.Add(1))
		l, err := net.Listen("tcp", address(port))
		if err == nil {
			return port, l.Close()
		}
	}
	return 0, errors.New("no port is free")
}

func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }
