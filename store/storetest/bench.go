package storetest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/quanjiuye/backend/store"
)

// Bench measures what a phone waits for: one insert by one writer, inserts by
// sixteen writers per processor, and the read of a recount over 200
// registrations. Each part opens its own empty engine and closes it.
func Bench(b *testing.B, open func(b *testing.B) store.Engine) {
	for _, part := range []struct {
		name string
		run  func(b *testing.B, e store.Engine)
	}{
		{"insert", benchInsert},
		{"insert parallel", benchInsertParallel},
		{"find recount", benchFind},
	} {
		b.Run(part.name, func(b *testing.B) {
			e := open(b)
			defer func() {
				if err := e.Close(context.Background()); err != nil {
					b.Errorf("close: %v", err)
				}
			}()
			part.run(b, e)
		})
	}
}

func benchInsert(b *testing.B, e store.Engine) {
	for i := 0; b.Loop(); i++ {
		if err := e.Insert(b.Context(), "registrations", NewRegistration(fmt.Sprint(i))); err != nil {
			b.Fatal(err)
		}
	}
}

func benchInsertParallel(b *testing.B, e store.Engine) {
	var next atomic.Int64
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := e.Insert(b.Context(), "registrations", NewRegistration(fmt.Sprint(next.Add(1)))); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func benchFind(b *testing.B, e store.Engine) {
	if _, err := e.InsertAll(b.Context(), "registrations", registrations(200)); err != nil {
		b.Fatal(err)
	}
	q := where(s1, november)
	q.Fields = []string{"status", "complete", "registered_on", "person_id"}
	for b.Loop() {
		var out []Registration
		if err := e.Find(b.Context(), "registrations", q, &out); err != nil || len(out) != 200 {
			b.Fatal(len(out), err)
		}
	}
}
