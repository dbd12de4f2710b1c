package store_test

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/rubric"
	"github.com/quanjiuye/backend/store"
)

func TestLoad(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		t.Run("is whole, and leaves what is there", func(t *testing.T) {
			s, b := store.New(open(t), newVault(t)), batch()
			check(t, s.Load(t.Context(), b))
			wantLoaded(t, s, b)

			reg, err := s.UpdateRegistration(t.Context(), "r1", func(n *service.Registration) error {
				n.Status, n.VoidReason = service.Void, "重复登记"
				return nil
			})
			check(t, err)
			person, err := s.UpdatePerson(t.Context(), "p1", func(n *service.Person) error { n.Example = false; return nil })
			check(t, err)
			check(t, s.Load(t.Context(), b))
			b.Registrations[0], b.People[0] = reg, person
			wantLoaded(t, s, b)
		})
		t.Run("that broke off is done again", func(t *testing.T) {
			e, keys, b := open(t), newVault(t), batch()
			for step := 0; ; step++ {
				f := failing(e, step)
				err := store.New(f, keys).Load(t.Context(), b)
				if f.calls <= step {
					check(t, err)
					break
				}
				if !errors.Is(err, errDown) {
					t.Fatalf("step %d fails: got %v", step, err)
				}
				if n := len(sites(t, store.New(e, keys))); n > 0 {
					t.Fatalf("step %d failed, and %d sites say that the load was whole", step, n)
				}
			}
			wantLoaded(t, store.New(e, keys), b)
		})
		t.Run("of nothing", func(t *testing.T) {
			s := store.New(open(t), newVault(t))
			check(t, s.Load(t.Context(), store.Batch{}))
			wantLoaded(t, s, store.Batch{})
		})
	})
}

// batch has of everything one with every field and one with the least.
func batch() store.Batch {
	at := time.Date(2026, 11, 23, 1, 2, 3, 4e6, time.UTC)
	day := calendar.Date{Year: 2026, Month: 11, Day: 23}
	trail := service.Trail{Status: service.Confirmed, Source: service.FromStaff, RecordedBy: "a1", RecordedAt: at, ConfirmedBy: "a2", ConfirmedAt: at, Example: true}
	return store.Batch{
		Sites: []service.Site{
			{ID: "s1", Rev: 1, Name: "丰泽零工市场", Kind: rubric.Market, County: "350503", AreaM2: 120.5, OpenedOn: day, CreatedBy: "a1", CreatedAt: at, Example: true},
			{ID: "s2", Rev: 1},
		},
		Accounts: []service.Account{
			{ID: "a1", Rev: 1, OpenID: "openid 1", Name: "站长", Phone: accountPhone, Consent: service.Consent{Version: "1", At: at}, CreatedAt: at},
			{ID: "a2", Rev: 1, OpenID: "openid 2"},
		},
		Grants: []service.Grant{
			{ID: "g1", Rev: 1, AccountID: "a1", Role: service.Manager, Scope: "s1", Since: day},
			{ID: "g2", Rev: 1, AccountID: "a1", Role: service.Staff, Scope: "s1", Since: day, Until: day.AddDays(1)},
		},
		People: []service.Person{
			{ID: "p1", Rev: 1, Name: name, Phone: phone, Identity: identity.ID{Type: identity.ResidentID, Number: number}, AccountID: "a2", CreatedAt: at, Example: true},
			{ID: "p2", Rev: 1, Name: "李四", Phone: phone},
			{ID: "p3", Rev: 1},
		},
		Enterprises: []service.Enterprise{
			{ID: "e1", Rev: 1, Name: employer, NameKey: employer, USCC: "91350500MA0000000X", CreatedBy: "a1", CreatedAt: at, Example: true,
				Kind: service.Company, Address: "丰泽街", Industry: "家政", ContactName: contact, ContactPhone: contactPhone, LicenceID: "v1", ChangedBy: "a2", ChangedAt: at},
			{ID: "e2", Rev: 1, Name: "丙", NameKey: "丙"},
			{ID: "e3", Rev: 1, Kind: service.PrivatePerson, Name: privatePerson, NameKey: privatePerson, ContactPhone: contactPhone},
		},
		Postings: []service.Posting{
			{ID: "o1", Rev: 1, SiteID: "s1", County: "350503", Month: day.In(), ClientID: "o1", EnterpriseID: "e1", PostedOn: day, AcceptedAt: at, CountsOn: day,
				Offer: service.Offer{Title: "搬运工", Place: "丰泽街", Area: "350503", Headcount: 3, Description: "装卸", Conditions: "身体健康",
					Pay: service.Pay{Min: 2000, Max: 2500, Unit: service.PerHour}, Kind: service.Temporary, ValidUntil: day, Skills: []string{"叉车"},
					ContactName: contact, ContactPhone: contactPhone},
				Review: service.Review{State: service.Passed, Verdict: "ok", Findings: []service.Finding{{Category: "age", Words: "年轻"}}}, Trail: trail},
			{ID: "o2", Rev: 1, SiteID: "s1", ClientID: "o2", Month: day.In(), PostedOn: day, Offer: service.Offer{ValidUntil: day}},
		},
		Registrations: []service.Registration{
			{ID: "r1", Rev: 1, SiteID: "s1", County: "350503", Month: day.In(), PersonID: "p1", AccountID: "a2", RegisteredOn: day, EmploymentStatus: "失业",
				Intent: service.Intent{Occupations: []string{wish, "保洁"}, Area: "丰泽"}, Profile: service.Profile{Residence: residence, Groups: []string{"zero_employment_family"}}, ConsentVersion: "1", Complete: true, Trail: trail},
			{ID: "r2", Rev: 1, SiteID: "s1", Month: day.In(), PersonID: "p2"},
		},
		Placements: []service.Placement{
			{ID: "l1", Rev: 1, SiteID: "s1", County: "350503", Month: day.In(), PersonID: "p1", EnterpriseID: "e1", PostingID: "o1", Kind: service.Stable,
				StartedOn: day, Title: "搬运", EvidenceIDs: []string{"v1"}, Proof: "合同", Trail: trail},
			{ID: "l2", Rev: 1, SiteID: "s1", Month: day.In(), PersonID: "p1", EnterpriseID: "e2", StartedOn: day},
		},
		Activities: []service.Activity{
			{ID: "c1", Rev: 1, SiteID: "s1", County: "350503", Month: day.In(), ClientID: "c1", Type: "job_fair", HeldOn: day, Place: "广场",
				Participants: 40, Note: "零工专场", EvidenceIDs: []string{"v1"}, Trail: trail},
			{ID: "c2", Rev: 1, SiteID: "s1", ClientID: "c2", Month: day.In(), HeldOn: day},
		},
		Honours: []service.Honour{
			{ID: "h1", Rev: 1, SiteID: "s1", County: "350503", Level: rubric.City, Title: "先进", TitleKey: "先进", Issuer: "市", Awarded: day,
				EvidenceIDs: []string{"v1"}, Trail: trail},
			{ID: "h2", Rev: 1, SiteID: "s1", Awarded: day},
		},
		Evidence: []service.Evidence{
			{ID: "v1", Rev: 1, SiteID: "s1", County: "350503", SHA256: "s", Kept: service.Blob{SHA256: "k", Bytes: 9}, Media: "image/jpeg",
				Width: 4, Height: 3, Thumb: service.Blob{SHA256: "t", Bytes: 2}, UploadedBy: "a1", UploadedAt: at},
			{ID: "v2", Rev: 1, SiteID: "s1"},
		},
	}
}

func sites(t *testing.T, s *store.Store) []service.Site {
	t.Helper()
	list, err := s.Sites(t.Context(), service.SiteFilter{Scope: service.Scope{Everything: true}})
	check(t, err)
	return list
}

// wantLoaded checks that the store holds b as it stands, and no other records
// of its site.
func wantLoaded(t *testing.T, s *store.Store, b store.Batch) {
	t.Helper()
	ctx, site := t.Context(), service.RecordFilter{SiteID: "s1"}
	wantRead(t, newestFirst(b.Sites))(sites(t, s), nil)
	wantRead(t, newestFirst(b.Postings))(s.Postings(ctx, service.PostingFilter{RecordFilter: site}))
	wantRead(t, newestFirst(b.Registrations))(s.Registrations(ctx, site))
	wantRead(t, newestFirst(b.Placements))(s.Placements(ctx, site))
	wantRead(t, newestFirst(b.Activities))(s.Activities(ctx, site))
	wantRead(t, newestFirst(b.Honours))(s.Honours(ctx, site))
	wantRead(t, newestFirst(b.Evidence))(s.EvidenceOf(ctx, service.EvidenceFilter{SiteID: "s1"}))
	grants, err := s.GrantsOf(ctx, "a1")
	slices.SortFunc(grants, func(a, b service.Grant) int { return cmp.Compare(a.ID, b.ID) })
	wantRead(t, append([]service.Grant{}, b.Grants...))(grants, err)
	for _, n := range b.Accounts {
		wantRead(t, n)(s.Account(ctx, n.ID))
	}
	for _, n := range b.People {
		wantRead(t, n)(s.Person(ctx, n.ID))
		wantOwner(t, s, n.ID, n.Keys())
	}
	for _, n := range b.Postings {
		wantOwner(t, s, n.ID, n.Keys())
	}
	for _, n := range b.Enterprises {
		wantRead(t, n)(s.Enterprise(ctx, n.ID))
		wantOwner(t, s, n.ID, n.Keys())
	}
}

func wantOwner(t *testing.T, s *store.Store, id string, keys []service.Key) {
	t.Helper()
	for _, k := range keys {
		wantRead(t, id)(s.KeyOwner(t.Context(), k))
	}
}

// wantRead takes the answers of a read.
func wantRead[T any](t *testing.T, want T) func(got T, err error) {
	return func(got T, err error) {
		t.Helper()
		check(t, err)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
	}
}

// newestFirst turns the order of a batch into that of a list, which is never nil.
func newestFirst[N any](nouns []N) []N {
	list := append([]N{}, nouns...)
	slices.Reverse(list)
	return list
}
