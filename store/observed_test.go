package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// note is a document.
type note struct {
	ID     string `json:"_id"`
	Rev    int64  `json:"rev"`
	OpenID string `json:"openid"`
}

func TestObservedTellsEveryCall(t *testing.T) {
	engine, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"))
	if err != nil {
		t.Fatal(err)
	}
	var told []store.Call
	e := store.Observed(engine, func(c store.Call) {
		if c.Took <= 0 {
			t.Errorf("%s took %s", c.Operation, c.Took)
		}
		c.Took = 0
		told = append(told, c)
	})
	ctx := t.Context()
	gone, cancel := context.WithCancel(ctx)
	cancel()
	var n note
	var list []note
	who := store.Query{Where: []store.Cond{{Field: "openid", Op: store.Eq, Value: "x"}}}
	calls := []struct {
		do   func() error
		is   error
		want store.Call
	}{
		{func() error { return e.Insert(ctx, "accounts", note{"a", 1, "x"}) }, nil,
			store.Call{Operation: "insert", Collection: "accounts", Outcome: store.Done}},
		{func() error { return e.Insert(ctx, "accounts", note{"b", 1, "x"}) }, store.ErrDuplicate,
			store.Call{Operation: "insert", Collection: "accounts", Outcome: store.Duplicate}},
		{func() error { _, err := e.InsertAll(ctx, "people", []any{note{"p", 1, "y"}}); return err }, nil,
			store.Call{Operation: "insert_all", Collection: "people", Outcome: store.Done}},
		{func() error { return e.Get(ctx, "accounts", "none", &n) }, store.ErrNoDocument,
			store.Call{Operation: "get", Collection: "accounts", Outcome: store.Missing}},
		{func() error { return e.Find(ctx, "accounts", who, &list) }, nil,
			store.Call{Operation: "find", Collection: "accounts", Outcome: store.Done}},
		{func() error { return e.Replace(ctx, "accounts", "a", 1, note{"a", 2, "x"}) }, nil,
			store.Call{Operation: "replace", Collection: "accounts", Outcome: store.Done}},
		{func() error { return e.Get(gone, "accounts", "a", &n) }, context.Canceled,
			store.Call{Operation: "get", Collection: "accounts", Outcome: store.Canceled}},
		{func() error { _, err := e.Delete(ctx, "accounts", who); return err }, nil,
			store.Call{Operation: "delete", Collection: "accounts", Outcome: store.Done}},
	}
	var want []store.Call
	for _, c := range calls {
		if err := c.do(); !errors.Is(err, c.is) {
			t.Errorf("%s: %v", c.want.Operation, err)
		}
		want = append(want, c.want)
	}
	if err := e.Close(ctx); err != nil {
		t.Fatal(err)
	}
	if err := e.Insert(ctx, "accounts", note{"c", 1, "z"}); err == nil {
		t.Error("a closed engine took a document")
	}
	want = append(want, store.Call{Operation: "insert", Collection: "accounts", Outcome: store.Fault})
	if !reflect.DeepEqual(told, want) {
		t.Errorf("told %v\nwant %v", told, want)
	}
}
