package redisstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"
)

// errDamaged says that a key held another type than it should. The key is gone
// now; the caller goes on as if it had been missing.
var errDamaged = errors.New("a key held another type; it was deleted")

// run runs a script on keys, all of one slot.
func (s *Store) run(ctx context.Context, script *redis.Script, on []key, args ...any) (any, error) {
	names := make([]string, len(on))
	for i, k := range on {
		names[i] = k.name
	}
	reply, err := script.Run(ctx, s.client, names, args...).Result()
	if isWrongType(err) {
		return nil, s.heal(ctx, on...)
	}
	return reply, err
}

// runAgain is run, but once more after a damaged key was deleted.
func (s *Store) runAgain(ctx context.Context, script *redis.Script, on []key, args ...any) (any, error) {
	reply, err := s.run(ctx, script, on, args...)
	if errors.Is(err, errDamaged) {
		return s.run(ctx, script, on, args...)
	}
	return reply, err
}

// isWrongType looks inside the message: an error of a script carries its cause
// in words, and each server in words of its own.
func isWrongType(err error) bool {
	return err != nil && strings.Contains(err.Error(), "WRONGTYPE")
}

// RefusesWrites tells by its error a server that answers but takes no writes: full, without
// replicas, unable to save, a replica. Deleting may work even then.
func RefusesWrites(err error) bool {
	return slices.ContainsFunc([]string{"OOM ", "NOREPLICAS ", "MISCONF ", "READONLY "}, func(word string) bool {
		return strings.Contains(err.Error(), word)
	})
}

// heal deletes those keys that hold another type than they should. What they
// held is lost, so the cache is no longer whole: that is said first, for whoever
// comes after a heal that broke off must not find everything in order. It returns
// errDamaged.
func (s *Store) heal(ctx context.Context, on ...key) error {
	if err := s.client.Del(ctx, s.keys.whole().name).Err(); err != nil {
		return fmt.Errorf("declare cache incomplete: %w", err)
	}
	for _, k := range on {
		if err := healScript.Run(ctx, s.client, []string{k.name}, k.kind).Err(); err != nil {
			return fmt.Errorf("delete a damaged key: %w", err)
		}
	}
	return errDamaged
}

// healScript deletes a key of another type; a right one that somebody has put
// there since stays.
//
//	KEYS[1] any key
//	ARGV[1] the type that it should have
//	returns 1 when it was deleted, else 0
var healScript = redis.NewScript(`
local kind = redis.call('TYPE', KEYS[1])['ok']
if kind == 'none' or kind == ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
`)

// luaNumber begins the scripts that read numbers from fields. Like readVersion it
// takes nothing but digits, sixteen at most: Lua's own tonumber also reads "-5",
// "1.5" and "nan", and from those no counting up ever comes back.
const luaNumber = `
local function number(s)
  local digits = string.match(s or '', '^%d+$')
  return digits and #digits <= 16 and tonumber(digits) or nil
end
`

// luaNow begins the scripts that need the time: microseconds since 1970, below
// 2^53, the largest whole number that Lua and JavaScript keep exactly.
const luaNow = `
local function now()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000000 + tonumber(t[2])
end
`

// numbers reads a script's answer of integers.
func numbers(reply any, want int) ([]int64, error) {
	list, _ := reply.([]any)
	out := make([]int64, 0, want)
	for _, v := range list {
		if n, ok := v.(int64); ok {
			out = append(out, n)
		}
	}
	if len(out) != want || len(list) != want {
		return nil, fmt.Errorf("unexpected answer of a script: %v", reply)
	}
	return out, nil
}
