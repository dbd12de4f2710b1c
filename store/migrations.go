package store

import "context"

// Migrations are the steps from the first schema to the newest, in order. A step
// once released is never changed, moved or removed.
var Migrations = []Step{
	{Version: 1, Name: "the first schema"},
}

// Step brings a database from the version before to Version.
//
// Run may be broken off anywhere (kill -9) and is then run again from its
// beginning, and a run that has lost its lease may still be writing beside the
// next. So it looks at each document for whether it is done already, and changes
// it by Replace under its rev. Servers of the version before may be serving
// meanwhile: what Run writes, they must be able to read.
type Step struct {
	Version int64
	Name    string
	Run     func(ctx context.Context, e Engine) error // nil for the first
}
