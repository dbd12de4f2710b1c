package storetest

import (
	"testing"

	"github.com/quanjiuye/backend/store"
)

var fields = []test{
	{"of an index", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"), NewRegistration("p2").With("void", false).At("s2"))
		q := where(s1, november)
		q.Fields = []string{"status", "complete", "registered_on", "person_id"}
		wantSame(t, findAll[Registration](t, e, "registrations", q), []Registration{{
			ID: "r-p1", PersonID: "p1", Status: "recorded", Complete: true, RegisteredOn: "2026-11-23",
		}})
	}},
	{"into another type", func(t *testing.T, e *engine) {
		type status string
		type row struct {
			Status   status `json:"status"`
			Complete bool   `json:"complete"`
			Person   string `json:"person_id"`
		}
		e.put(t, "registrations", NewRegistration("p1"), NewRegistration("p2").With("void", false))
		q := where(s1, november)
		q.Fields, q.Sort = []string{"status", "complete", "person_id"}, []string{"person_id"}
		wantSame(t, findAll[row](t, e, "registrations", q), []row{{"recorded", true, "p1"}, {"void", false, "p2"}})
	}},
	{"of no index", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		q := where(s1)
		q.Fields = []string{"note", "status"}
		wantSame(t, findAll[Registration](t, e, "registrations", q), []Registration{{ID: "r-p1", Status: "recorded", Note: "零工市场"}})
	}},
	{"of every shape", func(t *testing.T, e *engine) {
		all := shapes()["full"]
		all.ID, all.Rev = "x", 9
		e.put(t, "people", all)
		got := findAll[Shapes](t, e, "people", store.Query{Fields: []string{"rev", "yes", "int64", "float", "bytes", "parts", "labels"}})
		wantSame(t, got, []Shapes{{
			ID: "x", Rev: 9, Yes: true, Int64: all.Int64, Float: all.Float, Bytes: all.Bytes, Parts: all.Parts, Labels: all.Labels,
		}})
	}},
	{"within a nested document", func(t *testing.T, e *engine) {
		e.put(t, "people", Shapes{ID: "x", Rev: 1, Part: Part{Name: "n", Size: 3, Inner: Inner{Ready: true, Raw: []byte{1}}}})
		got := findAll[Shapes](t, e, "people", store.Query{Fields: []string{"part.size", "part.inner.ready"}})
		wantSame(t, got, []Shapes{{ID: "x", Part: Part{Size: 3, Inner: Inner{Ready: true}}}})
	}},
	{"that a document lacks", func(t *testing.T, e *engine) {
		e.put(t, "sessions", Session{ID: "x", Rev: 1, AccountID: "a"})
		for _, names := range [][]string{{"expires_at"}, {"expires_at", "no_such_field"}} {
			got := findAll[Session](t, e, "sessions", store.Query{Fields: names})
			wantSame(t, got, []Session{{ID: "x"}})
		}
	}},
	{"only the id", func(t *testing.T, e *engine) {
		e.put(t, "registrations", NewRegistration("p1"))
		got := findAll[Registration](t, e, "registrations", store.Query{Fields: []string{"_id"}})
		wantSame(t, got, []Registration{{ID: "r-p1"}})
	}},
}
