package redistest_test

import (
	"testing"

	"github.com/quanjiuye/backend/store/redisstore/redistest"
)

func TestSentinelsElectAnotherMaster(t *testing.T) {
	t.Parallel()
	s := redistest.StartSentinels(t, 3)
	first := s.Master()
	if dead := s.KillMaster(); dead != first || first.Running() {
		t.Fatalf("killed %s, not %s", dead.Addr(), first.Addr())
	}
	s.WaitHealthy(t.Context())
	second := s.Master()
	if second == first {
		t.Fatal("the dead one is the master")
	}
	keep(t, second, "k", "v")
	first.Restart()
	s.WaitHealthy(t.Context()) // the first follows the second
	if got := holds(t, first, "k"); got != "v" {
		t.Errorf("the replica holds %q", got)
	}
	s.Sentinels()[0].Kill() // two of three can still decide
	s.KillMaster()
	s.WaitHealthy(t.Context())
	if s.Master() != first {
		t.Error("the first one did not come back")
	}
	s.Sentinels()[0].Restart()
	s.WaitHealthy(t.Context())
}
