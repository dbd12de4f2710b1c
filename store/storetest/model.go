package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/store"
)

// byModel compares Find with a few lines of Go, for whatever documents and
// queries rapid thinks of.
var byModel = test{"as a model does", func(t *testing.T, e *engine) {
	rapid.Check(t, func(rt *rapid.T) {
		docs := drawDocuments(rt)
		all := make([]any, len(docs))
		for i, doc := range docs {
			all[i] = doc
		}
		e.mustDelete(t, "registrations", store.Query{})
		if n := e.mustInsertAll(t, "registrations", all); n != len(docs) {
			rt.Fatalf("%d of %d were new", n, len(docs))
		}
		for range 3 {
			q := drawQuery(rt)
			got, want := findAll[Registration](t, e, "registrations", q), modelFind(docs, q)
			if !slices.Equal(got, want) {
				rt.Fatalf("%+v\ngot  %+v\nwant %+v", q, got, want)
			}
		}
	})
}}

var (
	// Few texts, so that they meet; their order differs between byte by byte,
	// UTF-16 and the collations of languages.
	anyText = rapid.SampledFrom([]string{"", "A", "B", "a", "aa", "b", "é", "中", "\uffff", "𠀀", "$a", "1", "10", "9", " a", "a "})
	texts   = []string{"_id", "site_id", "month", "person_id", "account_id", "status", "registered_on"}
)

func drawDocuments(rt *rapid.T) []Registration {
	docs := make([]Registration, rapid.IntRange(0, 12).Draw(rt, "documents"))
	for i := range docs {
		draw := func(field string) string { return anyText.Draw(rt, field) }
		docs[i] = NewRegistration(fmt.Sprint(draw("person_id"), "-", i)).At("s" + draw("site_id")).On(draw("registered_on"))
		docs[i] = docs[i].With(draw("status"), rapid.Bool().Draw(rt, "complete")).As(fmt.Sprint(draw("_id"), "-", i))
	}
	return docs
}

// drawQuery ends the order in _id, so that one answer is right.
func drawQuery(rt *rapid.T) store.Query {
	q := store.Query{Limit: rapid.IntRange(0, 6).Draw(rt, "limit")}
	for range rapid.IntRange(0, 3).Draw(rt, "conditions") {
		q.Where = append(q.Where, drawCond(rt))
	}
	for _, field := range rapid.SliceOfNDistinct(rapid.SampledFrom(texts[1:]), 0, 2, rapid.ID[string]).Draw(rt, "sort") {
		q.Sort = append(q.Sort, rapid.SampledFrom([]string{"", "-"}).Draw(rt, "direction")+field)
	}
	q.Sort = append(q.Sort, rapid.SampledFrom([]string{"_id", "-_id"}).Draw(rt, "by id"))
	return q
}

func drawCond(rt *rapid.T) store.Cond {
	c := store.Cond{
		Field: rapid.SampledFrom(append(texts, "complete")).Draw(rt, "field"),
		Op:    rapid.SampledFrom([]store.Op{store.Eq, store.Lt, store.Le, store.Gt, store.Ge, store.In}).Draw(rt, "operator"),
	}
	value := rapid.Map(anyText, func(s string) string { return prefixOf(c.Field) + s })
	switch {
	case c.Field == "complete":
		c.Op, c.Value = store.Eq, rapid.Bool().Draw(rt, "value")
	case c.Op == store.In:
		c.Value = rapid.SliceOfN(value, 0, 4).Draw(rt, "values")
	default:
		c.Value = value.Draw(rt, "value")
	}
	return c
}

func prefixOf(field string) string {
	return map[string]string{"site_id": "s", "account_id": "a-"}[field]
}

func modelFind(docs []Registration, q store.Query) []Registration {
	found := slices.Clone(docs)
	found = slices.DeleteFunc(found, func(r Registration) bool {
		return slices.ContainsFunc(q.Where, func(c store.Cond) bool { return !holds(r, c) })
	})
	slices.SortFunc(found, func(a, b Registration) int {
		for _, field := range q.Sort {
			name, descending := strings.CutPrefix(field, "-")
			if c := cmp.Compare(textOf(a, name), textOf(b, name)); c != 0 && descending {
				return -c
			} else if c != 0 {
				return c
			}
		}
		return 0
	})
	if q.Limit > 0 && len(found) > q.Limit {
		found = found[:q.Limit]
	}
	return found
}

func holds(r Registration, c store.Cond) bool {
	switch value := c.Value.(type) {
	case bool:
		return r.Complete == value
	case []string:
		return slices.Contains(value, textOf(r, c.Field))
	}
	return compares(c.Op, cmp.Compare(textOf(r, c.Field), c.Value.(string)))
}

func compares(op store.Op, c int) bool {
	return op == store.Eq && c == 0 || op == store.Lt && c < 0 || op == store.Le && c <= 0 ||
		op == store.Gt && c > 0 || op == store.Ge && c >= 0
}

func textOf(r Registration, field string) string {
	return map[string]string{
		"_id": r.ID, "site_id": r.SiteID, "month": r.Month, "person_id": r.PersonID,
		"account_id": r.AccountID, "status": r.Status, "registered_on": r.RegisteredOn,
	}[field]
}
