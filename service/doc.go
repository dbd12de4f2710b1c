// Package service is what the system does: records of odd-job markets and
// stations, who may see and change them, and the counters and official score
// that follow from them.
//
// It holds the domain types, the rules, the permissions and the ports that the
// outside fills in (Store, CounterCache, Relay, WeChat). It knows no HTTP, no
// database and no Redis. Every error it returns on purpose is an *Error; any
// other error is a fault of an engine.
package service
