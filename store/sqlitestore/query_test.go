package sqlitestore_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/storetest"
)

// placement is what the recount of placements reads.
type placement struct {
	ID        string `json:"_id"`
	Status    string `json:"status"`
	Kind      string `json:"kind"`
	Proven    bool   `json:"proven"`
	StartedOn string `json:"started_on"`
	PersonID  string `json:"person_id"`
}

func eq(field string, value any) store.Cond {
	return store.Cond{Field: field, Op: store.Eq, Value: value}
}

func TestQueriesUseTheirIndex(t *testing.T) {
	e := open(t, newPath(t))
	month := []store.Cond{eq("site_id", "s1"), eq("month", "2026-11")}
	after := store.Cond{Field: "_id", Op: store.Gt, Value: "x"}
	for _, row := range []struct {
		name, collection string
		q                store.Query
		want             string
	}{
		{name: "recount of registrations", collection: "registrations", want: "COVERING INDEX",
			q: store.Query{Where: month, Fields: []string{"status", "complete", "registered_on", "person_id"}}},
		{name: "one state of a month", collection: "registrations", want: "COVERING INDEX",
			q: store.Query{Where: append(month, eq("status", "confirmed"), eq("complete", true)), Fields: []string{"person_id"}}},
		{name: "a page of a site", collection: "registrations", want: "USING INDEX index:registrations:site_id,_id ",
			q: store.Query{Where: []store.Cond{eq("site_id", "s1"), after}, Sort: []string{"_id"}, Limit: 20}},
		{name: "a natural key", collection: "registrations", want: "USING INDEX unique:registrations:site_id,month,person_id ",
			q: store.Query{Where: append(month, eq("person_id", "p1"))}},
		{name: "several ids", collection: "registrations", want: "USING INDEX sqlite_autoindex_registrations_1 ",
			q: store.Query{Where: []store.Cond{{Field: "_id", Op: store.In, Value: []string{"a", "b"}}}}},
		{name: "what has expired", collection: "sessions", want: "USING INDEX index:sessions:expires_at,_id ",
			q: store.Query{Where: []store.Cond{{Field: "expires_at", Op: store.Lt, Value: int64(5)}}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			wantPlan[storetest.Registration](t, e, row.collection, row.q, row.want)
		})
	}
	t.Run("recount of placements", func(t *testing.T) {
		q := store.Query{Where: month, Fields: []string{"status", "kind", "proven", "started_on", "person_id"}}
		wantPlan[placement](t, e, "placements", q, "COVERING INDEX")
	})
	t.Run("recount of scans", func(t *testing.T) {
		wantPlan[scan](t, e, "scans", store.Query{Where: month, Fields: []string{"scanned_on", "medium"}}, "COVERING INDEX")
	})
}

type scan struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	SiteID    string `json:"site_id"`
	Month     string `json:"month"`
	ScannedOn string `json:"scanned_on"`
	Medium    string `json:"medium"`
}

func wantPlan[T any](t *testing.T, e *sqlitestore.Engine, collection string, q store.Query, want string) {
	t.Helper()
	plan, err := sqlitestore.Plan[T](t.Context(), e, collection, q)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(plan, "SEARCH") || !strings.Contains(plan, want) {
		t.Fatalf("plan %q, want a search with %q", plan, want)
	}
}

func TestRefusedQueries(t *testing.T) {
	e := open(t, newPath(t))
	insert(t, e, registration("p1"))
	for name, q := range map[string]store.Query{
		"a condition without an index": {Where: []store.Cond{eq("note", "x")}},
		"a condition on the rev":       {Where: []store.Cond{eq("rev", int64(1))}},
		"an order without an index":    {Sort: []string{"note"}},
		"an order that is SQL":         {Sort: []string{"_id; DELETE FROM registrations"}},
		"a negative limit":             {Limit: -1},
	} {
		var out []storetest.Registration
		if err := e.Find(t.Context(), "registrations", q, &out); err == nil {
			t.Errorf("%s: find succeeded", name)
		}
	}
	if _, err := e.Delete(t.Context(), "registrations", store.Query{Limit: 1}); err == nil {
		t.Error("delete with a limit succeeded")
	}
	var one storetest.Registration
	if err := e.Find(t.Context(), "registrations", store.Query{}, &one); err == nil {
		t.Error("find into a struct succeeded")
	}
	if n := count(t, e); n != 1 {
		t.Fatalf("%d documents are left, want 1", n)
	}
}

func TestUnknownCollection(t *testing.T) {
	e := open(t, newPath(t))
	const name = `registrations" --`
	_, insertAllErr := e.InsertAll(t.Context(), name, []any{registration("p1")})
	_, deleteErr := e.Delete(t.Context(), name, store.Query{})
	for method, err := range map[string]error{
		"insert":     e.Insert(t.Context(), name, registration("p1")),
		"insert all": insertAllErr,
		"get":        e.Get(t.Context(), name, "x", new(storetest.Registration)),
		"find":       e.Find(t.Context(), name, store.Query{}, new([]storetest.Registration)),
		"replace":    e.Replace(t.Context(), name, "x", 1, registration("p1")),
		"delete":     deleteErr,
	} {
		if err == nil || !strings.Contains(err.Error(), "no collection") {
			t.Errorf("%s: %v", method, err)
		}
	}
}

// A field that decodes itself, or that is embedded, goes through JSON even
// where an index has it.
func TestFieldsThatDecodeThemselves(t *testing.T) {
	e := open(t, newPath(t))
	insert(t, e, registration("p1"))
	type base struct {
		PersonID string `json:"person_id"`
	}
	type row struct {
		base
		Status shout `json:"status"`
	}
	for _, fields := range [][]string{{"status"}, {"person_id"}, {"status", "person_id", "month"}} {
		var out []row
		if err := e.Find(t.Context(), "registrations", store.Query{Fields: fields}, &out); err != nil {
			t.Fatal(err)
		}
		want := row{}
		if fields[0] == "status" {
			want.Status = "RECORDED"
		}
		if len(fields) != 1 || fields[0] == "person_id" {
			want.PersonID = "p1"
		}
		if len(out) != 1 || out[0] != want {
			t.Errorf("fields %q: got %+v, want %+v", fields, out, want)
		}
	}
}

type shout string

func (s *shout) UnmarshalText(text []byte) error {
	*s = shout(strings.ToUpper(string(text)))
	return nil
}

// A field whose kind has changed since a document was written is an error, not
// a zero.
func TestFieldsOfAnotherKind(t *testing.T) {
	e := open(t, newPath(t))
	if err := e.Insert(t.Context(), "sessions", storetest.Session{ID: "x", Rev: 1, AccountID: "a", ExpiresAt: 300}); err != nil {
		t.Fatal(err)
	}
	find := func(out any) error {
		return e.Find(t.Context(), "sessions", store.Query{Fields: []string{"expires_at", "account_id"}}, out)
	}
	for name, err := range map[string]error{
		"a number into a text": find(new([]struct {
			At string `json:"expires_at"`
		})),
		"a number into a bool": find(new([]struct {
			At bool `json:"expires_at"`
		})),
		"a text into a number": find(new([]struct {
			Account int64 `json:"account_id"`
		})),
	} {
		if err == nil {
			t.Errorf("%s: find succeeded", name)
		}
	}
	var floats []struct {
		At float64 `json:"expires_at"`
	}
	if err := find(&floats); err != nil || len(floats) != 1 || floats[0].At != 300 {
		t.Errorf("a number into a float: %v, %v", floats, err)
	}
}

// SQLite's own functions end a text at a NUL here and there; ours must not.
func TestNulIsACharacter(t *testing.T) {
	e := open(t, newPath(t))
	persons := []string{"a", "a\x00", "a\x00b", "a\x00c", "\x00"}
	for _, person := range persons {
		insert(t, e, registration(person))
	}
	for _, person := range persons {
		for _, c := range []store.Cond{eq("person_id", person), eq("_id", "r-"+person), {Field: "person_id", Op: store.In, Value: []string{person}}} {
			for _, fields := range [][]string{nil, {"person_id"}} {
				var out []storetest.Registration
				must(t, e.Find(t.Context(), "registrations", store.Query{Where: []store.Cond{c}, Fields: fields}, &out))
				if len(out) != 1 || out[0].PersonID != person || out[0].ID != "r-"+person {
					t.Errorf("%+v found %+v", c, out)
				}
			}
		}
	}
}

func TestStrictFindsFieldsThatNobodyKnows(t *testing.T) {
	path := newPath(t)
	insert(t, open(t, path), registration("p1"))
	strict, err := sqlitestore.Open(t.Context(), path, sqlitestore.Strict())
	must(t, err)
	t.Cleanup(func() { closeEngine(t, strict) })
	var known []storetest.Registration
	must(t, strict.Find(t.Context(), "registrations", store.Query{}, &known))
	if len(known) != 1 || known[0] != registration("p1") {
		t.Errorf("got %+v", known)
	}
	var poorer []struct {
		ID string `json:"_id"`
	}
	if err := strict.Find(t.Context(), "registrations", store.Query{}, &poorer); err == nil || !strings.Contains(err.Error(), `"rev"`) {
		t.Errorf("into a type that lacks fields: %v", err)
	}
	must(t, strict.Find(t.Context(), "registrations", store.Query{Fields: []string{"_id"}}, &poorer))
}
