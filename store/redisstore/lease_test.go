package redisstore_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestOneHoldsTheLease(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		first := lease(t, a, "a", time.Hour)
		if first == 0 {
			t.Fatal("not given")
		}
		if again := lease(t, a, "a", time.Hour); again != first {
			t.Fatalf("prolonged under fence %d, want %d", again, first)
		}
		if got := lease(t, b, "b", time.Hour); got != 0 {
			t.Fatalf("given twice: %d", got)
		}
		lease(t, b, "b", 0) // not his to give back
		if got := lease(t, b, "b", time.Hour); got != 0 {
			t.Fatalf("given twice: %d", got)
		}
		lease(t, a, "a", 0)
		if second := lease(t, b, "b", time.Hour); second <= first {
			t.Fatalf("fence %d after %d", second, first)
		}
	})
}

func TestTheLeaseRunsOut(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		first := lease(t, s, "a", 50*time.Millisecond)
		var second int64
		eventually(t, "it is free", func() bool {
			second = lease(t, s, "b", time.Hour)
			return second != 0
		})
		if second <= first {
			t.Fatalf("fence %d after %d", second, first)
		}
		if late := lease(t, s, "a", time.Hour); late != 0 {
			t.Fatalf("given twice: %d", late)
		}
	})
}

// Not even an emptied Redis gives a fence twice.
func TestFencesGrowAcrossAnEmptiedCache(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		var last int64
		for i := range 5 {
			fence := lease(t, s, fmt.Sprint(i), time.Hour)
			if fence <= last {
				t.Fatalf("fence %d after %d", fence, last)
			}
			last = fence
			flush(t, s)
		}
	})
}

func TestManyAskForTheLease(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		lease(t, s, "rebuilder", 0)
		var given atomic.Int64
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				if lease(t, s, fmt.Sprint(i), time.Hour) != 0 {
					given.Add(1)
				}
			})
		}
		wg.Wait()
		if given.Load() != 1 {
			t.Fatalf("given %d times", given.Load())
		}
	})
}
