package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var requestKind = kind[service.Request]{
	bare:   func(id string) service.Request { return service.Request{ID: id, Rev: 1} },
	insert: service.Store.InsertRequest,
	read: func(s service.Store, ctx context.Context, id string) (service.Request, error) {
		return readRequest(ctx, s, id)
	},
	update: service.Store.UpdateRequest,
	note:   func(n *service.Request) *string { return &n.Answer.Type },
}

// readRequest reads by an update that changes nothing, as the port has no other
// way.
func readRequest(ctx context.Context, s service.Store, id string) (service.Request, error) {
	var found service.Request
	_, err := s.UpdateRequest(ctx, id, func(n *service.Request) error {
		found = *n
		return errChange
	})
	if errors.Is(err, errChange) {
		err = nil
	}
	return found, err
}

var requests = []storeTest{
	{"expired are deleted", func(t *testing.T, s service.Store) {
		for id, at := range moments {
			n := filled[service.Request](id, 0)
			n.ExpiresAt = at
			check(t, s.InsertRequest(deadline(t), n))
		}
		check(t, s.DeleteExpired(deadline(t), noon))
		must(readRequest(deadline(t), s, "after"))(t)
		for _, id := range []string{"before", "at"} {
			_, err := readRequest(deadline(t), s, id)
			wantIs(t, err, service.ErrNoRecord)
		}
	}},
	{"of one account are deleted", func(t *testing.T, s service.Store) {
		for id, account := range map[string]string{"x": "a", "y": "a", "z": "aa", "old": ""} {
			check(t, s.InsertRequest(deadline(t), service.Request{ID: id, Rev: 1, AccountID: account}))
		}
		for range 2 {
			check(t, s.DeleteRequestsOf(deadline(t), "a"))
			check(t, s.DeleteRequestsOf(deadline(t), ""))
		}
		for id, gone := range map[string]bool{"x": true, "y": true, "z": false, "old": false} {
			_, err := readRequest(deadline(t), s, id)
			if errors.Is(err, service.ErrNoRecord) != gone {
				t.Errorf("request %q: %v", id, err)
			}
		}
	}},
	{"answered with any bytes", func(t *testing.T, s service.Store) {
		check(t, s.InsertRequest(deadline(t), requestKind.bare("x")))
		for _, body := range []string{"{\"name\":\"张*\"}\n", "\x00\xff\xfe", ""} {
			must(s.UpdateRequest(deadline(t), "x", func(n *service.Request) error {
				n.Done, n.Answer = true, service.Answer{Status: 201, Type: "application/json", Body: []byte(body)}
				return nil
			}))(t)
			got := must(readRequest(deadline(t), s, "x"))(t)
			if !got.Done || got.Answer.Status != 201 || string(got.Answer.Body) != body {
				t.Fatalf("kept %+v", got)
			}
		}
	}},
}
