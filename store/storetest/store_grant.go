package storetest

import (
	"cmp"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// day is the day d of November 2026.
func day(d int) calendar.Date { return calendar.Date{Year: 2026, Month: 11, Day: d} }

func grant(id, account string, role service.Role, scope string) service.Grant {
	return service.Grant{ID: id, Rev: 1, AccountID: account, Role: role, Scope: scope, Since: day(1)}
}

// ending asks for the end of g on a day, as service does: by account, role and
// scope.
func ending(g service.Grant, d int) service.Grant {
	return service.Grant{AccountID: g.AccountID, Role: g.Role, Scope: g.Scope, Until: day(d)}
}

func wantGrants(t *testing.T, got []service.Grant, want ...service.Grant) {
	t.Helper()
	for i := range got {
		got[i] = withoutRev(got[i])
	}
	for i := range want {
		want[i] = withoutRev(want[i])
	}
	wantAlike(t, got, want, func(a, b service.Grant) int { return cmp.Compare(a.ID, b.ID) })
}

var grants = []storeTest{
	{"of an account and over a scope", func(t *testing.T, s service.Store) {
		a1 := grant("1", "a", service.Staff, "site")
		a2 := grant("2", "a", service.Manager, "site")
		a3 := grant("3", "a", service.County, "350503")
		b1 := grant("4", "b", service.Staff, "site")
		full := filled[service.Grant]("5", 1)
		for _, g := range []service.Grant{a1, a2, a3, b1, full} {
			check(t, s.PutGrant(deadline(t), g))
		}
		wantGrants(t, must(s.GrantsOf(deadline(t), "a"))(t), a1, a2, a3)
		wantGrants(t, must(s.GrantsOf(deadline(t), full.AccountID))(t), full)
		wantGrants(t, must(s.GrantsOf(deadline(t), "c"))(t))
		wantGrants(t, must(s.GrantsOver(deadline(t), "site"))(t), a1, a2, b1)
		wantGrants(t, must(s.GrantsOver(deadline(t), full.Scope))(t), full)
		wantGrants(t, must(s.GrantsOver(deadline(t), "sit"))(t))
	}},
	{"of several accounts, and those in force", func(t *testing.T, s service.Store) {
		a, b, c := grant("1", "a", service.Staff, "site"), grant("2", "b", service.Manager, "site"), grant("3", "c", service.City, "all")
		for _, g := range []service.Grant{a, b, c} {
			check(t, s.PutGrant(deadline(t), g))
		}
		check(t, s.EndGrant(deadline(t), ending(b, 20)))
		b.Until = day(20)
		wantGrants(t, must(s.GrantsOfAll(deadline(t), []string{"a", "b", "none"}))(t), a, b)
		wantGrants(t, must(s.GrantsOfAll(deadline(t), nil))(t))
		wantGrants(t, must(s.GrantsInForce(deadline(t), 9))(t), a, c)
		wantSame(t, len(must(s.GrantsInForce(deadline(t), 1))(t)), 1)
	}},
	{"ended stays in both lists", func(t *testing.T, s service.Store) {
		g, other := grant("1", "a", service.Staff, "site"), grant("2", "a", service.Manager, "site")
		check(t, s.PutGrant(deadline(t), g))
		check(t, s.PutGrant(deadline(t), other))
		check(t, s.EndGrant(deadline(t), ending(g, 20)))
		g.Until = day(20)
		wantGrants(t, must(s.GrantsOf(deadline(t), "a"))(t), g, other)
		wantGrants(t, must(s.GrantsOver(deadline(t), "site"))(t), g, other)
	}},
	{"that is not active cannot be ended", func(t *testing.T, s service.Store) {
		g := grant("1", "a", service.Staff, "site")
		check(t, s.PutGrant(deadline(t), g))
		for _, none := range []service.Grant{
			grant("1", "b", service.Staff, "site"), grant("1", "a", service.Manager, "site"), grant("1", "a", service.Staff, "other"),
		} {
			wantIs(t, s.EndGrant(deadline(t), ending(none, 20)), service.ErrNoRecord)
		}
		check(t, s.EndGrant(deadline(t), ending(g, 20)))
		wantIs(t, s.EndGrant(deadline(t), ending(g, 25)), service.ErrNoRecord)
		g.Until = day(20)
		wantGrants(t, must(s.GrantsOf(deadline(t), "a"))(t), g)
	}},
	{"put again after its end begins another term", func(t *testing.T, s service.Store) {
		g := grant("1", "a", service.Staff, "site")
		var earlier []service.Span
		for since := 1; since < 20; since += 6 {
			again := g
			again.ID, again.Since = "given on "+day(since).String(), day(since)
			check(t, s.PutGrant(deadline(t), again))
			want := again
			want.ID, want.Earlier = "given on "+day(1).String(), earlier // one record for good
			wantGrants(t, must(s.GrantsOf(deadline(t), "a"))(t), want)
			check(t, s.EndGrant(deadline(t), ending(g, since+3)))
			earlier = append(slices.Clone(earlier), service.Span{Since: day(since), Until: day(since + 3)})
		}
	}},
	{"put again while it is active stays", func(t *testing.T, s service.Store) {
		g := grant("1", "a", service.Staff, "site")
		again := grant("2", "a", service.Staff, "site")
		again.Since = day(9) // whoever works here since the first must not turn into a newcomer
		check(t, s.PutGrant(deadline(t), g))
		check(t, s.PutGrant(deadline(t), again))
		wantGrants(t, must(s.GrantsOf(deadline(t), "a"))(t), g)
	}},
	{"put and ended by many at once", func(t *testing.T, s service.Store) {
		put := func(i int) error {
			return s.PutGrant(deadline(t), grant(string(rune('a'+i)), "a", service.Staff, "site"))
		}
		for range 2 { // made, then revived
			for _, err := range together(racers, put) {
				check(t, err)
			}
			list := must(s.GrantsOf(deadline(t), "a"))(t)
			if len(list) != 1 || !list[0].Until.IsZero() {
				t.Fatalf("left %+v", list)
			}
			wantOneWinner(t, together(racers, func(int) error { return s.EndGrant(deadline(t), ending(list[0], 20)) }), service.ErrNoRecord)
		}
	}},
}
