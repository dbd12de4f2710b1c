package storetest

import (
	"reflect"
	"slices"
	"testing"
)

// must takes both answers of a call: must(s.Site(ctx, id))(t) is the site, and
// the end of the test where there was an error.
func must[T any](v T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		check(t, err)
		return v
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("got error %v", err)
	}
}

// wantAlike compares two lists whatever their order; cmp orders them.
func wantAlike[T any](t *testing.T, got, want []T, cmp func(a, b T) int) {
	t.Helper()
	got, want = slices.SortedFunc(slices.Values(got), cmp), slices.SortedFunc(slices.Values(want), cmp)
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

// withoutRev is n with Rev 0: how a store counts its revisions is its own affair.
func withoutRev[N any](n N) N {
	reflect.ValueOf(&n).Elem().FieldByName("Rev").SetInt(0)
	return n
}

func idsOf[N any](nouns []N) []string {
	ids := make([]string, len(nouns))
	for i, n := range nouns {
		ids[i] = reflect.ValueOf(n).FieldByName("ID").String()
	}
	return ids
}
