// Package faults holds no code, only a suite that breaks engines and processes
// under the service and looks whether a record was lost or counted twice.
//
// The service, Redis and MongoDB run as processes of their own on loopback, with
// a proxy between them that slows, cuts and silences. Phones write through every
// fault and keep a ledger of what was acknowledged. After each scenario all that
// can be asked must say the same: the records, a recount, Redis, the progress of
// each site, the board and the last event of every stream; and everything that
// was acknowledged is among the records, once.
//
// It is a module of its own, so that the product's users carry no proxy and its
// tests take seconds: run it with `make faults`. It needs Linux, redis-server
// and, for the full disk, the right to mount a tmpfs; what is missing fails, it
// is never skipped.
package faults
