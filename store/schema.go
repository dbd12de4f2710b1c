package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
)

// Why a database is not one to work on.
var (
	// ErrNewerSchema says that a later version of this program has migrated the
	// database.
	ErrNewerSchema = errors.New("store: the database has a newer schema")
	// ErrUnfinishedCopy says that the database is the target of a Copy that has
	// not come to its end.
	ErrUnfinishedCopy = errors.New("store: the database is an unfinished copy")
	// ErrMovedOn says that a Copy of the database has been made, or is being made,
	// to go on with in its place.
	ErrMovedOn = errors.New("store: the records have moved on to another database")
)

// schemaDoc is what a database says about itself, in the one document "schema"
// of the collection "meta".
type schemaDoc struct {
	ID       string `json:"_id"`
	Rev      int64  `json:"rev"`
	Version  int64  `json:"version"`  // the step that was run last
	Database string `json:"database"` // drawn once; copies and backups keep it
	Keys     string `json:"keys"`     // the keyset's blind of Database: see Bind; empty: not bound yet
	Holder   string `json:"holder"`   // who is running steps; empty: nobody
	Copying  bool   `json:"copying"`  // a Copy into this database is not complete
	Moved    bool   `json:"moved"`    // a Copy of this database takes its place
}

const schemaID = "schema"

// schemaOf reads what the database says about itself. One that says nothing
// gets to say it: version newest when it is empty, else 1, since it was made
// before versions were written down.
func schemaOf(ctx context.Context, e Engine, newest int64) (schemaDoc, error) {
	d, err := readSchema(ctx, e)
	if !errors.Is(err, ErrNoDocument) {
		return d, err
	}
	d = schemaDoc{ID: schemaID, Rev: 1, Version: 1, Database: rand.Text()}
	empty, err := isEmpty(ctx, e)
	if err != nil {
		return d, err
	}
	if empty {
		d.Version = newest
	}
	err = e.Insert(ctx, "meta", d)
	if errors.Is(err, ErrDuplicate) { // somebody else was quicker
		return readSchema(ctx, e)
	}
	if err != nil {
		return d, fmt.Errorf("write the schema's version: %w", err)
	}
	return d, nil
}

func readSchema(ctx context.Context, e Engine) (d schemaDoc, err error) {
	if err = e.Get(ctx, "meta", schemaID, &d); err != nil {
		return d, fmt.Errorf("read the schema's version: %w", err)
	}
	return d, nil
}

// errOvertaken answers a change of a schemaDoc that is out of date.
var errOvertaken = errors.New("store: another process has changed the schema's document")

// replace keeps what d has become, or returns errOvertaken.
func (d *schemaDoc) replace(ctx context.Context, e Engine) error {
	next := *d
	next.Rev++
	err := e.Replace(ctx, "meta", schemaID, d.Rev, next)
	switch {
	case errors.Is(err, ErrNoDocument):
		return errOvertaken
	case err != nil:
		return fmt.Errorf("change the schema's document: %w", err)
	}
	*d = next
	return nil
}

// isEmpty reports whether there is no record of any kind.
func isEmpty(ctx context.Context, e Engine) (bool, error) {
	for _, c := range Collections {
		if c.Name == "meta" {
			continue
		}
		var first []struct {
			ID string `json:"_id"`
		}
		if err := e.Find(ctx, c.Name, Query{Limit: 1, Fields: []string{"_id"}}, &first); err != nil {
			return false, fmt.Errorf("look into %s: %w", c.Name, err)
		}
		if len(first) > 0 {
			return false, nil
		}
	}
	return true, nil
}
