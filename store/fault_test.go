package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/store"
)

// Whatever the engine cannot do is neither "no such record" nor "exists", which
// would tell the service that nothing was written.
func TestFaultsAreNoAnswers(t *testing.T) {
	f := faulty{openSQLite(t), func(string, string) error { return nil }}
	s := store.New(&f, newVault(t))
	b := batch()
	must(t, s.Load(t.Context(), b))
	for _, fails := range [][2]string{
		{"insert", "accounts"}, {"insert", "grants"}, {"insert", "sessions"}, {"insert", "invites"}, {"insert", "sites"},
		{"insert", "keys"}, {"insert", "people"}, {"insert", "enterprises"}, {"insert", "registrations"}, {"insert", "placements"},
		{"insert", "imports"}, {"insert", "requests"}, {"insert all", "keys"}, {"insert all", "sites"},
		{"get", "accounts"}, {"get", "sessions"}, {"get", "invites"}, {"get", "sites"}, {"get", "keys"}, {"get", "people"},
		{"get", "enterprises"}, {"get", "registrations"}, {"get", "placements"}, {"get", "imports"}, {"get", "requests"}, {"get", "grants"},
		{"find", "accounts"}, {"find", "grants"}, {"find", "sites"}, {"find", "people"}, {"find", "registrations"}, {"find", "placements"},
		{"replace", "registrations"}, {"replace", "grants"}, {"delete", "sessions"}, {"delete", "requests"}, {"ping", ""},
	} {
		f.fail = func(method, collection string) error {
			if method == fails[0] && collection == fails[1] {
				return errDown
			}
			return nil
		}
		seen := false
		for name, call := range everyCall(s, b) {
			switch err := call(t.Context()); {
			case errors.Is(err, errDown):
				seen = true
				if errors.Is(err, service.ErrNoRecord) || errors.Is(err, service.ErrExists) {
					t.Errorf("%v fails: %s answers %v", fails, name, err)
				}
			case err != nil && !errors.Is(err, service.ErrNoRecord) && !errors.Is(err, service.ErrExists):
				t.Errorf("%v fails: %s answers %v", fails, name, err)
			}
		}
		if !seen {
			t.Errorf("%v fails and nobody says so", fails)
		}
	}
}

// everyCall has a call of each method of the store, on the records of b.
func everyCall(s *store.Store, b store.Batch) map[string]func(context.Context) error {
	everything := service.Scope{Everything: true}
	reg, pl, ended := b.Registrations[0], b.Placements[0], b.Grants[1]
	return map[string]func(context.Context) error{
		"Ping":          s.Ping,
		"Load":          func(ctx context.Context) error { return s.Load(ctx, b) },
		"EnsureAccount": func(ctx context.Context) error { return second(s.EnsureAccount(ctx, service.Account{ID: "n", OpenID: "n"})) },
		"Account":       func(ctx context.Context) error { return second(s.Account(ctx, "a1")) },
		"AccountByOpenID": func(ctx context.Context) error { return second(s.AccountByOpenID(ctx, "openid 1")) },
		"PutGrant":      func(ctx context.Context) error { return s.PutGrant(ctx, ended) },
		"EndGrant":      func(ctx context.Context) error { return s.EndGrant(ctx, b.Grants[0]) },
		"GrantsOf":      func(ctx context.Context) error { return second(s.GrantsOf(ctx, "a1")) },
		"GrantsOver":    func(ctx context.Context) error { return second(s.GrantsOver(ctx, "s1")) },
		"InsertSession": func(ctx context.Context) error { return s.InsertSession(ctx, service.Session{ID: "n"}) },
		"Session":       func(ctx context.Context) error { return second(s.Session(ctx, "n")) },
		"DeleteSession": func(ctx context.Context) error { return s.DeleteSession(ctx, "n") },
		"DeleteSessionsOf": func(ctx context.Context) error { return s.DeleteSessionsOf(ctx, "a1") },
		"DeleteExpired":    func(ctx context.Context) error { return s.DeleteExpired(ctx, time.Unix(1, 0)) },
		"InsertInvite":     func(ctx context.Context) error { return s.InsertInvite(ctx, service.Invite{ID: "n"}) },
		"Invite":           func(ctx context.Context) error { return second(s.Invite(ctx, "n")) },
		"InsertSite":       func(ctx context.Context) error { return s.InsertSite(ctx, b.Sites[0]) },
		"Site":             func(ctx context.Context) error { return second(s.Site(ctx, "s1")) },
		"Sites":            func(ctx context.Context) error { return second(s.Sites(ctx, service.SiteFilter{Scope: everything})) },
		"ClaimKey":         func(ctx context.Context) error { return second(s.ClaimKey(ctx, service.Key{Space: "id", Value: "n"}, "n")) },
		"KeyOwner":         func(ctx context.Context) error { return second(s.KeyOwner(ctx, b.People[0].Keys()[0])) },
		"InsertPerson":     func(ctx context.Context) error { return s.InsertPerson(ctx, b.People[0]) },
		"Person":           func(ctx context.Context) error { return second(s.Person(ctx, "p1")) },
		"People":           func(ctx context.Context) error { return second(s.People(ctx, []string{"p1"})) },
		"InsertEnterprise": func(ctx context.Context) error { return s.InsertEnterprise(ctx, b.Enterprises[0]) },
		"Enterprise":       func(ctx context.Context) error { return second(s.Enterprise(ctx, "e1")) },
		"InsertRegistration": func(ctx context.Context) error { _, _, err := s.InsertRegistration(ctx, reg); return err },
		"Registration":       func(ctx context.Context) error { return second(s.Registration(ctx, reg.ID)) },
		"UpdateRegistration": func(ctx context.Context) error {
			return second(s.UpdateRegistration(ctx, reg.ID, func(*service.Registration) error { return nil }))
		},
		"Registrations": func(ctx context.Context) error { return second(s.Registrations(ctx, service.RecordFilter{SiteID: "s1"})) },
		"RegistrationsOfAccount": func(ctx context.Context) error {
			return second(s.RegistrationsOfAccount(ctx, "a1", service.Page{Limit: 1}))
		},
		"InsertPlacement": func(ctx context.Context) error { _, _, err := s.InsertPlacement(ctx, pl); return err },
		"Placement":       func(ctx context.Context) error { return second(s.Placement(ctx, pl.ID)) },
		"Placements":      func(ctx context.Context) error { return second(s.Placements(ctx, service.RecordFilter{SiteID: "s1"})) },
		"MonthFacts": func(ctx context.Context) error {
			return second(s.MonthFacts(ctx, "s1", calendar.Month{Year: 2026, Month: 11}))
		},
		"InsertImport":  func(ctx context.Context) error { return s.InsertImport(ctx, service.Import{ID: "n"}) },
		"Import":        func(ctx context.Context) error { return second(s.Import(ctx, "n")) },
		"InsertRequest": func(ctx context.Context) error { return s.InsertRequest(ctx, service.Request{ID: "n"}) },
		"UpdateRequest": func(ctx context.Context) error {
			return second(s.UpdateRequest(ctx, "n", func(*service.Request) error { return nil }))
		},
		"DeleteRequest": func(ctx context.Context) error { return s.DeleteRequest(ctx, "n") },
	}
}
