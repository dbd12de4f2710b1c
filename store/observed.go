package store

import (
	"context"
	"errors"
	"time"
)

// Call is one call of an Engine that has ended.
type Call struct {
	Operation  string // insert, insert_all, get, find, replace or delete
	Collection string
	Outcome    Outcome
	Took       time.Duration
}

// Outcome is what became of a Call.
type Outcome string

// The outcomes. Only Fault is the engine's fault; Duplicate and Missing are
// answers, and at Canceled the caller had gone.
const (
	Done      Outcome = "done"
	Duplicate Outcome = "duplicate"
	Missing   Outcome = "missing"
	Canceled  Outcome = "canceled"
	Fault     Outcome = "fault"
)

// Observed is e, but observe is told of every call but Ping and Close when it has
// ended. It is called by whoever called, so it is quick.
func Observed(e Engine, observe func(Call)) Engine { return observed{e, observe} }

type observed struct {
	Engine
	observe func(Call)
}

func (o observed) tell(operation, collection string, start time.Time, err error) {
	o.observe(Call{operation, collection, outcome(err), time.Since(start)})
}

func outcome(err error) Outcome {
	switch {
	case err == nil:
		return Done
	case errors.Is(err, ErrDuplicate):
		return Duplicate
	case errors.Is(err, ErrNoDocument):
		return Missing
	case errors.Is(err, context.Canceled):
		return Canceled
	}
	return Fault
}

func (o observed) Insert(ctx context.Context, collection string, doc any) error {
	start := time.Now()
	err := o.Engine.Insert(ctx, collection, doc)
	o.tell("insert", collection, start, err)
	return err
}

func (o observed) InsertAll(ctx context.Context, collection string, docs []any) (int, error) {
	start := time.Now()
	n, err := o.Engine.InsertAll(ctx, collection, docs)
	o.tell("insert_all", collection, start, err)
	return n, err
}

func (o observed) Get(ctx context.Context, collection, id string, out any) error {
	start := time.Now()
	err := o.Engine.Get(ctx, collection, id, out)
	o.tell("get", collection, start, err)
	return err
}

func (o observed) Find(ctx context.Context, collection string, q Query, out any) error {
	start := time.Now()
	err := o.Engine.Find(ctx, collection, q, out)
	o.tell("find", collection, start, err)
	return err
}

func (o observed) Replace(ctx context.Context, collection, id string, rev int64, doc any) error {
	start := time.Now()
	err := o.Engine.Replace(ctx, collection, id, rev, doc)
	o.tell("replace", collection, start, err)
	return err
}

func (o observed) Delete(ctx context.Context, collection string, q Query) (int64, error) {
	start := time.Now()
	n, err := o.Engine.Delete(ctx, collection, q)
	o.tell("delete", collection, start, err)
	return n, err
}
