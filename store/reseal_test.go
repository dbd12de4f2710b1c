package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/vault"
)

// rotated is a keyset file before and after its sealing key was changed.
func rotated(t *testing.T) (path string, before, after *vault.Vault) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "keyset.json")
	before, err := vault.Open(path, true)
	check(t, err)
	check(t, errors.Join(vault.AddSealKey(path), vault.PromoteSealKey(path)))
	after, err = vault.Open(path, false)
	check(t, err)
	return path, before, after
}

// retire drops the old one of two sealing keys.
func retire(t *testing.T, path string) {
	t.Helper()
	if n, _, err := vault.RetireSealKeys(path, time.Now()); n != 1 || err != nil {
		t.Fatalf("%d keys were retired, %v", n, err)
	}
}

func TestResealUnderTraffic(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		path, before, after := rotated(t)
		e := open(t)
		old, s, ctx := store.New(e, before), store.New(e, after), t.Context()
		b := batch()
		for i := range 220 {
			b.People = append(b.People, service.Person{ID: fmt.Sprintf("q%03d", i), Rev: 1, Name: "0", Phone: phone})
		}
		check(t, old.Load(ctx, b))
		check(t, old.InsertRequest(ctx, service.Request{
			ID: "r1", Rev: 1, Digest: "d", Answer: service.Answer{Body: []byte(code)}, ExpiresAt: time.UnixMilli(2).UTC()}))

		stop, written := traffic(t, s)
		n, err := s.Reseal(ctx)
		check(t, err)
		stop()
		if n.Rewritten < 200 || n.Read < 222+2+1 { // all whom the traffic leaves alone; people, accounts, request
			t.Errorf("resealed %+v", n)
		}
		if n, err := s.Reseal(ctx); n.Rewritten != 0 || err != nil {
			t.Errorf("again: %+v, %v", n, err)
		}

		retire(t, path)
		last, err := vault.Open(path, false)
		check(t, err)
		s = store.New(e, last)
		for id, name := range written {
			if p, err := s.Person(ctx, id); err != nil || p.Name != name || p.Phone != phone {
				t.Errorf("%s: %+v, %v, want the name %s", id, p, err, name)
			}
		}
		a, err := s.Account(ctx, "a1")
		if err != nil || a.Phone != accountPhone {
			t.Errorf("account: %+v, %v", a, err)
		}
		_, err = s.UpdateRequest(ctx, "r1", func(r *service.Request) error {
			if string(r.Answer.Body) != code || r.Digest != "d" {
				t.Errorf("request: %+v", r)
			}
			return nil
		})
		check(t, err)
	})
}

// traffic renames people and makes and deletes requests until stop; written is
// then the last name that was acknowledged for each person.
func traffic(t *testing.T, s *store.Store) (stop func(), written map[string]string) {
	written = map[string]string{}
	ctx, cancel := context.WithCancel(t.Context())
	var mu sync.Mutex
	var wg sync.WaitGroup
	past := time.UnixMilli(1).UTC()
	busy := make(chan struct{}, 2)
	for w := range 2 {
		wg.Go(func() {
			for i := w; ctx.Err() == nil; i += 2 {
				id, name := fmt.Sprintf("q%03d", i%20), fmt.Sprint("名", i)
				_, err := s.UpdatePerson(t.Context(), id, func(p *service.Person) error { p.Name = name; return nil })
				request := fmt.Sprint("x", i)
				err = errors.Join(err, s.InsertRequest(t.Context(), service.Request{ID: request, Rev: 1, Digest: "d", ExpiresAt: past}),
					s.DeleteExpired(t.Context(), past))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				written[id] = name
				mu.Unlock()
				if i == w {
					busy <- struct{}{}
				}
			}
		})
	}
	<-busy
	<-busy
	return func() { cancel(); wg.Wait() }, written
}

func TestResealThatBrokeOffIsDoneAgain(t *testing.T) {
	_, before, after := rotated(t)
	e, total := openSQLite(t), 0
	check(t, store.New(e, before).Load(t.Context(), batch()))
	for step := 0; ; step++ {
		f := failing(e, step)
		n, err := store.New(f, after).Reseal(t.Context())
		total += n.Rewritten
		if f.calls <= step {
			check(t, err)
			break
		}
		if !errors.Is(err, errDown) {
			t.Fatalf("step %d fails: got %v", step, err)
		}
	}
	if total != 4 { // two people with a name, one account with a phone, one registration with a profile
		t.Errorf("%d documents were resealed in all, want 4", total)
	}
}
