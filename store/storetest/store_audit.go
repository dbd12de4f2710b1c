package storetest

import (
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

func auditLine(n int, county string) service.AuditEntry {
	return service.AuditEntry{ID: fmt.Sprintf("%012d", n), At: noon, By: "a", Role: service.County, County: county, Action: "PUT /v1/policies",
		Target: "t", Refused: "r", Address: "10.0.0.1", RequestID: "q", Prev: "p", Hash: "h"}
}

var auditLines = []storeTest{
	{"a number is given once", func(t *testing.T, s service.Store) {
		wantOneWinner(t, together(racers, func(int) error { return s.InsertAudit(deadline(t), auditLine(1, "x")) }), service.ErrExists)
	}},
	{"the end, the chain and a county's", func(t *testing.T, s service.Store) {
		_, err := s.LastAudit(deadline(t))
		wantIs(t, err, service.ErrNoRecord)
		for n := range 12 {
			check(t, s.InsertAudit(deadline(t), auditLine(n+1, []string{"", "350503"}[n%2])))
		}
		wantSame(t, must(s.LastAudit(deadline(t)))(t), auditLine(12, "350503"))
		chain := must(s.AuditChain(deadline(t), "000000000003", 4))(t)
		wantAudit(t, chain, 4, 5, 6, 7)
		wantAudit(t, must(s.AuditEntries(deadline(t), service.AuditFilter{Page: service.Page{Limit: 3}}))(t), 12, 11, 10)
		wantAudit(t, must(s.AuditEntries(deadline(t), service.AuditFilter{County: "350503", Page: service.Page{Limit: 3, Before: "000000000011"}}))(t), 10, 8, 6)
	}},
	{"by whom, on which day, and what was refused", func(t *testing.T, s service.Store) {
		for n := range 6 {
			e := auditLine(n+1, "350503")
			e.By, e.At = []string{"a", "b"}[n%2], noon.AddDate(0, 0, n/2)
			if n%3 != 0 {
				e.Refused = ""
			}
			if n == 4 {
				e.Action = "POST /v1/confirmations"
			}
			check(t, s.InsertAudit(deadline(t), e))
		}
		list := func(f service.AuditFilter) []service.AuditEntry {
			t.Helper()
			f.Page.Limit = 9
			return must(s.AuditEntries(deadline(t), f))(t)
		}
		wantAudit(t, list(service.AuditFilter{By: "a"}), 5, 3, 1)
		wantAudit(t, list(service.AuditFilter{Day: calendar.DateOf(noon.AddDate(0, 0, 1))}), 4, 3)
		wantAudit(t, list(service.AuditFilter{Refused: true}), 4, 1)
		wantAudit(t, list(service.AuditFilter{Action: "POST /v1/confirmations"}), 5)
		wantAudit(t, list(service.AuditFilter{Action: "PUT /v1/policies", By: "b"}), 6, 4, 2)
		wantAudit(t, list(service.AuditFilter{County: "350503", By: "b", Refused: true, Day: calendar.DateOf(noon.AddDate(0, 0, 1))}), 4)
		wantAudit(t, list(service.AuditFilter{County: "350504"}))
	}},
	{"which site records belong to", func(t *testing.T, s service.Store) {
		check(t, postingKind.insert(s, deadline(t), postingKind.bare("p")))
		for _, noun := range service.AuditedNouns {
			want := map[string]string{}
			if noun == "postings" {
				want["p"] = "s"
			}
			wantSame(t, must(s.SitesOf(deadline(t), noun, []string{"p", "none"}))(t), want)
		}
	}},
}

func wantAudit(t *testing.T, got []service.AuditEntry, numbers ...int) {
	t.Helper()
	if len(got) != len(numbers) {
		t.Fatalf("%d entries, want %v", len(got), numbers)
	}
	for i, n := range numbers {
		if got[i].ID != fmt.Sprintf("%012d", n) {
			t.Errorf("entry %d is %s, want %d", i, got[i].ID, n)
		}
	}
}
