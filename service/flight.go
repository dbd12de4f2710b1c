package service

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// flights lets concurrent callers share one run per key, but never a run that
// began before they called: somebody who has just written must be served by a
// count that reads after the write. The zero value is ready.
type flights[K comparable, V any] struct {
	mu sync.Mutex
	m  map[K]*flight[V]
}

type flight[V any] struct {
	next *run[V] // waits for the present run to end; nil if nobody asked since
}

type run[V any] struct {
	done  chan struct{}
	value V
	err   error
}

// do runs fn, or joins the run that will start next for key.
func (f *flights[K, V]) do(key K, fn func() (V, error)) (V, error) {
	f.mu.Lock()
	if f.m == nil {
		f.m = map[K]*flight[V]{}
	}
	if busy, ok := f.m[key]; ok {
		if busy.next == nil {
			busy.next = &run[V]{done: make(chan struct{})}
		}
		r := busy.next
		f.mu.Unlock()
		<-r.done
		return r.value, r.err
	}
	fl := &flight[V]{}
	f.m[key] = fl
	f.mu.Unlock()

	defer f.land(key, fl, fn) // a panic is the caller's, not that of those who wait
	return fn()
}

// land starts the run that others wait for, if any, and otherwise frees the key.
func (f *flights[K, V]) land(key K, fl *flight[V], fn func() (V, error)) {
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
		defer f.land(key, fl, fn)
		defer close(r.done)
		defer func() {
			if p := recover(); p != nil {
				r.err = fmt.Errorf("panic in a shared run: %v\n%s", p, debug.Stack())
			}
		}()
		r.value, r.err = fn()
	}()
}
