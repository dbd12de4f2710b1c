package redisstore_test

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

// call is a method of Store on fixed arguments.
type call struct {
	name string
	do   func(ctx context.Context, s *redisstore.Store) error
}

// Every method that asks Redis and can fail.
var calls = []call{
	{"Ping", func(ctx context.Context, s *redisstore.Store) error { return s.Ping(ctx) }},
	{"Mark", func(ctx context.Context, s *redisstore.Store) error { return s.Mark(ctx, mark) }},
	{"Clear", func(ctx context.Context, s *redisstore.Store) error { return s.Clear(ctx, mark) }},
	{"Dirty", func(ctx context.Context, s *redisstore.Store) error { return second(s.Dirty(ctx, 0, 10)) }},
	{"Ticket", func(ctx context.Context, s *redisstore.Store) error { return second(s.Ticket(ctx, "s1")) }},
	{"Put", func(ctx context.Context, s *redisstore.Store) error {
		_, _, err := s.Put(ctx, november, service.Ticket{SiteID: "s1", Epoch: "e", No: 1}, []byte("x"), 0)
		return err
	}},
	{"Counters", func(ctx context.Context, s *redisstore.Store) error { return second(s.Counters(ctx, "s1", 2026)) }},
	{"Versions", func(ctx context.Context, s *redisstore.Store) error {
		return second(s.Versions(ctx, []string{"s0", "s1", "s2"}, 2026))
	}},
	{"Lease", func(ctx context.Context, s *redisstore.Store) error {
		return second(s.Lease(ctx, "somebody", time.Minute))
	}},
	{"Whole", func(ctx context.Context, s *redisstore.Store) error {
		_, _, err := s.Whole(ctx)
		return err
	}},
	{"Complete", func(ctx context.Context, s *redisstore.Store) error { return s.Complete(ctx, 1, 1) }},
	{"Publish", func(ctx context.Context, s *redisstore.Store) error {
		return s.Publish(ctx, service.Event{Account: "a"})
	}},
	{"Get", func(ctx context.Context, s *redisstore.Store) error {
		_, _, err := s.Get(ctx, "a")
		return err
	}},
	{"Set", func(ctx context.Context, s *redisstore.Store) error { return s.Set(ctx, "a", "x", time.Hour) }},
	{"Delete", func(ctx context.Context, s *redisstore.Store) error { return s.Delete(ctx, "a") }},
	{"DeleteIf", func(ctx context.Context, s *redisstore.Store) error { return s.DeleteIf(ctx, "a", "x") }},
}

func second[T any](_ T, err error) error { return err }
