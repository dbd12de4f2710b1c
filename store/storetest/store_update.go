package storetest

import (
	"errors"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// errChange is what a change refuses with.
var errChange = errors.New("refused by the change")

func (k kind[N]) updates() []storeTest {
	return []storeTest{
		{"updated, is what the update answered", k.updateAnswers},
		{"updated by a change that fails", k.updateRefused},
		{"updated while somebody else updates it", k.updateOvertaken},
		{"updated by many at once", k.updateTogether},
	}
}

func (k kind[N]) updateAnswers(t *testing.T, s service.Store) {
	other := filled[N]("other", 1)
	check(t, k.insert(s, deadline(t), filled[N]("x", 0)))
	check(t, k.insert(s, deadline(t), other))
	for _, note := range []string{"一", "二", ""} {
		var seen N
		got := must(k.update(s, deadline(t), "x", func(n *N) error {
			*k.note(n) = note
			seen = *n
			return nil
		}))(t)
		if *k.note(&got) != note {
			t.Fatalf("answered %q, want %q", *k.note(&got), note)
		}
		wantSame(t, must(k.read(s, deadline(t), "x"))(t), got)
		wantSame(t, withoutRev(got), withoutRev(seen))
	}
	wantSame(t, must(k.read(s, deadline(t), "other"))(t), other)
}

func (k kind[N]) updateRefused(t *testing.T, s service.Store) {
	before := filled[N]("x", 0)
	check(t, k.insert(s, deadline(t), before))
	for _, refusal := range []error{errChange, service.ErrNoRecord, &service.Error{Kind: service.Conflict, Code: "c", Message: "不行"}} {
		_, err := k.update(s, deadline(t), "x", func(n *N) error {
			*k.note(n) = "changed"
			return refusal
		})
		if err != refusal { //nolint:errorlint // the very same error, not a wrapped one
			t.Errorf("got %v, want the change's own error", err)
		}
		wantSame(t, must(k.read(s, deadline(t), "x"))(t), before)
	}
}

// The first time that it is called, the change finds its record changed under
// its hands; it must be called again, with the other's work in place.
func (k kind[N]) updateOvertaken(t *testing.T, s service.Store) {
	n := k.bare("x")
	*k.note(&n) = "0"
	check(t, k.insert(s, deadline(t), n))
	calls := 0
	got := must(k.update(s, deadline(t), "x", func(n *N) error {
		if calls++; calls == 1 {
			check(t, k.append(t, s, "x", "a"))
		}
		*k.note(n) += "b"
		return nil
	}))(t)
	if *k.note(&got) != "0ab" {
		t.Fatalf("after two updates %q, want %q", *k.note(&got), "0ab")
	}
	wantSame(t, must(k.read(s, deadline(t), "x"))(t), got)
}

func (k kind[N]) updateTogether(t *testing.T, s service.Store) {
	n := k.bare("x")
	*k.note(&n) = ""
	check(t, k.insert(s, deadline(t), n))
	for _, err := range together(racers, func(int) error { return k.append(t, s, "x", "+") }) {
		check(t, err)
	}
	got := must(k.read(s, deadline(t), "x"))(t)
	if len(*k.note(&got)) != racers {
		t.Fatalf("%d updates left %q", racers, *k.note(&got))
	}
}

func (k kind[N]) append(t *testing.T, s service.Store, id, text string) error {
	_, err := k.update(s, deadline(t), id, func(n *N) error {
		*k.note(n) += text
		return nil
	})
	return err
}
