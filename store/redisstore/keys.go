package redisstore

import (
	"net/url"
	"strconv"
)

// Types of keys, in the words of the TYPE command.
const (
	stringKey    = "string"
	hashKey      = "hash"
	sortedSetKey = "zset"
)

// key is the name of a key and the type of what lies there.
type key struct{ name, kind string }

// keys builds the name of every key and channel there is. The prefix has no
// braces, so a hash tag is always ours.
type keys struct{ prefix string }

// marks is a sorted set: Mark.String() → when it was made, in microseconds. It
// shares a slot with whole, so that they are lost together. Lost: the cache is
// no longer whole, which recounts everything.
func (k keys) marks() key { return key{k.prefix + "{all}:marks", sortedSetKey} }

// whole is a hash: "era" → what a new number says that something may be lost,
// "complete" → "1" when all was counted in this era, "servers" → who served
// then. Lost: the cache is not whole; a full recount declares it again.
func (k keys) whole() key { return key{k.prefix + "{all}:whole", hashKey} }

// lease is a hash: "holder", "fence" and "until" in microseconds. Lost: whoever
// asks first holds it, under a new fence.
func (k keys) lease() key { return key{k.prefix + "{all}:lease", hashKey} }

// ticket is a hash: "epoch" → names this life of the site's tickets, "n" → the
// last number given. Lost: the next ticket begins a new epoch and every ticket
// of the old one is refused.
func (k keys) ticket(site string) key {
	return key{k.prefix + tag(site) + ":ticket", hashKey}
}

// year is a hash: "v" → version, "00" … "12" → the part's data, "t00" … "t12" →
// the ticket ("epoch:n") under which it was put. Lost: each part is recounted
// from the store.
func (k keys) year(site string, year int) key {
	return key{k.prefix + tag(site) + ":" + strconv.Itoa(year), hashKey}
}

// token is a string with an expiry: an access token of WeChat. Lost: WeChat is
// asked for another.
func (k keys) token(name string) key { return key{k.prefix + "token:" + name, stringKey} }

// limit is a string with an expiry, kept by redis_rate, which writes "rate:"
// before it. Lost: the attempts are counted from none.
func (k keys) limit(hashed string) key { return key{k.prefix + "limit:" + hashed, stringKey} }

// events is the channel of the relay. Lost messages: see Store.Subscribe.
func (k keys) events() string { return k.prefix + "events" }

// tag is the hash tag that puts all keys of a site into one slot. Site ids are
// opaque, so they are escaped: a brace inside would cut the tag short, and an
// empty tag would be none.
func tag(site string) string { return "{site:" + url.QueryEscape(site) + "}" }

// part is the field of a part's data, partTicket that of its ticket.
func partTicket(part string) string { return "t" + part }

const versionField = "v"
