package service

import "sync"

// flights lets concurrent callers share one run per key, but never a run that
// began before they called: somebody who has just written must be served by a
// count that reads after the write. The zero value is ready.
type flights[K comparable] struct {
	mu sync.Mutex
	m  map[K]*flight
}

type flight struct {
	next *run // waits for the present run to end; nil if nobody asked since
}

type run struct {
	done chan struct{}
	err  error
}

// do runs fn, or joins the run that will start next for key.
func (f *flights[K]) do(key K, fn func() error) error {
	f.mu.Lock()
	if f.m == nil {
		f.m = map[K]*flight{}
	}
	if busy, ok := f.m[key]; ok {
		if busy.next == nil {
			busy.next = &run{done: make(chan struct{})}
		}
		r := busy.next
		f.mu.Unlock()
		<-r.done
		return r.err
	}
	fl := &flight{}
	f.m[key] = fl
	f.mu.Unlock()

	err := fn()
	f.land(key, fl, fn)
	return err
}

// land starts the run that others wait for, if any, and otherwise frees the key.
func (f *flights[K]) land(key K, fl *flight, fn func() error) {
	f.mu.Lock()
	r := fl.next
	if r == nil {
		delete(f.m, key)
		f.mu.Unlock()
		return
	}
	fl.next = nil
	f.mu.Unlock()
	go func() {
		r.err = fn()
		close(r.done)
		f.land(key, fl, fn)
	}()
}
