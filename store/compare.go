package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"
)

// Comparison says what two databases hold of one collection.
type Comparison struct {
	Collection     string
	Source, Target Tally
	Differ         map[How]Differing // empty when both sides are equal
}

// Equal reports whether both sides hold the same documents.
func (c Comparison) Equal() bool { return len(c.Differ) == 0 && c.Source == c.Target }

// Differing is the documents that differ in one way.
type Differing struct {
	Documents int64
	First     []string // the ids of up to five
}

// Tally is how much one side holds of a collection.
type Tally struct {
	Documents int64
	// SHA256, in hex, is over the JSON of all documents in the order of _id, a
	// line each.
	SHA256 string
}

// How two sides differ in a document.
type How string

// The ways to differ.
const (
	Absent  How = "missing" // the target lacks it
	Extra   How = "extra"   // the source lacks it
	Altered How = "altered"
)

// namedIDs is how many documents that differ are named.
const namedIDs = 5

// Compare reads all documents of both databases, but for what each says about
// itself (meta), and says where they differ.
func Compare(ctx context.Context, source, target Engine) ([]Comparison, error) {
	var all []Comparison
	for _, c := range copied() {
		one, err := compare(ctx, newRows(source, c), newRows(target, c))
		if err != nil {
			return nil, fmt.Errorf("compare: %w", err)
		}
		all = append(all, one)
	}
	return all, nil
}

// copied is every collection but meta.
func copied() []Collection {
	return slices.DeleteFunc(slices.Clone(Collections), func(c Collection) bool { return c.Name == "meta" })
}

// compare walks down both sides at once.
func compare(ctx context.Context, source, target *rows) (Comparison, error) {
	c := Comparison{Collection: source.collection.Name, Differ: map[How]Differing{}}
	left, right := &side{rows: source, hash: sha256.New()}, &side{rows: target, hash: sha256.New()}
	for {
		if err := left.fill(ctx); err != nil {
			return c, err
		}
		if err := right.fill(ctx); err != nil {
			return c, err
		}
		switch a, b := left.head, right.head; {
		case a == nil && b == nil:
			c.Source, c.Target = left.tally(), right.tally()
			return c, nil
		case b == nil || a != nil && cmp.Less(a.id, b.id):
			c.note(a.id, Absent)
			left.take()
		case a == nil || cmp.Less(b.id, a.id):
			c.note(b.id, Extra)
			right.take()
		default:
			if string(a.json) != string(b.json) {
				c.note(a.id, Altered)
			}
			left.take()
			right.take()
		}
	}
}

func (c *Comparison) note(id string, how How) {
	d := c.Differ[how]
	if d.Documents++; len(d.First) < namedIDs {
		d.First = append(d.First, id)
	}
	c.Differ[how] = d
}

// describe names what differs in one of those ways: "people: 1 altered (p1)".
func describe(all []Comparison, ways ...How) string {
	var words []string
	for _, c := range all {
		for _, how := range ways {
			if d := c.Differ[how]; d.Documents > 0 {
				words = append(words, fmt.Sprintf("%s: %d %s (%s)", c.Collection, d.Documents, how, strings.Join(d.First, ", ")))
			}
		}
	}
	return strings.Join(words, "; ")
}

// side is one database's collection while it is read.
type side struct {
	*rows
	head *row // the next document; nil at the end
	hash hash.Hash
	n    int64
}

func (s *side) fill(ctx context.Context) (err error) {
	if s.head == nil {
		s.head, err = s.next(ctx)
	}
	return err
}

func (s *side) take() {
	s.hash.Write(append(s.head.json, '\n'))
	s.n++
	s.head = nil
}

func (s *side) tally() Tally { return Tally{s.n, hex.EncodeToString(s.hash.Sum(nil))} }
