// Package redisstore keeps in Redis what may be lost: the counters that were
// computed from the records, the marks of what must be recounted, the events
// that instances tell each other, the counts of attempts and the access tokens
// of WeChat.
//
// It promises that
//   - every method answers or fails within about a second, also when Redis is
//     down, unreachable or frozen, and at once (ErrAway) while it is known to
//     be, but for one call in a second that tries; in a cluster this is so for
//     each node, and a dead master stops only what needs it;
//   - of two recounts of a unit the one with the later ticket stays, however
//     their answers are delayed, repeated or interleaved with an emptied Redis;
//   - the version of a site's year only grows, also across an emptied Redis;
//   - a subscriber learns (by a Resync) of every interruption of its line, in
//     which it may have missed an event;
//   - a Redis that came back with less than it had is noticed: see Store.Whole;
//   - one holder at a time has the lease, and no fence is given twice;
//   - a key that something else overwrote with another type is thrown away and
//     counted as missing, and the cache is no longer whole.
//
// It refuses to decide anything: whatever is read here can be computed again
// from the store. It refuses scripts that touch a key they were not given, so
// everything works on Redis Cluster, where all keys of one site share a slot.
//
// Whoever runs the Redis sets maxmemory-policy noeviction or volatile-*; the
// counters carry no expiry and must not be evicted one by one. Persistence is
// not needed.
//
// How each key is rebuilt is written beside its builder in keys.go. The methods
// of Store are safe for concurrent use.
package redisstore
