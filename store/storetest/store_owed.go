package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// debtor is a noun whose records owe entries.
type debtor struct {
	noun service.OwingNoun
	keep func(s service.Store, ctx context.Context, id string, owed []service.Owed) error
	owed func(s service.Store, ctx context.Context, id string) ([]service.Owed, error)
}

func debtorOf[N any](noun service.OwingNoun, k kind[N], list func(*N) *[]service.Owed) debtor {
	return debtor{noun,
		func(s service.Store, ctx context.Context, id string, owed []service.Owed) error {
			n := k.bare(id)
			*list(&n) = owed
			return k.insert(s, ctx, n)
		},
		func(s service.Store, ctx context.Context, id string) ([]service.Owed, error) {
			n, err := k.read(s, ctx, id)
			return *list(&n), err
		}}
}

var debtors = []debtor{
	debtorOf(service.MonthReportNoun, monthReportKind, func(n *service.MonthReport) *[]service.Owed { return &n.Owed }),
	debtorOf(service.HelpNoun, helpRequestKind, func(n *service.HelpRequest) *[]service.Owed { return &n.Owed }),
	debtorOf(service.TrainingBodyNoun, trainingBodyKind, func(n *service.TrainingBody) *[]service.Owed { return &n.Owed }),
	debtorOf(service.CourseNoun, courseKind, func(n *service.Course) *[]service.Owed { return &n.Owed }),
	debtorOf(service.RightsNoun, rightsReportKind, func(n *service.RightsReport) *[]service.Owed { return &n.Owed }),
	debtorOf(service.GuidanceNoun, guidanceKind, func(n *service.Guidance) *[]service.Owed { return &n.Owed }),
	debtorOf(service.NoticeNoun, noticeKind, func(n *service.Notice) *[]service.Owed { return &n.Owed }),
	debtorOf(service.PushNoun, pushKind, func(n *service.Push) *[]service.Owed { return &n.Owed }),
	debtorOf(service.ApplicationNoun, applicationKind, func(n *service.Application) *[]service.Owed { return &n.Owed }),
}

// dueAt is an entry that became due at so many seconds.
func dueAt(clientID string, seconds int64) service.Owed {
	return service.Owed{ClientID: clientID, Type: "job_fair", SiteID: "s", HeldOn: november2026.FirstDay(), At: time.Unix(seconds, 0).UTC()}
}

var owed = []storeTest{
	{"is found by its age and changed", func(t *testing.T, s service.Store) {
		for _, d := range debtors {
			for id, list := range map[string][]service.Owed{
				"a": {dueAt("a1", 30), dueAt("a2", 10)}, "b": {dueAt("b1", 20)}, "c": {dueAt("c1", 50)}, "d": nil,
			} {
				check(t, d.keep(s, deadline(t), string(d.noun)+id, list))
			}
			find := func(before int64, n int) (ids string) {
				for _, debt := range must(s.Debts(deadline(t), time.Unix(before, 0), n))(t) {
					if debt.Noun == d.noun {
						ids += debt.ID[len(d.noun):]
						wantSame(t, debt.Owed, must(d.owed(s, deadline(t), debt.ID))(t))
					}
				}
				return ids
			}
			for _, row := range []struct {
				before int64
				n      int
				want   string
			}{{9, 10, ""}, {10, 10, "a"}, {40, 10, "ab"}, {40, 1, "a"}, {60, 10, "abc"}} {
				if got := find(row.before, row.n); got != row.want {
					t.Errorf("%s: before %d: %q, want %q", d.noun, row.before, got, row.want)
				}
			}
			drop := func(id string, n int) {
				check(t, s.ChangeOwed(deadline(t), d.noun, string(d.noun)+id, func(l []service.Owed) []service.Owed { return l[n:] }))
			}
			drop("b", 1)
			drop("a", 1)
			wantSame(t, must(d.owed(s, deadline(t), string(d.noun)+"a"))(t), []service.Owed{dueAt("a2", 10)})
			if got := find(60, 10); got != "ac" {
				t.Errorf("%s: once paid: %q", d.noun, got)
			}
			wantIs(t, s.ChangeOwed(deadline(t), d.noun, "none", func(l []service.Owed) []service.Owed { return l }), service.ErrNoRecord)
		}
		if s.ChangeOwed(deadline(t), "nothing", "a", nil) == nil {
			t.Error("a noun that owes nothing was changed")
		}
	}},
}
