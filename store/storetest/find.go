package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/quanjiuye/backend/store"
)

var (
	s1       = eq("site_id", "s1")
	november = eq("month", "2026-11")
)

func eq(field string, value any) store.Cond {
	return store.Cond{Field: field, Op: store.Eq, Value: value}
}

func where(conds ...store.Cond) store.Query { return store.Query{Where: conds} }

func isNoDocument(err error) bool { return errors.Is(err, store.ErrNoDocument) }

var find = []test{
	byModel,
	{"the latest", func(t *testing.T, e *engine) {
		q := where(s1, november)
		q.Latest, q.Sort = true, []string{"_id"}
		wantIDs(t, findAll[Registration](t, e, "registrations", q))
		e.put(t, "registrations", NewRegistration("a"), NewRegistration("b"), NewRegistration("c").At("s2"))
		wantIDs(t, findAll[Registration](t, e, "registrations", q), "r-a", "r-b")
	}},
	{"every operator on strings", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("b"), NewRegistration("a"), NewRegistration("c"))
		for _, row := range []struct {
			op    store.Op
			value any
			want  []string
		}{
			{store.Eq, "r-b", []string{"r-b"}},
			{store.Lt, "r-b", []string{"r-a"}},
			{store.Le, "r-b", []string{"r-a", "r-b"}},
			{store.Gt, "r-b", []string{"r-c"}},
			{store.Ge, "r-b", []string{"r-b", "r-c"}},
			{store.In, []string{"r-c", "r-a", "none", "r-a"}, []string{"r-a", "r-c"}},
			{store.In, []string{}, nil},
			{store.In, []string(nil), nil},
			{store.Eq, "", nil},
			{store.Gt, "", []string{"r-a", "r-b", "r-c"}},
		} {
			for _, prefix := range [][]store.Cond{nil, {s1}} {
				q := where(append(prefix, store.Cond{Field: "_id", Op: row.op, Value: row.value})...)
				q.Sort = []string{"_id"}
				wantIDs(t, findAll[Registration](t, e, "registrations", q), row.want...)
			}
		}
	}},
	{"every operator on integers", func(t *testing.T, e *engine) {
		for i, at := range []int64{-exact, -1, 10, exact} {
			e.put(t, "sessions", Session{ID: fmt.Sprint(i), Rev: 1, ExpiresAt: at})
		}
		for _, row := range []struct {
			op    store.Op
			value int64
			want  int
		}{
			{store.Eq, 10, 1}, {store.Eq, 11, 0}, {store.Eq, exact, 1}, {store.Eq, exact - 1, 0},
			{store.Lt, 10, 2}, {store.Le, 10, 3}, {store.Gt, 10, 1}, {store.Ge, 10, 2},
			{store.Lt, -exact, 0}, {store.Ge, -exact, 4}, {store.Gt, exact, 0}, {store.Gt, exact - 1, 1},
		} {
			q := where(store.Cond{Field: "expires_at", Op: row.op, Value: row.value})
			if n := len(findAll[Session](t, e, "sessions", q)); n != row.want {
				t.Errorf("expires_at %s %d: %d found, want %d", row.op, row.value, n, row.want)
			}
		}
	}},
	{"booleans", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("y").With("recorded", true), NewRegistration("n").With("recorded", false))
		for value, want := range map[bool]string{true: "r-y", false: "r-n"} {
			q := where(s1, november, eq("status", "recorded"), eq("complete", value))
			wantIDs(t, findAll[Registration](t, e, "registrations", q), want)
		}
	}},
	{"all conditions must hold", func(t *testing.T, e *engine) {
		r := NewRegistration("p1")
		e.put(t, "registrations", r, r.As("2").At("s2"), r.As("3").In("2026-12"), NewRegistration("p2").On("2026-11-30"))
		day := func(op store.Op, d string) store.Cond { return store.Cond{Field: "registered_on", Op: op, Value: d} }
		wantIDs(t, findAll[Registration](t, e, "registrations", where(s1, november, day(store.Lt, "2026-11-30"))), "r-p1")
		wantIDs(t, findAll[Registration](t, e, "registrations", where(s1, november, day(store.Ge, "2026-11-24"), day(store.Le, "2026-11-30"))), "r-p2")
		wantIDs(t, findAll[Registration](t, e, "registrations", where(s1, eq("site_id", "s2"))))
	}},
	{"a missing field matches nothing", func(t *testing.T, e *engine) {
		e.put(t, "sessions", Session{ID: "without", Rev: 1, AccountID: "a"})
		for _, op := range []store.Op{store.Eq, store.Lt, store.Le, store.Gt, store.Ge} {
			q := where(store.Cond{Field: "expires_at", Op: op, Value: int64(0)})
			if got := findAll[Session](t, e, "sessions", q); len(got) > 0 {
				t.Errorf("expires_at %s 0 found %+v", op, got)
			}
		}
	}},
	{"many values of in", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"), NewRegistration("p2"))
		values := []string{"r-p2"}
		for i := range 2_000 {
			values = append(values, fmt.Sprint("none ", i))
		}
		q := where(store.Cond{Field: "_id", Op: store.In, Value: values})
		wantIDs(t, findAll[Registration](t, e, "registrations", q), "r-p2")
	}},
	{"nothing found", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		got := findAll[Registration](t, e, "registrations", where(eq("site_id", "s9")))
		wantIDs(t, got)
	}},
	{"what was in the slice is gone", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		out := []Registration{{Note: "old", Complete: true}, {}, {}}
		if err := e.Find(deadline(t), "registrations", store.Query{}, &out); err != nil {
			t.Fatalf("find: %v", err)
		}
		wantSame(t, out, []Registration{NewRegistration("p1")})
	}},
	{"refuses values of other kinds", func(t *testing.T, e *engine) {
		bad := []any{nil, 1, 1.5, []any{"x"}, map[string]any{"$ne": ""}, map[string]string{"$gt": ""}, time.Time{}, []byte("x")}
		for _, value := range bad {
			var out []Registration
			if err := e.Find(deadline(t), "registrations", where(eq("site_id", value)), &out); err == nil {
				t.Errorf("find with a %T succeeded", value)
			}
			if _, err := e.Delete(deadline(t), "registrations", where(eq("site_id", value))); err == nil {
				t.Errorf("delete with a %T succeeded", value)
			}
		}
		var out []Registration
		for _, c := range []store.Cond{
			{Field: "site_id", Op: store.Eq, Value: []string{"s1"}}, {Field: "site_id", Op: store.In, Value: "s1"},
			{Field: "site_id", Op: "$ne", Value: "s1"}, {Field: "site_id", Op: "", Value: "s1"},
		} {
			if err := e.Find(deadline(t), "registrations", where(c), &out); err == nil {
				t.Errorf("find with %+v succeeded", c)
			}
		}
	}},
}
