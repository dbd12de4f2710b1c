package redisstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

// Put sets a unit's counter to data, provided that no recount with a later
// ticket was there first and that the cache still knows the ticket.
//
// Data that is held already, under a version not below floor, changes nothing:
// the unit takes the ticket, the version stays and nobody is told, so that a
// full recount of what was right wakes no watcher. The same Put sent twice
// (a lost answer and its repetition) is therefore PutApplied both times.
func (s *Store) Put(ctx context.Context, u service.Unit, t service.Ticket, data []byte, floor int64) (int64, service.PutResult, error) {
	if t.SiteID != u.SiteID {
		return 0, service.PutLost, errors.New("put counter: the ticket is of another site")
	}
	head, err := json.Marshal(wireEvent{Site: u.SiteID, Year: u.Year})
	if err != nil {
		return 0, service.PutLost, fmt.Errorf("encode event: %w", err)
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	on := []key{s.keys.year(u.SiteID, u.Year), s.keys.ticket(u.SiteID)}
	reply, err := s.run(ctx, putScript, on, u.Part(), partTicket(u.Part()), data,
		t.Epoch, t.No, floor, s.keys.events(), head)
	if errors.Is(err, errDamaged) {
		return 0, service.PutLost, nil
	}
	if err != nil {
		return 0, service.PutLost, fmt.Errorf("put counter: %w", err)
	}
	got, err := numbers(reply, 2)
	if err != nil {
		return 0, service.PutLost, fmt.Errorf("put counter: %w", err)
	}
	return got[1], service.PutResult(got[0]), nil
}

// putScript sets one part of a site's year and tells everybody. Everything is
// read before anything is written, so a damaged key leaves nothing half done.
//
//	KEYS[1] year of a site
//	KEYS[2] ticket of the same site
//	ARGV[1] part
//	ARGV[2] field of the part's ticket
//	ARGV[3] data
//	ARGV[4] epoch and
//	ARGV[5] number of the ticket
//	ARGV[6] floor: the version to exceed
//	ARGV[7] channel
//	ARGV[8] event as JSON, to which the version is added
//	returns {service.PutResult, version or 0}
var putScript = redis.NewScript(luaNumber + luaNow + `
local applied, stale, lost = 0, 1, 2
local data, epoch, no, floor = ARGV[3], ARGV[4], tonumber(ARGV[5]), tonumber(ARGV[6])

local given = redis.call('HMGET', KEYS[2], 'epoch', 'n')
if given[1] ~= epoch or (number(given[2]) or 0) < no then return {lost, 0} end

local held = redis.call('HMGET', KEYS[1], 'v', ARGV[1], ARGV[2])
local version = number(held[1]) or 0
local same = version > 0 and held[2] == data
local putEpoch, putNo = string.match(held[3] or '', '^(.*):(%d+)$')
if putEpoch == epoch then
  putNo = tonumber(putNo)
  if putNo > no or (putNo == no and not same) then return {stale, 0} end
end

local stamp = epoch .. ':' .. ARGV[5]
if same and version >= floor then
  redis.call('HSET', KEYS[1], ARGV[2], stamp)
  return {applied, version}
end

-- The time, so that no version is ever given twice: not after this key was
-- emptied, nor by a replica that knows less than its dead master told.
version = math.max(version + 1, floor + 1, now())
local v = string.format('%.0f', version)
redis.call('HSET', KEYS[1], 'v', v, ARGV[1], data, ARGV[2], stamp)
redis.call('PUBLISH', ARGV[7], string.sub(ARGV[8], 1, -2) .. ',"version":' .. v .. '}')
return {applied, version}
`)
