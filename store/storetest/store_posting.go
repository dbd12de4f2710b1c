package storetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var postingKind = kind[service.Posting]{
	bare: func(id string) service.Posting {
		return service.Posting{ID: id, Rev: 1, SiteID: "s", Month: november2026, ClientID: "phone's " + id, PostedOn: november2026.FirstDay(),
			Offer: service.Offer{ValidUntil: november2026.LastDay()}}
	},
	insert: func(s service.Store, ctx context.Context, n service.Posting) error {
		_, _, err := s.InsertPosting(ctx, n)
		return err
	},
	read:        service.Store.Posting,
	update:      service.Store.UpdatePosting,
	note:        func(n *service.Posting) *string { return &n.Conditions },
	answersKept: true,
}

var postingSiteList = listing[service.Posting]{
	kind: postingKind,
	list: func(s service.Store, ctx context.Context, f service.RecordFilter) ([]service.Posting, error) {
		return s.Postings(ctx, service.PostingFilter{RecordFilter: f})
	},
	record: func(id, site string, m calendar.Month, status service.Status) service.Posting {
		n := postingKind.bare(id)
		n.SiteID, n.Month, n.Status = site, m, status
		return n
	},
}

// passed is an accepted posting that counts from the first of a month on.
func passed(id string, m calendar.Month, change ...func(*service.Posting)) service.Posting {
	n := postingSiteList.record(id, "s", m, service.Recorded)
	n.County, n.Area, n.EnterpriseID, n.Headcount, n.Review.State = "350503", "350503", "e", 3, service.Passed
	n.CountsOn, n.AcceptedAt = m.FirstDay(), m.FirstDay().Start().UTC()
	for _, c := range change {
		c(&n)
	}
	return n
}

var postings = []storeTest{
	{"of the same site and client id is the first", func(t *testing.T, s service.Store) {
		first := filled[service.Posting]("first", 0)
		check(t, postingKind.insert(s, deadline(t), first))
		again := filled[service.Posting]("again", 1)
		again.SiteID, again.ClientID = first.SiteID, first.ClientID
		kept, created, err := s.InsertPosting(deadline(t), again)
		check(t, err)
		wantSame(t, kept, first)
		wantSame(t, created, false)
	}},
	{"listed by state", func(t *testing.T, s service.Store) {
		for i, state := range []service.ReviewState{service.Passed, service.Held, service.Blocked, service.Held, service.Rejected} {
			check(t, postingKind.insert(s, deadline(t), passed(fmt.Sprint(i), november2026, func(n *service.Posting) { n.Review.State = state })))
		}
		f := service.PostingFilter{RecordFilter: service.RecordFilter{SiteID: "s", Month: november2026}, State: service.Held}
		wantSame(t, fmt.Sprint(idsOf(must(s.Postings(deadline(t), f))(t))), "[3 1]")
	}},
	{"are listed for those who supervise them, by state", func(t *testing.T, s service.Store) {
		for id, row := range map[string]struct {
			county string
			state  service.ReviewState
		}{"1": {"350503", service.Held}, "2": {"350504", service.Held}, "3": {"350503", service.Passed}, "4": {"350505", service.Held}} {
			check(t, postingKind.insert(s, deadline(t), passed(id, november2026, func(n *service.Posting) { n.County, n.Review.State = row.county, row.state })))
		}
		must(s.UpdatePosting(deadline(t), "3", func(n *service.Posting) error { n.TakenDownAt = n.AcceptedAt; return nil }))(t)
		for state, want := range map[service.PostingState]string{"": "[4 3 2 1]", service.TakenDown: "[3]", "passed": "[3]", "blocked": "[]"} {
			f := service.SupervisedFilter{Scope: service.Scope{Everything: true}, State: state}
			if got := fmt.Sprint(idsOf(must(s.SupervisedPostings(deadline(t), f))(t))); got != want {
				t.Errorf("%q: got %s, want %s", state, got, want)
			}
		}
		for _, row := range []struct {
			scope service.Scope
			page  service.Page
			want  string
		}{
			{service.Scope{Everything: true}, service.Page{}, "[4 2 1]"},
			{service.Scope{Everything: true}, service.Page{Limit: 1, Before: "4"}, "[2]"},
			{service.Scope{Counties: []string{"350503", "350505"}}, service.Page{Limit: 5}, "[4 1]"},
			{service.Scope{SiteIDs: []string{"s"}}, service.Page{}, "[]"},
			{service.Scope{}, service.Page{}, "[]"},
		} {
			if got := fmt.Sprint(idsOf(must(s.SupervisedPostings(deadline(t), service.SupervisedFilter{Scope: row.scope, State: "held", Page: row.page}))(t))); got != row.want {
				t.Errorf("%+v: got %s, want %s", row.scope, got, row.want)
			}
		}
	}},
	{"wait as long as their round has not ended", func(t *testing.T, s service.Store) {
		for _, id := range []string{"2", "1", "3"} {
			check(t, postingKind.insert(s, deadline(t), passed(id, november2026, func(n *service.Posting) { n.Review.Round = "round" })))
		}
		must(s.UpdatePosting(deadline(t), "2", func(n *service.Posting) error { n.Review.Round = ""; return nil }))(t)
		wantSame(t, fmt.Sprint(idsOf(must(s.WaitingPostings(deadline(t), 5))(t))), "[1 3]")
		wantSame(t, fmt.Sprint(idsOf(must(s.WaitingPostings(deadline(t), 1))(t))), "[1]")
	}},
	{"are open to everybody until their last day", func(t *testing.T, s service.Store) {
		today := november2026.FirstDay().AddDays(22)
		for id, change := range map[string]func(*service.Posting){
			"1": func(n *service.Posting) { n.Occupation = "保洁 员" }, "2": func(n *service.Posting) { n.ValidUntil = today },
			"3": func(n *service.Posting) { n.ValidUntil = today.AddDays(-1) }, "4": func(n *service.Posting) { n.Status = service.Void },
			"5": func(n *service.Posting) { n.TakenDownAt = n.AcceptedAt }, "6": func(n *service.Posting) { n.Review.State = service.Held },
			"7": func(n *service.Posting) { n.SiteID, n.Area, n.DuplicateOf = "other", "350504", "1" },
			"8": func(n *service.Posting) { n.Occupation, n.OccupationCode = "保洁员", "4-09-08-01" },
		} {
			check(t, postingKind.insert(s, deadline(t), passed(id, november2026, change)))
		}
		for _, row := range []struct {
			filter service.JobFilter
			want   string
		}{
			{service.JobFilter{}, "[8 7 2 1]"},
			{service.JobFilter{Page: service.Page{Limit: 2, Before: "8"}}, "[7 2]"},
			{service.JobFilter{Area: "350503"}, "[8 2 1]"},
			{service.JobFilter{Occupation: "保洁员"}, "[1]"},
			{service.JobFilter{Occupation: "4-09-08-01"}, "[8]"},
			{service.JobFilter{SiteID: "other"}, "[7]"},
			{service.JobFilter{Area: "350504", Occupation: "保洁员"}, "[]"},
		} {
			row.filter.Today = today
			if got := fmt.Sprint(idsOf(must(s.OpenPostings(deadline(t), row.filter))(t))); got != row.want {
				t.Errorf("%+v: got %s, want %s", row.filter, got, row.want)
			}
		}
	}},
	{"are read by id", func(t *testing.T, s service.Store) {
		for seed, id := range []string{"1", "2", "3"} {
			check(t, postingKind.insert(s, deadline(t), filled[service.Posting](id, seed)))
		}
		got := must(s.PostingsByID(deadline(t), []string{"3", "none", "1"}))(t)
		wantAlike(t, got, []service.Posting{filled[service.Posting]("1", 0), filled[service.Posting]("3", 2)},
			func(a, b service.Posting) int { return cmp.Compare(a.ID, b.ID) })
		wantSame(t, len(must(s.PostingsByID(deadline(t), nil))(t)), 0)
	}},
	{"are followed by when they were written", func(t *testing.T, s service.Store) {
		at := november2026.FirstDay().Start().UTC()
		for i, id := range []string{"4", "2", "3", "1"} {
			check(t, postingKind.insert(s, deadline(t), passed(id, november2026, func(n *service.Posting) {
				n.TouchedAt = at.Add(time.Duration(i) * time.Millisecond)
			})))
		}
		must(s.UpdatePosting(deadline(t), "4", func(n *service.Posting) error { n.TouchedAt = at.Add(time.Hour); return nil }))(t)
		wantSame(t, must(s.TouchedPostings(deadline(t), at.Add(2*time.Millisecond), 9))(t), []service.Touched{
			{ID: "3", Rev: 1, At: at.Add(2 * time.Millisecond)}, {ID: "1", Rev: 1, At: at.Add(3 * time.Millisecond)}, {ID: "4", Rev: 2, At: at.Add(time.Hour)},
		})
		wantSame(t, must(s.TouchedPostings(deadline(t), at, 1))(t)[0].ID, "2")
		wantSame(t, len(must(s.TouchedPostings(deadline(t), at.Add(2*time.Hour), 9))(t)), 0)
	}},
	{"are facts of the year in which they count", func(t *testing.T, s service.Store) {
		fact := func(n service.Posting) service.PostingFact {
			return service.PostingFact{EnterpriseID: cmp.Or(n.NamesakeOf, n.EnterpriseID), Day: n.CountsOn, At: n.AcceptedAt, Headcount: n.Headcount,
				Confirmed: n.Status == service.Confirmed}
		}
		var want []service.PostingFact
		for id, change := range map[string]func(*service.Posting){
			"1": func(n *service.Posting) {}, "2": func(n *service.Posting) { n.Status, n.EnterpriseID, n.NamesakeOf = service.Confirmed, "f", "e" },
			"3": func(n *service.Posting) { n.Status = service.Void }, "4": func(n *service.Posting) { n.DuplicateOf = "1" },
			"5": func(n *service.Posting) { n.Review.State = service.Held }, "6": func(n *service.Posting) { n.SiteID = "other" },
			"7": func(n *service.Posting) { n.CountsOn = n.CountsOn.AddYears(1) },
			"8": func(n *service.Posting) {
				n.CountsOn, n.AcceptedAt = calendar.Date{}, n.AcceptedAt.AddDate(-3000, 0, 0)
			},
			"9": func(n *service.Posting) { n.TakenDownAt, n.Headcount = n.AcceptedAt, 7 },
		} {
			n := passed(id, november2026, change)
			if id == "8" {
				n.AcceptedAt = postingKind.bare("x").AcceptedAt
			}
			check(t, postingKind.insert(s, deadline(t), n))
			if slices.Contains([]string{"1", "2", "9"}, id) {
				want = append(want, fact(n))
			}
		}
		byNumber := func(a, b service.PostingFact) int {
			return cmp.Or(cmp.Compare(a.Headcount, b.Headcount), cmp.Compare(a.EnterpriseID, b.EnterpriseID), cmp.Compare(fmt.Sprint(a.Confirmed), fmt.Sprint(b.Confirmed)))
		}
		wantAlike(t, must(s.PostingFacts(deadline(t), "s", 2026))(t), want, byNumber)
		wantSame(t, len(must(s.PostingFacts(deadline(t), "s", 2027))(t)), 1)
		wantSame(t, len(must(s.PostingFacts(deadline(t), "s", 2025))(t)), 0)
		must(s.UpdatePosting(deadline(t), "1", func(n *service.Posting) error { n.Status = service.Void; return nil }))(t)
		wantSame(t, len(must(s.PostingFacts(deadline(t), "s", 2026))(t)), 2)
	}},
}
