package storetest

import (
	"strconv"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var inviteKind = kind[service.Invite]{
	bare:   func(id string) service.Invite { return service.Invite{ID: id, Rev: 1} },
	insert: service.Store.InsertInvite,
	read:   service.Store.Invite,
	update: service.Store.UpdateInvite,
	note:   func(n *service.Invite) *string { return &n.UsedBy },
}

var invites = []storeTest{
	{"taken by many at once is one's", func(t *testing.T, s service.Store) {
		check(t, s.InsertInvite(deadline(t), inviteKind.bare("x")))
		errs := together(racers, func(i int) error {
			_, err := s.UpdateInvite(deadline(t), "x", func(n *service.Invite) error {
				if n.UsedBy != "" {
					return errChange
				}
				n.UsedBy, n.UsedAt = strconv.Itoa(i), noon
				return nil
			})
			return err
		})
		wantOneWinner(t, errs, errChange)
		winner, err := strconv.Atoi(must(s.Invite(deadline(t), "x"))(t).UsedBy)
		check(t, err)
		check(t, errs[winner])
	}},
}
