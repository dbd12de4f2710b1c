package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

// Mark keeps marks with the time of their making by the clock of Redis: those
// of instances disagree, and a mark made by one would look young or old to
// another.
func (s *Store) Mark(ctx context.Context, marks ...service.Mark) error {
	if len(marks) == 0 {
		return nil
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	if _, err := s.runAgain(ctx, markScript, []key{s.keys.marks()}, members(marks)...); err != nil {
		return fmt.Errorf("mark units dirty: %w", err)
	}
	return nil
}

func members(marks []service.Mark) []any {
	list := make([]any, len(marks))
	for i, m := range marks {
		list[i] = m.String()
	}
	return list
}

// markScript adds members with the time as their score.
//
//	KEYS[1] marks
//	ARGV    marks
//	returns how many were new
var markScript = redis.NewScript(luaNow + `
local pairs = {}
for _, m in ipairs(ARGV) do
  pairs[#pairs + 1] = string.format('%.0f', now())
  pairs[#pairs + 1] = m
end
return redis.call('ZADD', KEYS[1], unpack(pairs))
`)

// Clear takes marks back. One that is not there is no error.
func (s *Store) Clear(ctx context.Context, marks ...service.Mark) error {
	if len(marks) == 0 {
		return nil
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	k := s.keys.marks()
	err := s.client.ZRem(ctx, k.name, members(marks)...).Err()
	if isWrongType(err) {
		err = s.heal(ctx, k)
	}
	if err != nil && !errors.Is(err, errDamaged) {
		return fmt.Errorf("clear marks: %w", err)
	}
	return nil
}

// Dirty lists up to limit marks that are at least age old, oldest first. A
// member that is no mark is removed: nobody could ever clear it.
func (s *Store) Dirty(ctx context.Context, age time.Duration, limit int) ([]service.AgedMark, error) {
	if limit <= 0 {
		return nil, nil
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	reply, err := s.run(ctx, dirtyScript, []key{s.keys.marks()}, age.Microseconds(), limit)
	if errors.Is(err, errDamaged) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list marks: %w", err)
	}
	marks, foreign := readMarks(reply)
	if len(foreign) > 0 {
		if err := s.client.ZRem(ctx, s.keys.marks().name, foreign...).Err(); err != nil {
			return nil, fmt.Errorf("remove what is no mark: %w", err)
		}
	}
	return marks, nil
}

// dirtyScript lists members by score, lowest first.
//
//	KEYS[1] marks
//	ARGV[1] age in microseconds
//	ARGV[2] how many at most
//	returns {now, member, score, member, score …}
var dirtyScript = redis.NewScript(luaNow + `
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now() - tonumber(ARGV[1])),
  'WITHSCORES', 'LIMIT', 0, ARGV[2])
table.insert(found, 1, string.format('%.0f', now()))
return found
`)

func readMarks(reply any) (marks []service.AgedMark, foreign []any) {
	list, _ := reply.([]any)
	if len(list) == 0 {
		return nil, nil
	}
	now, _ := strconv.ParseFloat(fmt.Sprint(list[0]), 64)
	for i := 1; i+1 < len(list); i += 2 {
		member, _ := list[i].(string)
		score, _ := list[i+1].(string)
		m, err := service.ParseMark(member)
		at, err2 := strconv.ParseFloat(score, 64)
		if err != nil || err2 != nil {
			foreign = append(foreign, member)
			continue
		}
		marks = append(marks, service.AgedMark{Mark: m, Age: time.Duration(now-at) * time.Microsecond})
	}
	return marks, foreign
}
