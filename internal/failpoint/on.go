//go:build failpoints

package failpoint

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// Compiled reports whether this binary can be made to die.
const Compiled = true

var (
	wanted, nth = parse(os.Getenv("FAILPOINT"))
	hits        atomic.Int64
)

// parse reads "point:n"; n is 1 when it is left out.
func parse(s string) (Point, int64) {
	name, count, _ := strings.Cut(s, ":")
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		n = 1
	}
	return Point(name), n
}

// Hit kills the process when FAILPOINT says so.
func Hit(p Point) {
	if p == wanted && hits.Add(1) == nth {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // no step further while the signal is on its way
	}
}
