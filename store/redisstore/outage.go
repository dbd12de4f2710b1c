package redisstore

import (
	"sync/atomic"
	"time"
)

// outageProbe is how often a Redis that did not answer is tried again.
const outageProbe = time.Second

// outage keeps requests from waiting, one by one, for a Redis that is away.
// The zero outage is none.
type outage struct{ until atomic.Int64 } // Unix nanoseconds; 0: Redis answers

func (o *outage) begin(now time.Time) { o.until.Store(now.Add(outageProbe).UnixNano()) }
func (o *outage) end()                { o.until.Store(0) }

// over reports whether Redis may be asked: always when it answered last, and
// by one caller per outageProbe when it did not.
func (o *outage) over(now time.Time) bool {
	until := o.until.Load()
	if until == 0 {
		return true
	}
	return now.UnixNano() >= until && o.until.CompareAndSwap(until, now.Add(outageProbe).UnixNano())
}
