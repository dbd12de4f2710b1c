package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var closingKind = kind[service.Closing]{
	bare: func(id string) service.Closing { return service.Closing{ID: id, Rev: 1, Month: november2026} },
	insert: func(s service.Store, ctx context.Context, n service.Closing) error {
		return s.InsertClosing(ctx, n)
	},
	read: func(s service.Store, ctx context.Context, id string) (service.Closing, error) {
		var read service.Closing
		_, err := s.UpdateClosing(ctx, id, func(n *service.Closing) error { read = *n; return errChange })
		if errors.Is(err, errChange) {
			err = nil
		}
		return read, err
	},
}

var closings = []storeTest{
	{"read by county and month", func(t *testing.T, s service.Store) {
		for _, county := range []string{"350503", "350504"} {
			for _, m := range []calendar.Month{november2026, december2026} {
				n := filled[service.Closing](service.ClosingID(county, m), 0)
				n.County, n.Month = county, m
				check(t, s.InsertClosing(deadline(t), n))
			}
		}
		for _, row := range []struct {
			county string
			months []calendar.Month
			want   []string
		}{
			{"350503", []calendar.Month{december2026, november2026}, []string{"350503|2026-11", "350503|2026-12"}},
			{"350504", []calendar.Month{november2026, november2026.Add(-1)}, []string{"350504|2026-11"}},
			{"350503", nil, nil},
			{"350502", []calendar.Month{november2026}, nil},
		} {
			got := idsOf(must(s.Closings(deadline(t), row.county, row.months))(t))
			if slices.Sort(got); !slices.Equal(got, row.want) {
				t.Errorf("%s %v: %q, want %q", row.county, row.months, got, row.want)
			}
		}
	}},
	{"changed by many at once lose no step", func(t *testing.T, s service.Store) {
		check(t, s.InsertClosing(deadline(t), closingKind.bare("x")))
		for _, err := range together(racers, func(int) error {
			_, err := s.UpdateClosing(deadline(t), "x", func(n *service.Closing) error {
				n.Steps = append(n.Steps, service.ClosingStep{By: "somebody"})
				return nil
			})
			return err
		}) {
			check(t, err)
		}
		wantSame(t, len(must(closingKind.read(s, deadline(t), "x"))(t).Steps), racers)
	}},
}
