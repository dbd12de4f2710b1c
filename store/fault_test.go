package store_test

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/store"
)

// A fault of the engine, whichever step of a method it hits, is passed on. It
// never turns into "no such record" or "exists", by which the service would
// know that nothing was written.
func TestFaultsArePassedOn(t *testing.T) {
	e, keys := openSQLite(t), newVault(t)
	port := reflect.TypeFor[service.Store]()
	for range 2 { // the first time nothing is there, the second time all is
		for i := range port.NumMethod() {
			name := port.Method(i).Name
			for step := 0; ; step++ {
				f := failing(e, step)
				err := callPlainly(t.Context(), store.New(f, keys), name)
				if f.calls <= step {
					break // it takes no such step
				}
				if !errors.Is(err, errDown) || errors.Is(err, service.ErrNoRecord) || errors.Is(err, service.ErrExists) {
					t.Errorf("%s, step %d fails: got %v", name, step, err)
				}
			}
		}
	}
	if err := store.New(failing(e, 0), keys).Ping(t.Context()); !errors.Is(err, errDown) {
		t.Errorf("ping: got %v", err)
	}
}

// callPlainly calls a method with a record "x", the id "x" or a change of
// nothing, whatever it takes, and returns its error.
func callPlainly(ctx context.Context, s *store.Store, method string) error {
	call := reflect.ValueOf(s).MethodByName(method)
	args := []reflect.Value{reflect.ValueOf(ctx)}
	for i := 1; i < call.Type().NumIn(); i++ {
		args = append(args, plain(call.Type().In(i)))
	}
	answers := call.Call(args)
	err, _ := answers[len(answers)-1].Interface().(error)
	return err
}

func plain(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	switch at := v.Addr().Interface().(type) {
	case *[]string:
		*at = []string{"x"}
	case *service.SiteFilter:
		at.Scope = service.Scope{Counties: []string{"x"}, SiteIDs: []string{"x"}}
	case *service.Grant: // one that has ended, to be revived
		at.ID, at.Until = "x", calendar.Date{Year: 2026, Month: 11, Day: 23}
	default:
		switch t.Kind() {
		case reflect.String:
			v.SetString("x")
		case reflect.Struct:
			if id := v.FieldByName("ID"); id.IsValid() {
				id.SetString("x")
			}
		case reflect.Func:
			v = reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { return []reflect.Value{reflect.Zero(t.Out(0))} })
		}
	}
	return v
}

// An update that is overtaken again and again ends all the same.
func TestUpdateGivesUp(t *testing.T) {
	f := &faulty{Engine: openSQLite(t), fail: func(method, _ string) error {
		if method == "replace" {
			return store.ErrNoDocument
		}
		return nil
	}}
	s := store.New(f, newVault(t))
	check(t, s.InsertEnterprise(t.Context(), service.Enterprise{ID: "x", Rev: 1, Name: "before"}))
	tries := 0
	_, err := s.UpdateEnterprise(t.Context(), "x", func(n *service.Enterprise) error {
		tries++
		n.Name = "after"
		return nil
	})
	if err == nil || errors.Is(err, service.ErrNoRecord) || errors.Is(err, service.ErrExists) {
		t.Errorf("got %v, want an error that is no answer", err)
	}
	if tries < 16 {
		t.Errorf("gave up after %d tries", tries)
	}
}

// An id that is another record's is no natural key that is taken.
func TestTakenIDIsNoKeptRecord(t *testing.T) {
	s := store.New(openSQLite(t), newVault(t))
	_, _, err := s.InsertRegistration(t.Context(), service.Registration{ID: "x", Rev: 1, SiteID: "s", PersonID: "p"})
	check(t, err)
	_, created, err := s.InsertRegistration(t.Context(), service.Registration{ID: "x", Rev: 1, SiteID: "s", PersonID: "q"})
	if created || !errors.Is(err, service.ErrExists) {
		t.Errorf("created %v, error %v, want %v", created, err, service.ErrExists)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
