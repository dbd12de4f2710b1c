package storetest

import (
	"fmt"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var keys = []storeTest{
	{"is its first claimant's for good", func(t *testing.T, s service.Store) {
		k := service.Key{Space: "id", Value: "resident:99000019900101001X"}
		for _, owner := range []string{"first", "second", "first"} {
			if got := must(s.ClaimKey(deadline(t), k, owner))(t); got != "first" {
				t.Fatalf("%s's claim answers %q, want %q", owner, got, "first")
			}
			if got := must(s.KeyOwner(deadline(t), k))(t); got != "first" {
				t.Fatalf("owned by %q, want %q", got, "first")
			}
		}
	}},
	{"of nobody", func(t *testing.T, s service.Store) {
		_, err := s.KeyOwner(deadline(t), service.Key{Space: "id", Value: "x"})
		wantIs(t, err, service.ErrNoRecord)
		must(s.ClaimKey(deadline(t), service.Key{Space: "id", Value: "x"}, "owner"))(t)
		for _, k := range []service.Key{{Space: "id", Value: "X"}, {Space: "phone", Value: "x"}, {Space: "id", Value: "x "}, {Space: "id", Value: "y"}} {
			_, err := s.KeyOwner(deadline(t), k)
			wantIs(t, err, service.ErrNoRecord)
		}
	}},
	{"like another is another", func(t *testing.T, s service.Store) {
		for _, space := range []string{"id", "self", "phone", "uscc", "company"} {
			for _, value := range []string{"1", "10", "1 ", "a", "A", "ａ", "é", "e\u0301", "𠮷", "吉", "$ne", "13800138000|张三", "13800138000|张三丰"} {
				owner := space + "/" + value
				if got := must(s.ClaimKey(deadline(t), service.Key{Space: space, Value: value}, owner))(t); got != owner {
					t.Fatalf("%q is %q's already", owner, got)
				}
			}
		}
	}},
	{"one owner may have many", func(t *testing.T, s service.Store) {
		for i := range 3 {
			must(s.ClaimKey(deadline(t), service.Key{Space: "phone", Value: fmt.Sprint(i)}, "owner"))(t)
		}
		for i := range 3 {
			if got := must(s.KeyOwner(deadline(t), service.Key{Space: "phone", Value: fmt.Sprint(i)}))(t); got != "owner" {
				t.Fatalf("owned by %q", got)
			}
		}
	}},
	{"of one owner are found and freed by their space", func(t *testing.T, s service.Store) {
		claim := func(space, value, owner string) {
			must(s.ClaimKey(deadline(t), service.Key{Space: space, Value: value}, owner))(t)
		}
		has := func(owner, space string, want bool) {
			t.Helper()
			if got := must(s.HasKeys(deadline(t), owner, space))(t); got != want {
				t.Fatalf("%s has keys of %q: %v", owner, space, got)
			}
		}
		for i := range 3 {
			claim("phone", fmt.Sprint(i), "a")
		}
		claim("id", "x", "a")
		claim("self", "x", "a")
		claim("id", "y", "aa")
		has("a", "id", true)
		has("a", "uscc", false)
		has("b", "", false)
		for range 2 {
			check(t, s.DropKeys(deadline(t), "a", "id"))
			has("a", "id", false)
			has("a", "phone", true)
			has("aa", "id", true)
		}
		claim("id", "x", "b") // it is free
		for _, owner := range []string{"a", "b", "b"} {
			check(t, s.DropKey(deadline(t), service.Key{Space: "id", Value: "x"}, owner))
			has("b", "id", owner == "a") // not a's to drop
		}
		claim("id", "x", "b")
		check(t, s.DropKeys(deadline(t), "a", ""))
		has("a", "", false)
		has("aa", "", true)
		has("b", "id", true)
	}},
	{"claimed by many at once is one's, and all agree", func(t *testing.T, s service.Store) {
		for round := range 5 {
			k := service.Key{Space: "id", Value: fmt.Sprint(round)}
			answers := make([]string, racers)
			for _, err := range together(racers, func(i int) (err error) {
				answers[i], err = s.ClaimKey(deadline(t), k, fmt.Sprint("owner ", i))
				return err
			}) {
				check(t, err)
			}
			owner := must(s.KeyOwner(deadline(t), k))(t)
			claimed := false
			for i, answer := range answers {
				claimed = claimed || owner == fmt.Sprint("owner ", i)
				if answer != owner {
					t.Fatalf("claimant %d was told %q, but it is %q's", i, answer, owner)
				}
			}
			if !claimed {
				t.Fatalf("owned by %q, who never claimed it", owner)
			}
		}
	}},
}
