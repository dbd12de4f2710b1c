// Package failpoint names the steps of a write, so that the fault suite can end
// the process at each of them as kill -9 would.
//
// Only a binary built with the tag "failpoints" can do it; in every other, Hit
// is an empty function that costs nothing. Such a binary refuses to serve in
// production (see Compiled).
//
//	FAILPOINT=write/stored:3   dies when the step is reached for the third time
package failpoint

// Point is a step.
type Point string

// The steps, in the order in which one write takes them.
const (
	RequestClaimed Point = "request/claimed" // the Idempotency-Key is taken
	WriteMarked    Point = "write/marked"    // the units are marked dirty
	WriteStored    Point = "write/stored"    // the record is durable
	CountTicket    Point = "count/ticket"    // a recount has its ticket
	CountRead      Point = "count/read"      // it has read the records
	CountPut       Point = "count/put"       // the counter is set and watchers were told
	WriteCounted   Point = "write/counted"   // every unit of the write is counted
	WriteCleared   Point = "write/cleared"   // the marks are gone
	OwedKept       Point = "owed/kept"       // a record is durable that owes the ledger entries
	OwedEntered    Point = "owed/entered"    // the ledger has them, and the record still owes them
	RequestKept    Point = "request/kept"    // the answer is kept and not yet sent

	PushFreezing Point = "push/freezing" // part of a push's audience is kept
	PushClaimed  Point = "push/claimed"  // a message is claimed and not yet sent
	PushAnswered Point = "push/answered" // WeChat has answered, and it is not kept yet
)
