package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

var marks = []storeTest{
	{"kept until dropped, oldest first, with their age", func(t *testing.T, s service.Store) {
		var all []service.Mark
		for i := range 3 {
			m := service.Mark{Writer: fmt.Sprint("w", i), Unit: service.YearUnit("s|1", 2026)}
			check(t, s.KeepMarks(deadline(t), noon.Add(-time.Duration(3-i)*time.Minute), []service.Mark{m}))
			all = append(all, m)
		}
		got := must(s.KeptMarks(deadline(t), noon, 10))(t)
		if len(got) != 3 || got[0].Age != 3*time.Minute || got[2].Age != time.Minute {
			t.Fatalf("kept %v", got)
		}
		for i, m := range got {
			wantSame(t, m.Mark, all[i])
		}
		wantSame(t, must(s.KeptMarks(deadline(t), noon, 1))(t), got[:1])
		check(t, s.DropMarks(deadline(t), all[:2]))
		check(t, s.DropMarks(deadline(t), all[:2])) // as after a lost answer
		wantSame(t, must(s.KeptMarks(deadline(t), noon, 10))(t), got[2:])
	}},
	{"those of one write together, and again", func(t *testing.T, s service.Store) {
		both := []service.Mark{
			{Writer: "w", Unit: service.YearUnit("s1", 2026)},
			{Writer: "w", Unit: service.Unit{SiteID: "s1", Year: 2026, Month: time.May}},
		}
		for range 2 {
			check(t, s.KeepMarks(deadline(t), noon, both))
		}
		got := must(s.KeptMarks(deadline(t), noon, 10))(t)
		for _, m := range both {
			if !slices.Contains(got, service.AgedMark{Mark: m}) {
				t.Errorf("%v is not among %v", m, got)
			}
		}
		check(t, s.DropMarks(deadline(t), both))
		check(t, s.DropMarks(deadline(t), nil))
		if got := must(s.KeptMarks(deadline(t), noon, 10))(t); len(got) != 0 {
			t.Errorf("kept after the drop: %v", got)
		}
	}},
}
