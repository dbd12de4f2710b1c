package flag_test

import (
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/flag"
)

// anything is a month of any kind, made of pieces that tend to raise flags.
func anything(t *rapid.T) *month {
	m := year(rapid.SliceOfN(rapid.IntRange(0, 12), 0, 11).Draw(t, "others")...)
	m.Members = m.Members[:rapid.IntRange(1, 3).Draw(t, "members")]
	changes := []func(*flag.Entry){
		imported, self, stable, proven, deniedByEmployer, deniedBySeeker, leftBy(7), leftBy(30), notHired, phone("p"), phone("q"), phone(""), employer("x"),
		by("ann"), by("bob"), confirmedBy("ann"), confirmedBy("bob"), atTime(at(23, 30)), person("one"),
	}
	for range rapid.IntRange(0, 6).Draw(t, "pieces") {
		var some []func(*flag.Entry)
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(changes)-1), 0, 4).Draw(t, "changes") {
			some = append(some, changes[i])
		}
		noun := rapid.SampledFrom([]flag.Noun{reg, job, act}).Draw(t, "noun")
		m.add(rapid.IntRange(1, 25).Draw(t, "n"), noun, some...)
	}
	return m
}

func TestOrderMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anything(t)
		before := flag.Of(m.Month)
		m.Entries = rapid.Permutation(m.Entries).Draw(t, "entries")
		m.Others = rapid.Permutation(m.Others).Draw(t, "others")
		m.Members = rapid.Permutation(m.Members).Draw(t, "members")
		if after := flag.Of(m.Month); !reflect.DeepEqual(after, before) {
			t.Fatalf("got %+v, before %+v", after, before)
		}
	})
}

// Whatever a month holds, more of what a site does anyhow (by day, by everybody in
// turn, each time another person at another employer, and confirmed by a colleague)
// raises no flag that was not there; but many more of them make a burst.
func TestHonestWorkRaisesNoFlag(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anything(t)
		m.Members = []string{"ann", "bob", "cid"}
		before := codes(flag.Of(m.Month))
		for range rapid.IntRange(1, 20).Draw(t, "rounds") {
			for i, who := range m.Members {
				noun := []flag.Noun{reg, job, act}[i]
				m.add(1, noun, by(who), confirmedBy(m.Members[(i+1)%3]))
			}
		}
		for _, code := range codes(flag.Of(m.Month)) {
			if code != flag.BurstMonth && !slices.Contains(before, code) {
				t.Fatalf("%s was raised by honest work", code)
			}
		}
	})
}

// A month of nothing but honest work, up to four times what is usual at the site and
// nineteen more, has no flag.
func TestAnHonestMonthIsQuiet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		usual := rapid.IntRange(0, 40).Draw(t, "usual")
		m := year(usual, usual, usual, usual)
		for i := range rapid.IntRange(0, 4*usual+19).Draw(t, "n") {
			m.add(1, reg, by(m.Members[i%3])).add(1, job, by(m.Members[i%3]))
		}
		if flags := flag.Of(m.Month); len(flags) > 0 {
			t.Fatalf("flagged: %+v", flags)
		}
	})
}

// Every record that a flag is about is one of the month, and named once.
func TestFlagsAreAboutRecordsOfTheMonth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anything(t)
		for _, f := range flag.Of(m.Month) {
			if len(f.Records) == 0 || f.Text == "" || f.Severity == 0 || !slices.IsSorted(f.Records) {
				t.Fatalf("%+v", f)
			}
			for i, id := range f.Records {
				if i > 0 && f.Records[i-1] == id || !slices.ContainsFunc(m.Entries, func(e flag.Entry) bool { return e.ID == id }) {
					t.Fatalf("%s is about %s", f.Code, id)
				}
			}
		}
	})
}
