package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// Who took the consent back, was erased, or left staff behind with what they know, is
// matched with nothing, sent nowhere and written to no more.
func TestWhomNobodyContacts(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(w *world, tm team, seeker service.Actor, person string) error{
		"the consent withdrawn": func(w *world, _ team, seeker service.Actor, _ string) error {
			_, err := w.WithdrawConsent(w.Context(), seeker)
			return err
		},
		"the account deleted": func(w *world, _ team, seeker service.Actor, _ string) error {
			_, err := w.DeleteMe(w.Context(), seeker, deleted)
			return err
		},
		"the account deleted of whom staff know": func(w *world, _ team, seeker service.Actor, person string) error {
			p, err := w.store.Person(w.Context(), person)
			check(w, err)
			other := w.team(inCounty("350504"))
			w.register(other.staff, other.site, service.PersonInput{Name: p.Name, Phone: p.Phone})
			_, err = w.DeleteMe(w.Context(), seeker, deleted)
			return err
		},
		"erased at the counter": func(w *world, _ team, _ service.Actor, person string) error {
			_, err := w.ErasePerson(w.Context(), w.supervisor(), person, "本人申请")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			g, ctx := newAgency(w), t.Context()
			w.consents(g.seeker, 3)
			_, stays := w.registeredHimself("stays", g.site)
			notice := w.notice(g.team)
			w.push(g.team, notice)
			w.deliver()
			before := w.push(g.team, w.notice(g.team)) // its audience is frozen before, and sent to after
			w.mail.answers(func(service.Message) error { return &service.SendError{Outcome: service.SendQuota} })
			w.deliver()
			w.mail.answers(nil)
			found := func() (ids []string) {
				list, err := w.SeekersFor(ctx, g.staff, g.posting.ID, 9)
				check(t, err)
				for _, m := range list {
					ids = append(ids, m.Person.ID)
				}
				return ids
			}
			if got := found(); len(got) != 2 {
				t.Fatalf("before: %q", got)
			}
			check(t, stop(w, g.team, g.seeker, g.person.ID))

			if got := found(); len(got) != 1 || got[0] != stays.ID {
				t.Errorf("matched: %q", got)
			}
			if got := w.audience(g.staff, notice.ID, service.AudienceInput{}); got.People != 1 || got.Reachable != 1 {
				t.Errorf("the audience is %+v", got)
			}
			_, _, err := w.Refer(ctx, g.staff, service.ReferInput{PersonID: g.person.ID, PostingID: g.posting.ID})
			if got := code(t, err); got != "consent_withdrawn" && got != "not_found" {
				t.Errorf("referred: %q", got)
			}
			w.clock.add(24 * 3600e9)
			asked := len(w.mail.to("seeker"))
			w.deliver()
			v := w.pushed(before.ID)
			if len(w.mail.to("seeker")) != asked || v.State != service.PushFinished || v.Count(service.DeliveryRefused) != 1 {
				t.Errorf("written to: %s, %+v", v.State, v.Counts)
			}
		})
	}
}

// Who agrees again is there again.
func TestContactIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g := newAgency(w)
	g.apply()
	shared := func(want bool) {
		t.Helper()
		mine, err := w.MyApplications(t.Context(), g.seeker, service.Page{Limit: 5})
		check(t, err)
		site, err := w.Applications(t.Context(), g.staff, service.ApplicationFilter{SiteID: g.site.ID})
		check(t, err)
		if mine[0].Shared != want || site[0].Shared != want || mine[0].MayApply {
			t.Errorf("shared %t to the seeker, %t to staff, want %t; may apply %t", mine[0].Shared, site[0].Shared, want, mine[0].MayApply)
		}
		_, text := w.copyOf(g.seeker, false)
		w.holds(text, want, `"phone_shared":true`)
	}
	shared(true)
	n := g.refer()
	ask := func(want string) {
		t.Helper()
		_, _, err := w.MakeApplicationLink(t.Context(), g.staff, n.ID)
		refused(t, err, want)
		if v, err := w.Application(t.Context(), g.staff, n.ID); err != nil || v.May.Ask != (want == "") {
			t.Errorf("may ask %t, %v", v.May.Ask, err)
		}
	}
	ask("")
	_, err := w.WithdrawConsent(t.Context(), g.seeker)
	check(t, err)
	shared(false)
	ask("consent_withdrawn")
	if list, err := w.SeekersFor(t.Context(), g.staff, g.posting.ID, 9); err != nil || len(list) != 0 {
		t.Fatalf("withdrawn: %+v, %v", list, err)
	}
	_, err = w.RecordConsent(t.Context(), g.seeker, "2026-11")
	check(t, err)
	shared(true)
	if list, err := w.SeekersFor(t.Context(), g.staff, g.posting.ID, 9); err != nil || len(list) != 1 {
		t.Errorf("agreed again: %+v, %v", list, err)
	}
	if got := w.audience(g.staff, w.notice(g.team).ID, service.AudienceInput{}); got.Reachable != 1 {
		t.Errorf("the audience is %+v", got)
	}
}
