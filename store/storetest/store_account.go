package storetest

import (
	"cmp"
	"context"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

var accountKind = kind[service.Account]{
	bare: func(id string) service.Account { return service.Account{ID: id, Rev: 1, OpenID: "openid of " + id} },
	insert: func(s service.Store, ctx context.Context, n service.Account) error {
		_, err := s.EnsureAccount(ctx, n)
		return err
	},
	read:        service.Store.Account,
	update:      service.Store.UpdateAccount,
	note:        func(n *service.Account) *string { return &n.Name },
	answersKept: true,
}

var accounts = []storeTest{
	{"ensured twice is the first", func(t *testing.T, s service.Store) {
		first := filled[service.Account]("first", 0)
		wantSame(t, must(s.EnsureAccount(deadline(t), first))(t), first)
		again := filled[service.Account]("again", 1)
		again.OpenID = first.OpenID
		wantSame(t, must(s.EnsureAccount(deadline(t), again))(t), first)
		_, err := s.Account(deadline(t), "again")
		wantIs(t, err, service.ErrNoRecord)
	}},
	{"ensured by many at once is one", func(t *testing.T, s service.Store) {
		answers := make([]service.Account, racers)
		for _, err := range together(racers, func(i int) (err error) {
			fresh := filled[service.Account](string(rune('a'+i)), 0)
			answers[i], err = s.EnsureAccount(deadline(t), fresh)
			return err
		}) {
			check(t, err)
		}
		kept := must(s.AccountByOpenID(deadline(t), answers[0].OpenID))(t)
		for _, answer := range answers {
			wantSame(t, answer, kept)
		}
		for i := range racers {
			if id := string(rune('a' + i)); id != kept.ID {
				_, err := s.Account(deadline(t), id)
				wantIs(t, err, service.ErrNoRecord)
			}
		}
	}},
	{"by openid", func(t *testing.T, s service.Store) {
		for _, openID := range []string{"o-1", "O-1", "o-1 ", "o-10", "$ne", "ｏ-1"} {
			check(t, accountKind.insert(s, deadline(t), service.Account{ID: "id of " + openID, Rev: 1, OpenID: openID}))
		}
		if got := must(s.AccountByOpenID(deadline(t), "o-1"))(t); got.ID != "id of o-1" {
			t.Fatalf("found %q", got.ID)
		}
		for _, none := range []string{"", "o-", "o-2"} {
			_, err := s.AccountByOpenID(deadline(t), none)
			wantIs(t, err, service.ErrNoRecord)
		}
	}},
	{"several by id, and those without WeChat", func(t *testing.T, s service.Store) {
		for _, openID := range []string{"desk", "desk:1", "desk:2", "desk;", "o-1"} {
			check(t, accountKind.insert(s, deadline(t), service.Account{ID: "id of " + openID, Rev: 1, OpenID: openID}))
		}
		names := func(list []service.Account) (ids []string) {
			for _, n := range list {
				ids = append(ids, n.OpenID)
			}
			return ids
		}
		got := names(must(s.AccountsByID(deadline(t), []string{"id of o-1", "none", "id of desk"}))(t))
		wantAlike(t, got, []string{"desk", "o-1"}, cmp.Compare)
		wantSame(t, len(must(s.AccountsByID(deadline(t), nil))(t)), 0)
		wantSame(t, names(must(s.DeskAccounts(deadline(t), 9))(t)), []string{"desk:2", "desk:1"})
		wantSame(t, names(must(s.DeskAccounts(deadline(t), 1))(t)), []string{"desk:2"})
	}},
	{"deleted is gone, and its openid is free", func(t *testing.T, s service.Store) {
		first := filled[service.Account]("first", 0)
		check(t, accountKind.insert(s, deadline(t), first))
		check(t, accountKind.insert(s, deadline(t), accountKind.bare("other")))
		for range 2 { // a deletion may be repeated
			check(t, s.DeleteAccount(deadline(t), "first"))
			_, err := s.Account(deadline(t), "first")
			wantIs(t, err, service.ErrNoRecord)
			_, err = s.AccountByOpenID(deadline(t), first.OpenID)
			wantIs(t, err, service.ErrNoRecord)
		}
		_, err := s.UpdateAccount(deadline(t), "first", func(n *service.Account) error { n.Name = "back"; return nil })
		wantIs(t, err, service.ErrNoRecord)
		again := filled[service.Account]("again", 0)
		again.OpenID = first.OpenID
		wantSame(t, must(s.EnsureAccount(deadline(t), again))(t), again)
		must(s.Account(deadline(t), "other"))(t)
	}},
	{"keeps milliseconds", func(t *testing.T, s service.Store) {
		at := time.Date(2026, 11, 24, 23, 59, 59, 999_999_999, time.FixedZone("", 8*3600))
		n := accountKind.bare("x")
		n.CreatedAt = at
		check(t, accountKind.insert(s, deadline(t), n))
		got := must(s.Account(deadline(t), "x"))(t)
		if want := at.Truncate(time.Millisecond); !got.CreatedAt.Equal(want) {
			t.Errorf("created at %v, want %v", got.CreatedAt, want)
		}
		if !got.Consent.At.IsZero() {
			t.Errorf("consent at %v, want the zero time", got.Consent.At)
		}
	}},
}
