package redisstore_test

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

// TestEveryScriptStaysInOneSlot watches the commands of every method, with
// sites whose ids try to break the hash tag.
func TestEveryScriptStaysInOneSlot(t *testing.T) {
	s := open(t, startMini(t))
	seen := &scripts{t: t, sha: map[string]bool{}}
	s.Client().AddHook(seen)
	ctx := t.Context()
	for _, id := range []string{"s1", "", "}", "{", "{}", "a}b{c", "a:b", "泉州", strings.Repeat("x", 500)} {
		u := service.YearUnit(id, 2026)
		m := service.Mark{Writer: "w", Unit: u}
		check(t, s.Mark(ctx, m))
		must[[]service.AgedMark](t)(s.Dirty(ctx, 0, 1))
		k := must[service.Ticket](t)(s.Ticket(ctx, id))
		put(t, s, u, k, "x", 0, service.PutApplied)
		check(t, s.Clear(ctx, m))
		check(t, s.DeleteIf(ctx, id, "x"))
		s.Allow(ctx, id, 10)
		for _, damaged := range []string{s.YearKey(id, 2026), s.TicketKey(id)} {
			check(t, s.Client().Del(ctx, damaged).Err())
			check(t, s.Client().SAdd(ctx, damaged, 1).Err())
		}
		put(t, s, u, k, "x", 0, service.PutLost)
		if slot(s.YearKey(id, 2026)) != slot(s.TicketKey(id)) || slot(s.YearKey(id, 2026)) != slot(s.YearKey(id, 1999)) {
			t.Errorf("keys of site %q lie in several slots", id)
		}
	}
	declare(t, s)
	if len(seen.sha) != 10 { // nine of ours and redis_rate's
		t.Errorf("%d scripts were seen", len(seen.sha))
	}
}

// scripts is a hook that checks the keys of every script.
type scripts struct {
	t   *testing.T
	mu  sync.Mutex
	sha map[string]bool
}

func (h *scripts) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

func (h *scripts) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		h.look(cmd)
		return next(ctx, cmd)
	}
}

func (h *scripts) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		for _, c := range cmds {
			h.look(c)
		}
		return next(ctx, cmds)
	}
}

func (h *scripts) look(cmd redis.Cmder) {
	if cmd.Name() != "evalsha" {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	args := cmd.Args()
	h.sha[args[1].(string)] = true
	keys := args[3 : 3+args[2].(int)]
	if len(keys) == 0 {
		h.t.Errorf("a script without keys: %v", args)
	}
	for _, k := range keys {
		if slot(k.(string)) != slot(keys[0].(string)) {
			h.t.Errorf("keys of two slots: %v", keys)
		}
	}
}

// slot is the hash slot of a key, as the cluster specification defines it.
func slot(key string) uint16 {
	if _, after, ok := strings.Cut(key, "{"); ok {
		if tag, _, ok := strings.Cut(after, "}"); ok && tag != "" {
			key = tag
		}
	}
	var crc uint16 // CRC-16/XMODEM
	for _, b := range []byte(key) {
		crc ^= uint16(b) << 8
		for range 8 {
			carry := crc&0x8000 != 0
			crc <<= 1
			if carry {
				crc ^= 0x1021
			}
		}
	}
	return crc % 16384
}

func TestSlotIsThatOfRedis(t *testing.T) {
	s := open(t, clusterEngine(t, 0))
	for _, k := range []string{"123456789", "{user1000}.following", "foo{}{bar}", "foo{{bar}}zap", "{", "", fmt.Sprint(time.Now())} {
		want := must[int64](t)(s.Client().ClusterKeySlot(t.Context(), k).Result())
		if got := slot(k); int64(got) != want {
			t.Errorf("%q: slot %d, want %d", k, got, want)
		}
	}
}
