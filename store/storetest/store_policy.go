package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// policy is the no-th entry of a log, with something in every field.
func policy(no int64) service.PolicyVersion {
	return service.PolicyVersion{
		Version: fmt.Sprint("2027-01-01.", no), No: no, From: calendar.Date{Year: 2027, Month: 1, Day: 1},
		Settings: map[string]string{"item7_below": "prorata", "item15_window_years": "2"},
		Note:     "按市局通知" + rare, By: "account " + fmt.Sprint(no), At: noon.AddDate(0, 0, int(no)),
	}
}

var policies = []storeTest{
	{"come back as they went in, in order", func(t *testing.T, s service.Store) {
		var want []service.PolicyVersion
		for no := range int64(12) { // the tenth is not the second
			want = append(want, policy(no+1))
		}
		for _, n := range slices.Backward(want) {
			check(t, s.InsertPolicy(deadline(t), n))
		}
		for after := range int64(13) {
			if got := must(s.Policies(deadline(t), after))(t); len(got)+len(want[after:]) > 0 {
				wantSame(t, got, want[after:])
			}
		}
	}},
	{"without anything in them", func(t *testing.T, s service.Store) {
		if got := must(s.Policies(deadline(t), 0))(t); len(got) != 0 {
			t.Fatalf("an empty store has %+v", got)
		}
		bare := service.PolicyVersion{Version: "x", No: 1}
		check(t, s.InsertPolicy(deadline(t), bare))
		wantSame(t, must(s.Policies(deadline(t), 0))(t), []service.PolicyVersion{bare})
	}},
	{"of one name or one place are one", func(t *testing.T, s service.Store) {
		check(t, s.InsertPolicy(deadline(t), policy(1)))
		sameName, samePlace := policy(2), policy(2)
		sameName.Version, samePlace.No = policy(1).Version, 1
		wantIs(t, s.InsertPolicy(deadline(t), sameName), service.ErrExists)
		wantIs(t, s.InsertPolicy(deadline(t), samePlace), service.ErrExists)
		wantSame(t, must(s.Policies(deadline(t), 0))(t), []service.PolicyVersion{policy(1)})
	}},
	{"appended by many at once are one", func(t *testing.T, s service.Store) {
		wantOneWinner(t, together(racers, func(i int) error {
			n := policy(1)
			n.Version = fmt.Sprint("2027-01-0", i%9+1, ".1")
			return s.InsertPolicy(deadline(t), n)
		}), service.ErrExists)
	}},
	{"whose context has ended", func(t *testing.T, s service.Store) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := s.InsertPolicy(ctx, policy(1)); !errors.Is(err, context.Canceled) || errors.Is(err, service.ErrExists) {
			t.Errorf("insert: %v", err)
		}
		if _, err := s.Policies(ctx, 0); !errors.Is(err, context.Canceled) {
			t.Errorf("read: %v", err)
		}
		if got := must(s.Policies(deadline(t), 0))(t); len(got) != 0 {
			t.Errorf("kept %+v", got)
		}
	}},
}
