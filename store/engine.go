package store

import (
	"context"
	"errors"
)

// What an Engine answers when it cannot do as told. Everything else it returns
// is a fault of the engine itself (down, slow, full disk).
var (
	// ErrDuplicate: the id, or a value under one of the collection's unique
	// indexes, is taken already. Nothing was written.
	ErrDuplicate = errors.New("store: duplicate")
	// ErrNoDocument: no document has that id (or, for Replace, that id and rev).
	ErrNoDocument = errors.New("store: no document")
)

// Engine keeps JSON-shaped documents in named collections. MongoDB and SQLite
// are the two engines; storetest holds the suite that both must pass.
//
// A document is a Go struct (or pointer to one) whose fields carry json tags,
// one of them `json:"_id"` (a string) and one `json:"rev"` (int64). Values are
// strings, bools, integers, floats, []byte, slices, nested structs and maps
// with string keys; never time.Time, which the two engines would keep with
// different precision, embedded structs, or types that encode themselves. Strings
// are valid UTF-8, _id is never empty, and map keys hold no "." or "$".
//
// Every method is safe for concurrent use, obeys ctx's deadline, and is
// linearisable per document: a write that has returned nil is durable (survives
// kill -9 and power loss) and is seen by every later read. On a cluster a read
// without Query.Latest may come from the past for some seconds, while a leader
// has not noticed that there is another; writes never do. A write whose answer
// was lost or whose ctx ended may or may not have happened.
type Engine interface {
	// Insert adds doc, or returns ErrDuplicate.
	Insert(ctx context.Context, collection string, doc any) error

	// InsertAll adds many documents of one collection and skips those that are
	// there already; it returns how many were new. It is for bulk loading and
	// may be half done when it fails; doing it again completes it.
	InsertAll(ctx context.Context, collection string, docs []any) (int, error)

	// Get reads the document with that id into out (a pointer to a struct).
	Get(ctx context.Context, collection, id string, out any) error

	// Find reads the documents that q selects into out (a pointer to a slice of
	// structs). No match leaves an empty slice and returns nil.
	Find(ctx context.Context, collection string, q Query, out any) error

	// Replace puts doc in the place of the document with the same _id, provided
	// that one's rev is still rev; otherwise ErrNoDocument and nothing changes.
	// The caller has set the new rev inside doc, whose _id is id. A field under
	// a unique index must not change.
	Replace(ctx context.Context, collection, id string, rev int64, doc any) error

	// Delete removes the documents that q selects and returns how many. Only
	// q's Where may be set.
	Delete(ctx context.Context, collection string, q Query) (int64, error)

	// Ping answers nil when the engine can serve.
	Ping(ctx context.Context) error

	// Close releases everything; the engine is unusable afterwards.
	Close(ctx context.Context) error
}

// Query selects documents. All conditions must hold; the zero Query selects
// everything. Field names are the json names, dotted for nested fields. Every
// field named in a query, but those of Fields, is one that an index of the
// collection lists: an engine may refuse others.
type Query struct {
	Where []Cond
	// Sort lists fields in order, "-" before a name for descending.
	Sort []string
	// Limit is the most documents to return; 0 means all.
	Limit int
	// Fields, when not empty, are the only fields wanted; _id always comes too.
	// Where an index holds them all, the engine reads only the index.
	Fields []string
	// Latest wants every write that anybody was acknowledged before the call,
	// and a fault rather than an answer from the past. On a cluster it costs a
	// round trip to the majority: it is for what is kept of an answer, as counts
	// are, and not looked at again.
	Latest bool
}

// Op is a comparison.
type Op string

// The comparisons that every engine has. Strings compare byte by byte.
const (
	Eq Op = "="
	Lt Op = "<"
	Le Op = "<="
	Gt Op = ">"
	Ge Op = ">="
	In Op = "in" // Value is a []string
)

// Cond compares a field with a value: a string, a bool, an int64, or a []string
// for In (an empty one selects nothing). A value of any other type is an error,
// so that no value can ever act as an operator.
type Cond struct {
	Field string
	Op    Op
	Value any
}
