package storetest

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

var importKind = kind[service.Import]{
	bare:   func(id string) service.Import { return service.Import{ID: id, Rev: 1} },
	insert: service.Store.InsertImport,
	read:   service.Store.Import,
	update: service.Store.UpdateImport,
	note:   func(n *service.Import) *string { return &n.StartedBy },
}

var imports = []storeTest{
	{"with an empty report keeps its empty lists", func(t *testing.T, s service.Store) {
		empty := service.SheetReport{Refused: []service.Refused{}, Notes: []service.Refused{}} // "[]" to who reads it, not "null"
		n := importKind.bare("x")
		n.Report = service.ImportReport{Registrations: empty, Placements: empty}
		check(t, s.InsertImport(deadline(t), n))
		wantSame(t, must(s.Import(deadline(t), "x"))(t), n)
	}},
	{"is held by one of many", func(t *testing.T, s service.Store) {
		n := importKind.bare("x")
		n.LeaseUntil = noon
		check(t, s.InsertImport(deadline(t), n))
		wantOneWinner(t, together(racers, func(int) error {
			_, err := s.UpdateImport(deadline(t), "x", func(n *service.Import) error {
				if n.LeaseUntil.After(noon) {
					return errChange
				}
				n.LeaseUntil = noon.Add(time.Second)
				return nil
			})
			return err
		}), errChange)
	}},
}
