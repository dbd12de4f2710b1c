package storetest

import (
	"testing"

	"github.com/quanjiuye/backend/store"
)

// hostile are texts that mean something to one engine or another. To us they
// are names that somebody typed.
var hostile = []string{
	"$ne", "$where", `{"$gt":""}`, "a.b", "$", ".", "$.site_id", "'", "''", `"`, "`", `\`, `\u0041`, "%", "_", "*", "?", "?1", "@p", ":p",
	"' OR '1'='1", "'; DROP TABLE registrations; --", `"; DROP TABLE "registrations"; --`, "s1' UNION SELECT 1 --",
	"null", "true", "1", "1e3", "0x10", "NaN", " ", "\n", "𠀀", "\u202e", "<script>", "&amp;", "'||'",
}

var text = []test{
	{"operators and quotes in values are text", func(t *testing.T, e *engine) {
		for _, s := range hostile {
			e.put(t, "registrations", NewRegistration(s))
		}
		for _, s := range hostile {
			want := NewRegistration(s)
			wantSame(t, get[Registration](t, e, "registrations", want.ID), want)
			for _, c := range []store.Cond{
				eq("person_id", s), {Field: "person_id", Op: store.In, Value: []string{s}}, eq("account_id", "a-"+s),
			} {
				wantSame(t, findAll[Registration](t, e, "registrations", where(c)), []Registration{want})
			}
			wantIs(t, e.Insert(deadline(t), "registrations", want.As("other")), store.ErrDuplicate)
		}
	}},
	{"hostile text that matches nothing", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"), NewRegistration("p2"))
		for _, s := range hostile {
			wantIDs(t, findAll[Registration](t, e, "registrations", where(eq("site_id", s))))
			if n := e.mustDelete(t, "registrations", where(eq("site_id", s))); n != 0 {
				t.Fatalf("site_id = %q deleted %d", s, n)
			}
			next := NewRegistration("p1").As(s)
			wantIs(t, e.Replace(deadline(t), "registrations", s, 1, next), store.ErrNoDocument)
		}
		if n := len(findAll[Registration](t, e, "registrations", store.Query{})); n != 2 {
			t.Fatalf("%d documents are left, want 2", n)
		}
	}},
	{"a text is not a number or a boolean", func(t *testing.T, e *engine) {
		e.put(t, "sessions", Session{ID: "x", Rev: 1, AccountID: "10", ExpiresAt: 10})
		for _, c := range []store.Cond{
			eq("expires_at", "10"), eq("account_id", int64(10)), eq("account_id", true), eq("expires_at", ""),
			{Field: "expires_at", Op: store.In, Value: []string{"10"}},
		} {
			if got := findAll[Session](t, e, "sessions", where(c)); len(got) > 0 {
				t.Errorf("%+v found %+v", c, got)
			}
		}
	}},
	{"hostile field names select nothing more", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		for _, field := range []string{"", "$where", "$or", "1=1 OR site_id", "site_id\" IS NOT NULL OR \"site_id", "_id'--"} {
			var out []Registration
			err := e.Find(deadline(t), "registrations", where(eq(field, "none")), &out)
			if err == nil && len(out) > 0 {
				t.Errorf("field %q selected %d documents", field, len(out))
			}
			n, err := e.Delete(deadline(t), "registrations", where(eq(field, "none")))
			if err == nil && n > 0 {
				t.Errorf("field %q deleted %d documents", field, n)
			}
		}
	}},
}
