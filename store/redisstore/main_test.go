package redisstore_test

import (
	"flag"
	"testing"

	"go.uber.org/goleak"
)

// TestMain also proves that nothing runs on after every Store, subscription and
// embedded server has been closed; but for go-redis, whose probe of a server that
// is away ends a second later.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(suite{m}, goleak.IgnoreAnyFunction("github.com/redis/go-redis/v9/internal/pool.(*ConnPool).tryDial"))
}

type suite struct{ *testing.M }

func (s suite) Run() int {
	// The tests that run in parallel wait for time to pass, not for a processor.
	if err := flag.Set("test.parallel", "16"); err != nil {
		panic(err)
	}
	defer shared.Close()
	return s.M.Run()
}
