// Package gate stands before a FerretDB 1.x and makes of it a server whose
// commands are atomic: one at a time, over all connections and from all
// processes, a command goes in and its reply comes out.
//
// FerretDB updates by reading, changing and writing without a lock, so that of
// fifty concurrent $inc one or two remain. MongoDB promises that a write to one
// document is atomic; behind the gate FerretDB keeps that promise too, and what
// relies on nothing more can be tested with as many connections as one likes.
// The gate promises nothing else: it makes no replica set, no sessions and no
// retryable writes of a server that has none.
//
// It knows the framing of the wire protocol and the name of a command, nothing
// more. Every request gets exactly one reply from FerretDB, also one that wants
// none (moreToCome, an unacknowledged write); that reply is swallowed. FerretDB
// never streams replies (exhaust), whatever a client allows. A command whose
// client has gone is carried out all the same, as MongoDB may do.
//
// The gate can also do what happens to messages in December: see Control.
package gate
