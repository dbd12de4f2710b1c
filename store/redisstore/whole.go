package redisstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// look is what a process remembers of its last look at the whole key.
type look struct {
	beat int64 // how often this process has looked; the key must not know less
	life int64 // when the cache that it saw was declared complete; 0: it was not
}

// Whole reports whether the cache still holds all that Complete declared.
//
// A missing key is an emptied cache. A Redis may also come back with less than
// it had: from an old snapshot, or on a replica that had not received the last
// writes. So each process counts its looks in the key: one that finds a lower
// count than it wrote, or an earlier declaration than it saw, knows that writes
// were lost, and takes the declaration back for everybody.
//
// What cannot be seen: writes lost after the last look of every process, and a
// loss on one node of a cluster that does not hold this key. Look often, and
// recount when a year is missing.
func (s *Store) Whole(ctx context.Context) (bool, error) {
	ctx, cancel := patient(ctx)
	defer cancel()
	done, err := s.alone(ctx)
	if err != nil {
		return false, fmt.Errorf("look whether cache is whole: %w", err)
	}
	defer done()
	reply, err := s.runAgain(ctx, wholeScript, []key{s.keys.whole()}, s.process, s.look.beat, s.look.life)
	if err != nil {
		return false, fmt.Errorf("look whether cache is whole: %w", err)
	}
	got, err := numbers(reply, 2)
	if err != nil {
		return false, fmt.Errorf("look whether cache is whole: %w", err)
	}
	s.look = look{beat: got[0], life: got[1]}
	return s.look.life > 0, nil
}

// wholeScript counts a look and compares it with the last.
//
//	KEYS[1] whole
//	ARGV[1] process
//	ARGV[2] its last look, 0 for none
//	ARGV[3] the declaration that it saw then, 0 for none
//	returns {this look, the declaration or 0}
//
// A later declaration than the one seen was made by another process after it
// recounted everything, so the loss before it does not matter any more.
var wholeScript = redis.NewScript(luaNumber + `
local held = redis.call('HMGET', KEYS[1], 'life', ARGV[1])
local life, beat = number(held[1]) or 0, number(held[2]) or 0
local sawBeat, sawLife = tonumber(ARGV[2]), tonumber(ARGV[3])
if life < sawLife or (life == sawLife and beat < sawBeat) then
  redis.call('HDEL', KEYS[1], 'life')
  life = 0
end
beat = math.max(beat, sawBeat) + 1
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', beat))
return {beat, life}
`)

// alone waits for those who look just now. It is no mutex: behind a frozen Redis
// each of them would wait a patience longer than the one before.
func (s *Store) alone(ctx context.Context) (done func(), err error) {
	select {
	case s.looks <- struct{}{}:
		return func() { <-s.looks }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// errLostMeanwhile: see Complete.
var errLostMeanwhile = errors.New("the cache lost something since it was last looked at; recount again")

// Complete declares that every counter of the open year has been put. It fails
// when the cache was emptied, or lost writes, after this process's last Whole:
// part of what was put since may be gone. Call Whole before recounting.
func (s *Store) Complete(ctx context.Context) error {
	ctx, cancel := patient(ctx)
	defer cancel()
	done, err := s.alone(ctx)
	if err != nil {
		return fmt.Errorf("declare cache complete: %w", err)
	}
	defer done()
	reply, err := s.runAgain(ctx, completeScript, []key{s.keys.whole()}, s.process, s.look.beat)
	if err != nil {
		return fmt.Errorf("declare cache complete: %w", err)
	}
	got, err := numbers(reply, 2)
	if err != nil {
		return fmt.Errorf("declare cache complete: %w", err)
	}
	if got[1] == 0 {
		return fmt.Errorf("declare cache complete: %w", errLostMeanwhile)
	}
	s.look = look{beat: got[0], life: got[1]}
	return nil
}

// completeScript declares, unless the process's last look has been lost. A
// declaration that stands is left as it is.
//
//	KEYS[1] whole
//	ARGV[1] process
//	ARGV[2] its last look, 0 for none
//	returns {this look, the declaration} or {0, 0}
var completeScript = redis.NewScript(luaNumber + `
local held = redis.call('HMGET', KEYS[1], 'life', ARGV[1])
local life, beat = number(held[1]) or 0, number(held[2]) or 0
if beat < tonumber(ARGV[2]) then return {0, 0} end
if life == 0 then
  local t = redis.call('TIME')
  life = tonumber(t[1]) * 1000000 + tonumber(t[2])
end
beat = beat + 1
redis.call('HSET', KEYS[1], 'life', string.format('%.0f', life), ARGV[1], string.format('%.0f', beat))
return {beat, life}
`)
