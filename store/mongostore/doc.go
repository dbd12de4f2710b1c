// Package mongostore is the store.Engine that keeps documents in MongoDB, the
// engine of production.
//
// What a write has returned nil for is acknowledged by a majority of the replica
// set, journaled, and seen by every later read: reads go to the primary and see
// only what a majority holds, so nothing that was read is rolled back later. One
// gap is MongoDB's own: a primary that was cut off may answer reads from its
// past for some seconds until it steps down. What must be unique or unchanged is
// checked by the write itself, and what is counted is read with Query.Latest,
// read concern linearizable, which such a primary cannot answer. The argument is
// in docs/adr/0008.
//
// No call waits for ever: each ends with its context or, without a deadline
// there, by Options.Timeout. The server is told the deadline as maxTimeMS, but
// for Find, whose cursor the driver bounds on this side alone.
//
// The package needs no transactions, change streams, TTL or server-side code,
// only single-document writes, unique indexes and majority concerns. Values
// never become operators, and only fields that an index lists can be asked for.
//
// A lost answer: on a replica set the driver sends a write again under the same
// number and the server answers with the outcome of the first attempt, so that
// our own insert is never taken for somebody else's duplicate. A single server
// without a replica set keeps no such numbers; there the driver tries once and
// the caller gets an error that is neither store.ErrDuplicate nor
// store.ErrNoDocument. Whoever repeats a call after such an error may be told of
// a duplicate, or of another rev, that is his own.
package mongostore
