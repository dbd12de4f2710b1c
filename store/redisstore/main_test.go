package redisstore_test

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain also proves that nothing runs on after every Store, subscription and
// embedded server has been closed.
func TestMain(m *testing.M) { goleak.VerifyTestMain(suite{m}) }

type suite struct{ *testing.M }

func (s suite) Run() int {
	defer stopCluster()
	return s.M.Run()
}
