package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// wantPages checks that pages of any size show everything once, newest id
// first, while newer records keep coming. add(i) makes the record whose id is i
// in three digits, and list reads a page.
func wantPages(t *testing.T, add func(i int), list func(p service.Page) []string) {
	t.Helper()
	const first, n = 100, 23
	var all []string
	next := first
	grow := func() {
		add(next)
		all = append(all, fmt.Sprintf("%03d", next))
		next++
	}
	for range n {
		grow()
	}
	for _, limit := range []int{1, 5, n, 200} {
		want := slices.Clone(all) // what is added under way is newer than what was shown
		slices.Reverse(want)
		var got []string
		for before := ""; ; before = got[len(got)-1] {
			page := list(service.Page{Limit: limit, Before: before})
			if len(page) > limit {
				t.Fatalf("a page of %d holds %d", limit, len(page))
			}
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			if len(got) > len(want) {
				t.Fatalf("pages of %d repeat themselves: %q", limit, got)
			}
			if len(got) == limit {
				grow()
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("pages of %d:\ngot  %q\nwant %q", limit, got, want)
		}
	}
}
