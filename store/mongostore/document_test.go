package mongostore_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/storetest"
)

type Key struct {
	ID  string `json:"_id"`
	Rev int64  `json:"rev"`
}

type Trail struct {
	Status string `json:"status"`
}

type hidden struct {
	Status string `json:"status"`
}

func TestDocumentsThatJSONKeepsOtherwise(t *testing.T) {
	e := mongotest.Open(t)
	for name, doc := range map[string]any{
		"time": struct {
			ID string    `json:"_id"`
			At time.Time `json:"at"`
		}{ID: "x"},
		"text form": struct {
			ID    string           `json:"_id"`
			Month []calendar.Month `json:"month"`
		}{ID: "x"},
		"anything": struct {
			ID   string         `json:"_id"`
			More map[string]any `json:"more"`
		}{ID: "x"},
		"nested without a name": struct {
			ID   string `json:"_id"`
			Part *struct{ Size int64 }
		}{ID: "x"},
		"embedded": struct {
			ID string `json:"_id"`
			Trail
		}{ID: "x"},
		"embedded and not exported": struct {
			ID     string `json:"_id"`
			hidden `json:",inline"`
		}{ID: "x"},
		"number as a string": struct {
			ID string `json:"_id"`
			N  int64  `json:"n,string"`
		}{ID: "x"},
		"numbered map": struct {
			ID string         `json:"_id"`
			M  map[int]string `json:"m"`
		}{ID: "x"},
		"map": map[string]string{"_id": "x"},
	} {
		for range 2 { // the second time from memory
			if err := e.Insert(t.Context(), "people", doc); err == nil {
				t.Errorf("%s: inserted", name)
			}
		}
		if n, err := e.InsertAll(t.Context(), "people", []any{doc}); err == nil || n != 0 {
			t.Errorf("%s: inserted with others", name)
		}
		if err := e.Replace(t.Context(), "people", "x", 1, doc); err == nil || strings.Contains(err.Error(), store.ErrNoDocument.Error()) {
			t.Errorf("%s: replaced, or tried to: %v", name, err)
		}
	}
}

func TestEmbeddedStructIsFlat(t *testing.T) {
	type record struct {
		Key   `json:",inline"`
		Trail `json:",inline"`
		at    time.Time // not exported: nobody's business
		Skip  time.Time `json:"-"`
		Next  *record   `json:"next,omitempty"`
	}
	e := mongotest.Open(t)
	want := record{Key: Key{"x", 1}, Trail: Trail{"void"}, at: time.Now(), Next: &record{Trail: Trail{"recorded"}}}
	if err := e.Insert(t.Context(), "people", want); err != nil {
		t.Fatal(err)
	}
	var flat struct {
		Status string `json:"status"`
		Next   struct {
			Status string `json:"status"`
		} `json:"next"`
	}
	if err := e.Get(t.Context(), "people", "x", &flat); err != nil || flat.Status != "void" || flat.Next.Status != "recorded" {
		t.Errorf("read %+v, %v", flat, err)
	}
}

func TestNothingIsLeftInTheDestination(t *testing.T) {
	e := mongotest.Open(t)
	want := storetest.Session{ID: "x", Rev: 1, AccountID: "a"} // expires_at is left out of the document
	if err := e.Insert(t.Context(), "sessions", want); err != nil {
		t.Fatal(err)
	}
	got := storetest.Session{ID: "old", ExpiresAt: 7}
	if err := e.Get(t.Context(), "sessions", "x", &got); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestReplaceKeepsTheID(t *testing.T) {
	e := mongotest.Open(t)
	if err := e.Insert(t.Context(), "people", storetest.Shapes{ID: "x", Rev: 1}); err != nil {
		t.Fatal(err)
	}
	if err := e.Replace(t.Context(), "people", "x", 1, storetest.Shapes{ID: "y", Rev: 2}); err == nil {
		t.Error("a document got another id")
	}
}

func TestManyDocumentsGoInChunks(t *testing.T) {
	e := mongotest.Open(t)
	docs := make([]any, 1_001)
	for i := range docs {
		docs[i] = storetest.Session{ID: time.Duration(i).String(), Rev: 1}
	}
	for _, want := range []int{len(docs), 0} {
		if n, err := e.InsertAll(t.Context(), "sessions", docs); err != nil || n != want {
			t.Errorf("%d were new, want %d; %v", n, want, err)
		}
	}
	docs[1_000] = nil
	docs[0] = storetest.Session{ID: "new", Rev: 1}
	if n, err := e.InsertAll(t.Context(), "sessions", docs); err == nil || n != 1 {
		t.Errorf("%d were new before the one that cannot be stored, want 1; %v", n, err)
	}
}

func TestQueriesThatAreRefused(t *testing.T) {
	e := mongotest.Open(t)
	for name, q := range map[string]store.Query{
		"field of no index":    {Where: []store.Cond{{Field: "note", Op: store.Eq, Value: "x"}}},
		"of another's index":   {Where: []store.Cond{{Field: "openid", Op: store.Eq, Value: "x"}}},
		"operator as a field":  {Where: []store.Cond{{Field: "$where", Op: store.Eq, Value: "x"}}},
		"sort by no index":     {Sort: []string{"note"}},
		"sort twice reversed":  {Sort: []string{"--_id"}},
		"negative limit":       {Limit: -1},
		"operator projected":   {Fields: []string{"a.$"}},
		"nothing is projected": {Fields: []string{""}},
	} {
		if err := e.Find(t.Context(), "registrations", q, new([]storetest.Registration)); err == nil {
			t.Errorf("%s: found", name)
		}
		if _, err := e.Delete(t.Context(), "registrations", q); err == nil {
			t.Errorf("%s: deleted", name)
		}
	}
	if _, err := e.Delete(t.Context(), "registrations", store.Query{Limit: 1}); err == nil {
		t.Error("deleted with a limit")
	}
	for name, out := range map[string]any{"no pointer": []Key{}, "no slice": new(Key), "nothing": nil} {
		if err := e.Find(t.Context(), "registrations", store.Query{}, out); err == nil {
			t.Errorf("found into %s", name)
		}
	}
	if err := e.Find(t.Context(), "unheard_of", store.Query{}, new([]Key)); err == nil {
		t.Error("found in a collection that is not listed")
	}
}
