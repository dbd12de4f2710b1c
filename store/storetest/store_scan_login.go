package storetest

import (
	"errors"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var scanLoginKind = kind[service.ScanLogin]{
	bare:   func(id string) service.ScanLogin { return service.ScanLogin{ID: id, Rev: 1} },
	insert: service.Store.InsertScanLogin,
	read:   service.Store.ScanLogin,
	update: service.Store.UpdateScanLogin,
	note:   func(n *service.ScanLogin) *string { return &n.Browser },
}

var scanLogins = []storeTest{
	{"expired are deleted", func(t *testing.T, s service.Store) {
		for id, at := range moments {
			check(t, s.InsertScanLogin(deadline(t), service.ScanLogin{ID: id, Rev: 1, ExpiresAt: at}))
		}
		check(t, s.DeleteExpired(deadline(t), noon))
		for id, there := range map[string]bool{"before": false, "at": false, "after": true} {
			if _, err := s.ScanLogin(deadline(t), id); there && err != nil || !there && !errors.Is(err, service.ErrNoRecord) {
				t.Errorf("%s: %v", id, err)
			}
		}
	}},
	{"consumed by many at once is one's", func(t *testing.T, s service.Store) {
		check(t, s.InsertScanLogin(deadline(t), service.ScanLogin{ID: "x", Rev: 1, State: service.ScanLoginConfirmed}))
		wantOneWinner(t, together(racers, func(int) error {
			_, err := s.UpdateScanLogin(deadline(t), "x", func(n *service.ScanLogin) error {
				if n.State != service.ScanLoginConfirmed {
					return errChange
				}
				n.State = service.ScanLoginConsumed
				return nil
			})
			return err
		}), errChange)
	}},
}
