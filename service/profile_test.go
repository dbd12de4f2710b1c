package service_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// A profile comes back as it was given, in order and without repeats; a later one
// takes its place, and a sending without one leaves it.
func TestAProfileIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	in := registration(tm.site, w.somebody())
	in.Profile = service.Profile{
		Education: "college", Groups: []string{"veteran", "older", "older"}, Residence: " 东海街道 ",
		Skills: []string{"叉车证", "电焊", "叉车证", ""}, WantedPay: 20000, WantedPayUnit: "day",
		Available: []string{"weekend_day"}, WantsTraining: true,
	}
	want := in.Profile
	want.Groups, want.Skills, want.Residence = []string{"older", "veteran"}, []string{"叉车证", "电焊"}, "东海街道"
	send := func(want service.Profile) {
		t.Helper()
		v, _, err := w.Register(t.Context(), tm.staff, in)
		check(t, err)
		kept, err := w.Registration(t.Context(), tm.staff, v.ID)
		check(t, err)
		if !reflect.DeepEqual(v.Profile, want) || !reflect.DeepEqual(kept.Profile, want) {
			t.Fatalf("answered %+v, kept %+v, want %+v", v.Profile, kept.Profile, want)
		}
	}
	send(want)
	in.Profile = service.Profile{}
	send(want)
	in.Profile = service.Profile{HasTransport: true}
	send(in.Profile)
}

func TestWhatAProfileMaySay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	for name, p := range map[string]service.Profile{
		"profile.education":       {Education: "doctor?"},
		"profile.groups":          {Groups: []string{"older", "tall"}},
		"profile.skills":          {Skills: strings.Split(strings.Repeat("焊工,", 21), ",")},
		"profile.wanted_pay":      {WantedPay: -1, WantedPayUnit: "day"},
		"profile.wanted_pay_unit": {WantedPay: 100},
		"profile.available":       {Available: []string{"never"}},
		"profile.residence":       {Residence: strings.Repeat("街", 61)},
	} {
		in := registration(tm.site, w.somebody())
		in.Profile = p
		_, _, err := w.Register(t.Context(), tm.staff, in)
		var refused *service.Error
		if !errors.As(err, &refused) || len(refused.Fields) != 1 || refused.Fields[0].Location != "body."+name {
			t.Errorf("%s: %v", name, err)
		}
	}
}
