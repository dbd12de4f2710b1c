package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// kind is a kind of record with the methods of its port, so that what all kinds
// promise alike is tested in one place.
type kind[N any] struct {
	bare   func(id string) N // the least that a record can be: its id and natural key
	insert func(service.Store, context.Context, N) error
	read   func(service.Store, context.Context, string) (N, error)
	update func(service.Store, context.Context, string, func(*N) error) (N, error) // nil: there is none
	note   func(*N) *string                                                        // a text in it that updates may write to

	// answersKept: where the natural key is taken, insert answers the record
	// that has it and no error.
	answersKept bool
}

func (k kind[N]) tests() []storeTest {
	tests := []storeTest{
		{"comes back as it went in", k.roundTrip},
		{"that is not there", k.missing},
		{"whose context has ended", k.ended},
	}
	if !k.answersKept {
		tests = append(tests, storeTest{"whose id is taken", k.taken})
	}
	if k.update != nil {
		tests = append(tests, k.updates()...)
	}
	return tests
}

func (k kind[N]) roundTrip(t *testing.T, s service.Store) {
	all := map[string]N{"bare": k.bare("bare")}
	for seed := range seeds {
		id := "编号 𠀀 $" + string(rune('a'+seed))
		all[id] = filled[N](id, seed)
	}
	for _, n := range all {
		check(t, k.insert(s, deadline(t), n))
	}
	for id, n := range all {
		wantSame(t, must(k.read(s, deadline(t), id))(t), n)
	}
}

func (k kind[N]) missing(t *testing.T, s service.Store) {
	check(t, k.insert(s, deadline(t), k.bare("x")))
	for _, id := range []string{"", "X", "x ", "y"} {
		_, err := k.read(s, deadline(t), id)
		wantIs(t, err, service.ErrNoRecord)
		if k.update == nil {
			continue
		}
		_, err = k.update(s, deadline(t), id, func(*N) error { t.Error("changed a record that is not there"); return nil })
		wantIs(t, err, service.ErrNoRecord)
	}
}

func (k kind[N]) taken(t *testing.T, s service.Store) {
	first := filled[N]("x", 0)
	check(t, k.insert(s, deadline(t), first))
	wantIs(t, k.insert(s, deadline(t), filled[N]("x", 1)), service.ErrExists)
	wantSame(t, must(k.read(s, deadline(t), "x"))(t), first)

	wantOneWinner(t, together(racers, func(int) error { return k.insert(s, deadline(t), k.bare("y")) }), service.ErrExists)
}

// A caller takes ErrNoRecord and ErrExists as word that nothing was written, so
// a fault must never look like them.
func (k kind[N]) ended(t *testing.T, s service.Store) {
	check(t, k.insert(s, deadline(t), k.bare("x")))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, readErr := k.read(s, ctx, "x")
	errs := map[string]error{"insert": k.insert(s, ctx, k.bare("y")), "insert again": k.insert(s, ctx, k.bare("x")), "read": readErr}
	if k.update != nil {
		_, errs["update"] = k.update(s, ctx, "x", func(n *N) error { *k.note(n) = "changed"; return nil })
	}
	for name, err := range errs {
		if !errors.Is(err, context.Canceled) || errors.Is(err, service.ErrNoRecord) || errors.Is(err, service.ErrExists) {
			t.Errorf("%s: got %v, want %v", name, err, context.Canceled)
		}
	}
	wantSame(t, must(k.read(s, deadline(t), "x"))(t), k.bare("x"))
	_, err := k.read(s, deadline(t), "y")
	wantIs(t, err, service.ErrNoRecord)
}
