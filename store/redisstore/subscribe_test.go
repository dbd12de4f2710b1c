package redisstore_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/redis/go-redis/v9"
	"go.uber.org/goleak"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

func TestEventsArriveInOrder(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		a, b := open(t, e), open(t, e)
		own, other := listenNow(t, a), listenNow(t, b)

		var puts, published []service.Event
		for i := range 20 {
			v := put(t, a, november, ticket(t, a), fmt.Sprint(i), 0, service.PutApplied)
			puts = append(puts, service.Event{Site: "s1", Year: 2026, Version: v})
			// What changes nothing is not told.
			put(t, a, november, ticket(t, a), fmt.Sprint(i), 0, service.PutApplied)

			account := service.Event{Account: fmt.Sprint("a", i)}
			check(t, a.Publish(t.Context(), account))
			published = append(published, account)
			if i%5 == 0 {
				check(t, a.Publish(t.Context(), service.Event{Policies: true}))
				published = append(published, service.Event{Policies: true})
			}
		}
		for name, h := range map[string]*ears{"own": own, "other": other} {
			// The two kinds come from two nodes of a cluster, in no order.
			eventually(t, "everything is heard", func() bool { return len(h.heard()) >= 1+len(puts)+len(published) })
			heard := h.heard()
			if !heard[0].Resync || h.resyncs() != 1 {
				t.Errorf("%s: %v, want a Resync first and only first", name, heard)
			}
			if got := among(heard, func(e service.Event) bool { return e.Site != "" }); !slices.Equal(got, puts) {
				t.Errorf("%s: puts told as %v, want %v", name, got, puts)
			}
			if got := among(heard, func(e service.Event) bool { return e.Account != "" || e.Policies }); !slices.Equal(got, published) {
				t.Errorf("%s: published %v, want %v", name, got, published)
			}
		}
	})
}

func TestEventsThatSayNothingAreRefused(t *testing.T) {
	s := open(t, startMini(t))
	for _, e := range []service.Event{{}, {Resync: true}, {Year: 2026, Version: 7}, {Site: "s1", Resync: true}} {
		if s.Publish(t.Context(), e) == nil {
			t.Errorf("%v was published", e)
		}
	}
}

func TestGarbageOnTheChannelIsIgnored(t *testing.T) {
	each(t, func(t *testing.T, e *engine) {
		s := open(t, e)
		h := listenNow(t, s)
		for _, g := range garbage {
			check(t, s.Client().Process(t.Context(), shout(s, g)))
		}
		good := service.Event{Site: "泉州 }\"", Year: 2026, Version: 1 << 52, Account: "a"}
		check(t, s.Publish(t.Context(), good))
		h.await(t, "the event behind the garbage", func(e service.Event) bool { return e == good })
		if got := h.heard(); len(got) != 2 {
			t.Fatalf("heard %v", got)
		}
	})
}

// shout is the command that puts anything on the channel, in order.
func shout(s *redisstore.Store, payload string) redis.Cmder {
	cmd := redis.NewIntCmd(context.Background(), "publish", s.Channel(), payload)
	cmd.SetFirstKeyPos(1)
	return cmd
}

// TestSubscribeEnds covers lines that stand and lines that never do.
func TestSubscribeEnds(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(t *testing.T) string{
		"standing line":   func(t *testing.T) string { return startServer(t).url },
		"embedded":        func(t *testing.T) string { return startMini(t).url },
		"nobody there":    func(t *testing.T) string { return "redis://" + nobody(t) },
		"silent":          func(t *testing.T) string { return "redis://" + silent(t) },
		"silent cluster":  func(t *testing.T) string { return "redis://" + silent(t) + "," + silent(t) },
		"silent sentinel": func(t *testing.T) string { return "redis+sentinel://" + silent(t) + "?master=m" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := url(t)
			s := openURL(t, at)
			h := listen(t, s)
			h.stop()
			if err := h.awaitEnd(t); err != nil {
				t.Errorf("when the context ended: %v", err)
			}
			h = listen(t, s)
			check(t, s.Close())
			if err := h.awaitEnd(t); !errors.Is(err, redisstore.ErrClosed) {
				t.Errorf("when the store was closed: %v", err)
			}
			if err := listen(t, s).awaitEnd(t); !errors.Is(err, redisstore.ErrClosed) {
				t.Errorf("on a closed store: %v", err)
			}
		})
	}
}

func TestSubscribeLeavesNothingRunning(t *testing.T) {
	s := open(t, &startServer(t).engine)
	before := goleak.IgnoreCurrent()
	for range 5 {
		h := listenNow(t, s)
		onNodes(t, s, killSubscribers)
		eventually(t, "a second line", func() bool { return h.resyncs() >= 2 })
		h.stop()
		check(t, h.awaitEnd(t))
	}
	goleak.VerifyNone(t, before)
	eventually(t, "the lines are given back", func() bool {
		list, err := s.Client().Do(t.Context(), "CLIENT", "LIST", "TYPE", "pubsub").Text()
		check(t, err)
		return list == ""
	})
}
