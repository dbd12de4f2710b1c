package service_test

import (
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// sealed takes a submitted form to its seal, on the day.
func (w *world) sealed(tm team) service.AssessmentView {
	w.Helper()
	ctx := w.Context()
	_, err := w.ScoreSite(ctx, w.supervisor(), tm.site.ID, 2026, judged(less), true)
	check(w, err)
	_, err = w.AcceptScores(ctx, tm.manager, tm.site.ID, 2026)
	check(w, err)
	v, err := w.Approve(ctx, w.city, tm.site.ID, 2026)
	check(w, err)
	return v
}

// What is done to a sealed year afterwards, in the open, is no forgery.
func TestASealRaisesNoFalseAlarm(t *testing.T) {
	t.Parallel()
	type scene struct {
		*world
		team
		registration service.RegistrationView
		bare         service.RegistrationView
		placement    service.PlacementView
		activity     service.ActivityView
		honour       service.Honour
	}
	june := calendar.Month{Year: 2026, Month: time.June}
	for name, later := range map[string]func(s scene) error{
		"nothing":      func(s scene) error { return nil },
		"registration": func(s scene) error { s.register(s.staff, s.team.site, s.somebody()); return nil },
		"site corrected": func(s scene) error {
			_, err := s.ChangeSite(s.Context(), s.city, s.team.site.ID, service.SiteInput{AreaM2: ptr(5.0), Phone: ptr("12333"), Address: ptr("别处")})
			return err
		},
		"void": func(s scene) error {
			_, err := s.VoidRegistration(s.Context(), s.mate, s.registration.ID, "录入有误")
			return err
		},
		"void and restore": func(s scene) error {
			_, err := s.VoidRegistration(s.Context(), s.mate, s.registration.ID, "录入有误")
			check(s, err)
			_, err = s.RestoreRegistration(s.Context(), s.mate, s.registration.ID)
			return err
		},
		"completed": func(s scene) error {
			in := registration(s.team.site, service.PersonInput{Name: "求职者丙", Phone: "13900000003"})
			_, _, err := s.Register(s.Context(), s.mate, in)
			return err
		},
		"evidence attached": func(s scene) error {
			_, err := s.AttachToActivity(s.Context(), s.mate, s.activity.ID, []string{s.upload(s.mate, s.team.site, page(5))})
			return err
		},
		"activity void": func(s scene) error {
			_, err := s.VoidActivity(s.Context(), s.mate, s.activity.ID, "录入有误")
			return err
		},
		"placement confirmed": func(s scene) error { _, err := s.ConfirmPlacement(s.Context(), s.mate, s.placement.ID); return err },
		"honour void": func(s scene) error {
			_, err := s.VoidHonour(s.Context(), s.city, s.honour.ID, "证书有误")
			return err
		},
		"honour confirmed": func(s scene) error { _, err := s.ConfirmHonour(s.Context(), s.city, s.honour.ID); return err },
		"honour added": func(s scene) error {
			_, _, err := s.RecordHonour(s.Context(), s.staff, service.HonourInput{SiteID: s.team.site.ID, Level: "city", Title: "新荣誉", Awarded: day(2026, 7, 2)})
			return err
		},
		"scanned":          func(s scene) error { s.scanned("seeker", s.scene(s.team.site)); return nil },
		"staff left today": func(s scene) error { return s.RemoveMember(s.Context(), s.manager, s.team.site.ID, s.mate.Account.ID) },
		"staff came today": func(s scene) error { s.hold("newcomer", service.Staff, s.team.site.ID); return nil },
		"staff left later": func(s scene) error {
			s.clock.add(100 * time.Hour)
			return s.RemoveMember(s.Context(), s.manager, s.team.site.ID, s.mate.Account.ID)
		},
		"policy added": func(s scene) error {
			_, _, err := s.PutPolicy(s.Context(), s.city, service.PolicyInput{From: day(2026, 1, 1), Settings: map[string]string{"item7_below": "prorata"}, Note: "试行"})
			return err
		},
		"month closed": func(s scene) error {
			s.clock.set(time.Date(2026, 8, 2, 9, 0, 0, 0, calendar.Shanghai))
			_, err := s.CloseMonth(s.Context(), s.city, "350503", june.Add(1))
			return err
		},
		"year over": func(s scene) error { s.clock.set(time.Date(2029, 8, 2, 9, 0, 0, 0, calendar.Shanghai)); return nil },
		"closed then late": func(s scene) error {
			s.clock.set(time.Date(2026, 8, 2, 9, 0, 0, 0, calendar.Shanghai))
			_, err := s.CloseMonth(s.Context(), s.city, "350503", june.Add(1))
			check(s, err)
			s.clock.add(time.Hour)
			s.registerOn(s.staff, s.team.site, day(2026, 7, 3))
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			s := scene{world: w, team: w.team(opened(day(2026, 6, 1)), station)}
			s.registration = w.register(s.staff, s.team.site, w.somebody())
			in := registration(s.team.site, service.PersonInput{Name: "求职者丙", Phone: "13900000003"})
			in.EmploymentStatus = ""
			var err error
			s.bare, _, err = w.Register(t.Context(), s.staff, in)
			check(t, err)
			s.placement = w.place(s.staff, s.team.site, s.registration.PersonID, "甲公司")
			s.activity = w.enter(s.staff, s.team.site, "job_fair", calendar.Date{})
			s.honour = w.honoured(s.team.site, s.staff, "county", day(2026, 5, 1))
			w.store.UpdateHonour(t.Context(), s.honour.ID, func(h *service.Honour) error {
				h.EvidenceIDs = []string{w.upload(s.staff, s.team.site, page(2))}
				return nil
			})
			w.scanned("passer-by", w.scene(s.team.site))
			w.submitted(s.team)
			w.clock.add(time.Hour)
			w.sealed(s.team)
			w.clock.add(time.Hour)
			check(t, later(s))
			r, err := w.VerifyAssessment(t.Context(), s.team.site.ID, 2026)
			if check(t, err); !r.OK() {
				t.Errorf("%+v", r.Checks)
			}
		})
	}
}

// A change without a step is none that anybody made in the open.
func TestASealFindsHonoursAndStaffChangedBehindIt(t *testing.T) {
	t.Parallel()
	for name, forge := range map[string]func(*world, team, service.Honour) error{
		"honour": func(w *world, _ team, h service.Honour) error {
			_, err := w.store.UpdateHonour(w.Context(), h.ID, func(h *service.Honour) error { h.Status = service.Confirmed; return nil })
			return err
		},
		"staff": func(w *world, tm team, _ service.Honour) error {
			return w.store.EndGrant(w.Context(), service.Grant{AccountID: tm.mate.Account.ID, Role: service.Staff, Scope: tm.site.ID, Until: day(2026, 7, 15)})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tm := w.team(opened(day(2026, 7, 1)), station)
			h := w.honoured(tm.site, tm.staff, "county", day(2026, 5, 1))
			_, err := w.store.UpdateHonour(t.Context(), h.ID, func(h *service.Honour) error { h.EvidenceIDs = nil; return nil })
			check(t, err)
			w.submitted(tm)
			w.clock.add(48 * time.Hour)
			w.sealed(tm)
			check(t, forge(w, tm, h))
			w.register(tm.staff, tm.site, w.somebody()) // explains nothing of it
			r, err := w.VerifyAssessment(t.Context(), tm.site.ID, 2026)
			check(t, err)
			for _, c := range r.Checks {
				if (c.Name != "records") != c.OK {
					t.Errorf("%+v", c)
				}
			}
		})
	}
}
