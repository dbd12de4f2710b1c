package storetest

import (
	"strconv"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var linkCodeKind = kind[service.LinkCode]{
	bare:   func(id string) service.LinkCode { return service.LinkCode{ID: id, Rev: 1} },
	insert: service.Store.InsertLinkCode,
	read:   service.Store.LinkCode,
	update: service.Store.UpdateLinkCode,
	note:   func(n *service.LinkCode) *string { return &n.UsedBy },
}

var linkCodes = []storeTest{
	{"a code has one id, which does not tell it", func(t *testing.T, s service.Store) {
		of := func(code string) string { return must(s.LinkCodeID(deadline(t), code))(t) }
		id := of("ABCD2345")
		wantSame(t, of("ABCD2345"), id)
		if id == "" || id == "ABCD2345" || id == of("ABCD2346") {
			t.Errorf("id %q", id)
		}
	}},
	{"spent by many at once is one's", func(t *testing.T, s service.Store) {
		check(t, s.InsertLinkCode(deadline(t), linkCodeKind.bare("x")))
		errs := together(racers, func(i int) error {
			_, err := s.UpdateLinkCode(deadline(t), "x", func(n *service.LinkCode) error {
				if n.UsedBy != "" {
					return errChange
				}
				n.UsedBy, n.UsedAt = strconv.Itoa(i), noon
				return nil
			})
			return err
		})
		wantOneWinner(t, errs, errChange)
	}},
}
