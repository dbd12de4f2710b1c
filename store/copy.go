package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Why a copy is not made, or not believed.
var (
	// ErrOtherDatabase says that the target holds records of another database.
	ErrOtherDatabase = errors.New("store: the target is another database")
	// ErrTargetDiffers says that somebody has worked on the target: it holds what the
	// source does not, or was complete once and lacks something. Nothing was written.
	ErrTargetDiffers = errors.New("store: the target differs from the source by other work than a copy's")
	// ErrCopyDiffers says that the copy is complete and not equal to its source.
	ErrCopyDiffers = errors.New("store: the copy differs from its source")
)

// Copy copies all documents of source, which is at the newest schema, into
// target, and proves by reading both that they are equal: with a nil error, every
// Comparison is Equal. Nobody may write to source meanwhile. A field that no
// document type knows is not copied and not missed: source must refuse to read
// such a document (sqlitestore.Strict).
//
// The target is empty, or is what an earlier Copy of the same source has left,
// whole or broken off; anything else is refused before a document is written.
// It is bound to the keyset of the source.
// There is at no time a database beside another that a server would start on:
// Migrate, by which every server starts, refuses the target with ErrUnfinishedCopy
// until the proof has succeeded, and the source with ErrMovedOn from before the
// first document on. A Copy that fails gives the source back, unless an earlier one
// had taken it, or nobody knows whether the target was let go of.
//
// progress is told of every collection how many of its documents are there.
func Copy(ctx context.Context, source, target Engine, progress func(collection string, documents int)) ([]Comparison, error) {
	done, err := claim(ctx, source, target)
	if err != nil {
		return nil, err
	}
	giveBack, err := take(ctx, source)
	if err != nil || done != nil {
		return done, err
	}
	all, err := transfer(ctx, source, target, progress)
	if err != nil {
		return all, errors.Join(err, giveBack())
	}
	return all, release(ctx, target)
}

// transfer copies everything and compares.
func transfer(ctx context.Context, source, target Engine, progress func(string, int)) ([]Comparison, error) {
	for _, c := range copied() {
		if err := copyAll(ctx, newRows(source, c), target, progress); err != nil {
			return nil, fmt.Errorf("copy %s: %w", c.Name, err)
		}
	}
	all, err := Compare(ctx, source, target)
	if err != nil {
		return nil, err
	}
	if !equal(all) {
		return all, fmt.Errorf("%w: %s", ErrCopyDiffers, describe(all, Absent, Extra, Altered))
	}
	return all, nil
}

// take marks the source as one that no server starts on. A context that ends
// meanwhile must not leave it unknown whether the mark is there.
func take(ctx context.Context, source Engine) (giveBack func() error, err error) {
	ctx = context.WithoutCancel(ctx)
	d, err := readSchema(ctx, source)
	if err != nil || d.Moved {
		return func() error { return nil }, err
	}
	mark := func(moved bool) error {
		d.Moved = moved
		return d.replace(ctx, source)
	}
	return func() error { return mark(false) }, mark(true)
}

// claim marks the target as a copy in the making. It answers a comparison when
// the target is a complete copy already.
func claim(ctx context.Context, source, target Engine) ([]Comparison, error) {
	from, err := readSchema(ctx, source)
	if err != nil {
		return nil, err
	}
	empty, err := isEmpty(ctx, target)
	if err != nil {
		return nil, err
	}
	to, err := readSchema(ctx, target)
	switch {
	case errors.Is(err, ErrNoDocument) && empty:
		to = schemaDoc{ID: schemaID, Rev: 1, Version: from.Version, Database: from.Database, Keys: from.Keys, Copying: true}
		if err := target.Insert(ctx, "meta", to); err != nil {
			return nil, fmt.Errorf("mark the target: %w", err)
		}
		return nil, nil
	case errors.Is(err, ErrNoDocument):
		return nil, ErrOtherDatabase
	case err != nil:
		return nil, err
	case !empty && to.Database != from.Database, to.Version > from.Version, to.Holder != "":
		return nil, ErrOtherDatabase
	}
	if !empty {
		all, err := Compare(ctx, source, target)
		if err != nil || equal(all) && !to.Copying {
			return all, err
		}
		ways := []How{Extra, Altered}
		if from.Moved && !to.Copying { // servers have worked on it since, and deleted
			ways = append(ways, Absent)
		}
		if foreign := describe(all, ways...); foreign != "" {
			return nil, fmt.Errorf("%w: %s", ErrTargetDiffers, foreign)
		}
	}
	to.Version, to.Database, to.Keys, to.Copying = from.Version, from.Database, from.Keys, true
	return nil, to.replace(ctx, target)
}

func release(ctx context.Context, target Engine) error {
	to, err := readSchema(ctx, target)
	if err != nil {
		return err
	}
	to.Copying = false
	return to.replace(ctx, target)
}

func copyAll(ctx context.Context, from *rows, target Engine, progress func(string, int)) error {
	page := make([]any, 0, rowsPerPage)
	for n := 0; ; {
		next, err := from.next(ctx)
		if err != nil {
			return err
		}
		if next != nil {
			page = append(page, next.doc)
		}
		if next == nil || len(page) == rowsPerPage {
			if _, err := target.InsertAll(ctx, from.collection.Name, page); err != nil {
				return err
			}
			n, page = n+len(page), page[:0]
			progress(from.collection.Name, n)
		}
		if next == nil {
			return nil
		}
	}
}

func equal(all []Comparison) bool {
	return !slices.ContainsFunc(all, func(c Comparison) bool { return !c.Equal() })
}
