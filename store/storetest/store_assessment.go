package storetest

import (
	"context"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var assessmentKind = kind[service.Assessment]{
	bare: func(id string) service.Assessment { return service.Assessment{ID: id, Rev: 1, Status: service.Draft} },
	insert: func(s service.Store, ctx context.Context, n service.Assessment) error {
		return s.InsertAssessment(ctx, n)
	},
	read:   service.Store.Assessment,
	update: service.Store.UpdateAssessment,
	note:   func(n *service.Assessment) *string { return &n.Items[0].Self.Note },
}

var assessments = []storeTest{
	{"stamped alike and no other way", func(t *testing.T, s service.Store) {
		stamp := func(text string) string { return must(s.Stamp(deadline(t), text))(t) }
		first, again, other := stamp("a"), stamp("a"), stamp("b")
		if first != again || first == other || len(first) < 20 {
			t.Errorf("stamps %q, %q, %q", first, again, other)
		}
	}},
}
