package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

var viewKind = kind[service.View]{
	bare:   func(id string) service.View { return service.View{ID: id, Rev: 1} },
	insert: service.Store.InsertView,
	read:   service.Store.View,
	update: service.Store.UpdateView,
	note:   func(n *service.View) *string { return &n.Reason },
}

var views = []storeTest{
	{"of several people", func(t *testing.T, s service.Store) {
		add := func(i int) {
			for id, person := range map[string]string{"%03d": fmt.Sprint("p", i%2), "%03d of another": "q"} {
				n := viewKind.bare(fmt.Sprintf(id, i))
				n.PersonID = person
				check(t, s.InsertView(deadline(t), n))
			}
		}
		wantPages(t, add, func(p service.Page) []string {
			return idsOf(must(s.ViewsOfPeople(deadline(t), []string{"p0", "p1", "nobody"}, p))(t))
		})
	}},
	{"of an application, and counted by who saw", func(t *testing.T, s service.Store) {
		for i, by := range []string{"a", "b", "a", "a"} {
			n := viewKind.bare(fmt.Sprint(i))
			n.By, n.At, n.ApplicationID = by, noon.Add(time.Duration(i)*time.Minute), fmt.Sprint("w", i%2)
			check(t, s.InsertView(deadline(t), n))
		}
		wantSame(t, fmt.Sprint(idsOf(must(s.ViewsOfApplication(deadline(t), "w0", service.Page{Limit: 9}))(t))), "[2 0]")
		wantSame(t, fmt.Sprint(idsOf(must(s.ViewsOfApplication(deadline(t), "w1", service.Page{Limit: 1}))(t))), "[3]")
		for _, row := range []struct {
			by    string
			since time.Time
			limit int
			want  int
		}{
			{"a", noon, 9, 3}, {"a", noon.Add(time.Millisecond), 9, 2}, {"a", noon, 2, 2}, {"b", noon.Add(time.Minute), 9, 1}, {"c", noon, 9, 0},
		} {
			if got := must(s.ViewsBy(deadline(t), row.by, row.since, row.limit))(t); got != row.want {
				t.Errorf("%+v: %d", row, got)
			}
		}
	}},
}
