package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

var enterpriseKind = kind[service.Enterprise]{
	bare:   func(id string) service.Enterprise { return service.Enterprise{ID: id, Rev: 1} },
	insert: service.Store.InsertEnterprise,
	read:   service.Store.Enterprise,
	update: service.Store.UpdateEnterprise,
	note:   func(n *service.Enterprise) *string { return &n.USCC },
}

var enterprises = []storeTest{
	{"that is a private person comes back as it went in", func(t *testing.T, s service.Store) {
		n := filled[service.Enterprise]("x", 0)
		n.Kind, n.NameKey = service.PrivatePerson, identity.CompanyKey(n.Name)
		check(t, s.InsertEnterprise(deadline(t), n))
		wantSame(t, must(s.Enterprise(deadline(t), "x"))(t), n)
		got := must(s.UpdateEnterprise(deadline(t), "x", func(n *service.Enterprise) error { n.Address = "丰泽街"; return nil }))(t)
		wantSame(t, must(s.Enterprise(deadline(t), "x"))(t), got)
		for _, prefix := range []string{n.NameKey, n.NameKey[:1]} {
			if found := enterprisesBy(t, s, service.EnterpriseFilter{NamePrefix: prefix}); len(found) > 0 {
				t.Errorf("found by name: %q", found)
			}
		}
	}},
	{"found by the beginning of name or code", func(t *testing.T, s service.Store) {
		for id, name := range map[string]string{"1": "泉州市丰泽区好工匠服务有限公司", "2": "好工匠劳务", "3": "晋江好工匠", "4": "安踏", "5": "ab厂"} {
			n := service.Enterprise{ID: id, Rev: 1, Name: name, NameKey: identity.CompanyKey(name), USCC: "9135" + id}
			check(t, s.InsertEnterprise(deadline(t), n))
		}
		for _, row := range []struct {
			filter service.EnterpriseFilter
			want   []string // in the order of name keys
		}{
			{service.EnterpriseFilter{NamePrefix: "好工匠"}, []string{"2", "3", "1"}},
			{service.EnterpriseFilter{NamePrefix: "泉州市"}, []string{"1"}},
			{service.EnterpriseFilter{NamePrefix: "工匠"}, nil},
			{service.EnterpriseFilter{NamePrefix: "安踏体育"}, nil},
			{service.EnterpriseFilter{USCCPrefix: "91354"}, []string{"4"}},
			{service.EnterpriseFilter{USCCPrefix: "9135"}, []string{"5", "2", "4", "3", "1"}},
			{service.EnterpriseFilter{NamePrefix: "ab", USCCPrefix: "91354"}, []string{"5", "4"}},
			{service.EnterpriseFilter{NamePrefix: "好工匠", Page: service.Page{Limit: 2}}, []string{"2", "3"}},
			{service.EnterpriseFilter{Page: service.Page{Limit: 2, Before: "4"}}, []string{"3", "2"}},
			{service.EnterpriseFilter{NamePrefix: "%"}, nil},
		} {
			if got := enterprisesBy(t, s, row.filter); !slices.Equal(got, row.want) {
				t.Errorf("%+v: got %q, want %q", row.filter, got, row.want)
			}
		}
		got := idsOf(must(s.EnterprisesByID(deadline(t), []string{"3", "none", "1"}))(t))
		slices.Sort(got)
		wantSame(t, fmt.Sprint(got), "[1 3]")
	}},
}

func enterprisesBy(t *testing.T, s service.Store, f service.EnterpriseFilter) []string {
	t.Helper()
	return idsOf(must(s.Enterprises(deadline(t), f))(t))
}
