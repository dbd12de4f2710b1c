package service_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// However many act at once, in two processes, the chain is one and whole.
func TestTheAuditLogIsOneChain(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		other := w.instance()
		before, err := w.VerifyAudit(t.Context())
		check(t, err)
		parallel(40, func(i int) {
			svc := []*service.Service{w.Service, other}[i%2]
			actor := []service.Actor{tm.staff, w.city, tm.manager}[i%3]
			if err := svc.Audit(t.Context(), actor, service.AuditEntry{Action: "PUT /v1/policies", Target: "x"}); err != nil {
				t.Error(err)
			}
		})
		r, err := w.VerifyAudit(t.Context())
		if check(t, err); r.Entries != before.Entries+40 || r.Broken != "" || r.Last != fmt.Sprintf("%012d", r.Entries) || len(r.Hash) != 64 {
			t.Errorf("%+v", r)
		}
	})
}

// A county sees what its own people did, and nobody below sees anything.
func TestWhoSeesTheAuditLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, far := w.team(inCounty("350503")), w.team(inCounty("350504"))
	county := w.hold("county", service.County, "350503")
	for _, a := range []service.Actor{tm.staff, far.staff, county, w.city} {
		check(t, w.Audit(t.Context(), a, service.AuditEntry{Action: "POST /v1/confirmations"}))
	}
	check(t, w.Audit(t.Context(), w.login("seeker").Actor, service.AuditEntry{Action: "POST /v1/confirmations"})) // leaves nothing
	by := func(a service.Actor, county string) (ids []string) {
		t.Helper()
		entries, err := w.AuditEntries(t.Context(), a, service.AuditFilter{County: county, Page: service.Page{Limit: 100}})
		check(t, err)
		for _, e := range entries {
			if e.By != service.CommandLine { // which gave the roles
				ids = append(ids, e.By)
			}
		}
		return ids
	}
	if got := by(county, ""); len(got) != 2 || got[0] != county.Account.ID || got[1] != tm.staff.Account.ID {
		t.Errorf("the county sees %v", got)
	}
	if got := by(w.city, ""); len(got) != 4 {
		t.Errorf("the city sees %v", got)
	}
	if got := by(w.city, "350504"); len(got) != 1 || got[0] != far.staff.Account.ID {
		t.Errorf("of the other county %v", got)
	}
	_, err := w.AuditEntries(t.Context(), county, service.AuditFilter{County: "350504", Page: service.Page{Limit: 10}})
	refused(t, err, "not_found")
	_, err = w.AuditEntries(t.Context(), tm.manager, service.AuditFilter{Page: service.Page{Limit: 10}})
	refused(t, err, "forbidden")
}

// Who gives up waiting for the chain is told that nothing was done.
func TestAnEntryThatCannotBeMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	before, err := w.VerifyAudit(t.Context())
	check(t, err)
	for range 20 { // some find the chain free, and then the store says so
		if err := w.Audit(gone, w.city, service.AuditEntry{Action: "PUT /v1/policies"}); !errors.Is(err, context.Canceled) {
			t.Fatalf("written for who has gone: %v", err)
		}
	}
	after, err := w.VerifyAudit(t.Context())
	if check(t, err); after != before {
		t.Errorf("%+v, before %+v", after, before)
	}
}

// Commands and accepted invites are entered: who, which role, where.
func TestRolesAreEntered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	newcomer := w.login("newcomer").Actor
	_, err := w.AcceptInvite(t.Context(), newcomer, w.invite(tm))
	check(t, err)
	check(t, w.TakeRole(t.Context(), "newcomer", service.Staff, tm.site.ID))
	w.accepts(newcomer, "guess", "invite_invalid") // leaves nothing
	entries, err := w.AuditEntries(t.Context(), w.city, service.AuditFilter{Page: service.Page{Limit: 2}})
	check(t, err)
	id := newcomer.Account.ID
	if e := entries[0]; e.By != service.CommandLine || e.Action != "revoke" || e.Target != id+"/staff/"+tm.site.ID {
		t.Errorf("the command: %+v", e)
	}
	if e := entries[1]; e.By != id || e.Role != service.Staff || e.County != tm.site.County || e.Target != tm.site.ID {
		t.Errorf("the invite: %+v", e)
	}
}
