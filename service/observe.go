package service

import "time"

// Observer is told how counting goes, for whoever measures it. It is called from
// many goroutines, at times with a writer waiting, so it is quick.
type Observer interface {
	// Recounted: a unit was counted from the records and put, or could not be.
	Recounted(took time.Duration, err error)
	// Postponed: a unit was written to and its count is not in the cache. The mark
	// stays and brings the sweeper.
	Postponed()
	// Swept: a turn of the background work is over.
	Swept(t Turn)
	// Rebuilt: everything of one or more years was counted, units in all.
	Rebuilt(units int, took time.Duration, err error)
}

// Turn is one turn of the background work; see Sweep.
type Turn struct {
	Holder bool // this instance held the lease, so the work was its own
	Loss   bool // the cache has lost something since this instance looked last
	Units  int  // counted because of a mark that had stayed
	Took   time.Duration
	Err    error
}

// unobserved is nobody's Observer.
type unobserved struct{}

func (unobserved) Recounted(time.Duration, error)    {}
func (unobserved) Postponed()                        {}
func (unobserved) Swept(Turn)                        {}
func (unobserved) Rebuilt(int, time.Duration, error) {}
