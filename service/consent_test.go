package service_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// notices are the notices that there were, each with the hash of its words: whoever
// changes a word gives it another version, and adds a line.
var notices = map[string]string{
	"2026-11": "d23622134693f8c3",
}

func TestANoticeKeepsItsVersion(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(service.NoticeInForce)
	check(t, err)
	sum := sha256.Sum256(text)
	if got := hex.EncodeToString(sum[:8]); got != notices[service.NoticeInForce.Version] {
		t.Errorf("version %s has the words of %s: give it another version", service.NoticeInForce.Version, got)
	}
}

func TestConsentIsTakenBack(t *testing.T) { onEachEngine(t, consentIsTakenBack) }

func consentIsTakenBack(t *testing.T, w *world) {
	tm := w.team()
	l := w.login("seeker")
	who := w.somebody()
	r, _, err := w.RegisterMe(t.Context(), l.Actor, registration(tm.site, who))
	check(t, err)
	asked := w.place(tm.staff, tm.site, r.PersonID, "恒兴鞋业有限公司")
	link, _, err := w.MakeEmployerLink(t.Context(), tm.mate, asked.ID)
	check(t, err)
	shown := func(want bool) {
		t.Helper()
		a, _ := w.holder(w.Service, l.Token)
		if got := a.Account.Consent; got.Given() != want || got.Version == "" {
			t.Errorf("the account's consent: %+v", got)
		}
		refusal := map[bool]string{false: "link_invalid"}[want]
		_, err := w.OpenEmployerLink(t.Context(), link)
		if got := code(t, err); got != refusal {
			t.Errorf("the employer is told %q, want %q", got, refusal)
		}
		p := w.place(tm.staff, tm.site, r.PersonID, w.somebody().Name) // a record of what happened all the same
		_, _, err = w.MakeEmployerLink(t.Context(), tm.mate, p.ID)
		if got, want := code(t, err), map[bool]string{false: "consent_withdrawn"}[want]; got != want {
			t.Errorf("a link is made: %q, want %q", got, want)
		}
	}
	shown(true) // a registration brings the account's consent with it
	before := w.figures(tm.site)
	for range 2 {
		_, err = w.WithdrawConsent(t.Context(), l.Actor)
		check(t, err)
	}
	a, _ := w.holder(w.Service, l.Token)
	_, err = w.BindPhone(t.Context(), a, "13800000001")
	refused(t, err, "consent_required")
	if after := w.figures(tm.site); !sameJSON(t, after, before) {
		t.Errorf("counted %+v, before %+v", after, before)
	}
	shown(false)

	in := registration(tm.site, who) // of the same day: it may be older than the withdrawal
	_, _, err = w.Register(t.Context(), tm.staff, in)
	check(t, err)
	shown(false)
	w.clock.add(24 * time.Hour)
	_, err = w.RecordConsent(t.Context(), a, "2026-11")
	check(t, err)
	shown(true)

	a, _ = w.holder(w.Service, l.Token)
	_, err = w.WithdrawConsent(t.Context(), a)
	check(t, err)
	shown(false)
	_, _, err = w.RegisterMe(t.Context(), a, registration(tm.site, who))
	check(t, err)
	shown(true)
}

// Somebody whose account is gone agrees again on paper, on another day.
func TestConsentIsGivenAgainAtTheCounter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	l, who := w.login("seeker"), w.somebody()
	_, _, err := w.RegisterMe(t.Context(), l.Actor, registration(tm.site, who))
	check(t, err)
	w.known(tm, who)
	_, err = w.DeleteMe(t.Context(), l.Actor, deleted)
	check(t, err)
	if p := w.known(tm, who); p.WithdrawnAt.IsZero() {
		t.Error("the same day's paper is taken for a new consent")
	}
	w.clock.add(24 * time.Hour)
	if p := w.known(tm, who); !p.WithdrawnAt.IsZero() {
		t.Error("the next day's paper is no consent")
	}
}

func sameJSON(t *testing.T, a, b any) bool {
	t.Helper()
	x, err := json.Marshal(a)
	check(t, err)
	y, err := json.Marshal(b)
	check(t, err)
	return string(x) == string(y)
}

// Only the notice in force can be agreed to, and the sentence says which that is. Who
// agreed to an older one agrees anew before he applies; so does whoever registers again.
func TestOnlyTheNoticeInForceIsAgreedTo(t *testing.T) {
	t.Parallel()
	g := newAgency(newWorld(t))
	ctx := t.Context()
	for version, want := range map[string]string{"": "required", "1": "consent_version", "2025-01": "consent_version", "2026-12": "consent_version"} {
		in := registration(g.site, g.somebody())
		in.ConsentVersion = version
		_, _, byStaff := g.Register(ctx, g.staff, in)
		_, _, himself := g.RegisterMe(ctx, g.login("new").Actor, in)
		_, later := g.RecordConsent(ctx, g.seeker, version)
		for who, err := range map[string]error{"consent_version": byStaff, " consent_version": himself, "version": later} {
			if got := firstField(t, err); got != "body."+strings.TrimSpace(who)+" "+want {
				t.Errorf("%q: %q", version, got)
			}
			if !strings.Contains(err.(*service.Error).Message, service.NoticeInForce.Version) {
				t.Errorf("%q: the sentence names no version: %v", version, err)
			}
		}
	}

	_, err := g.store.UpdateAccount(ctx, g.seeker.Account.ID, func(a *service.Account) error {
		a.Consent = service.Consent{Version: "2025-01", At: g.clock.Now()}
		return nil
	})
	check(t, err)
	list, err := g.store.RegistrationsOfAccount(ctx, g.seeker.Account.ID, service.Page{Limit: 1})
	check(t, err)
	_, err = g.store.UpdateRegistration(ctx, list[0].ID, func(r *service.Registration) error {
		r.ConsentVersion = "2025-01"
		return nil
	})
	check(t, err)
	_, _, err = g.ApplyMe(ctx, g.seeker, service.ApplyInput{PostingID: g.posting.ID})
	refused(t, err, "consent_outdated")
	in := registration(g.site, service.PersonInput{Name: g.person.Name, Phone: g.person.Phone})
	before := g.figures(g.site)
	v, created, err := g.RegisterMe(ctx, g.seeker, in)
	if err != nil || created || v.ConsentVersion != service.NoticeInForce.Version || v.AddedTo {
		t.Errorf("registered again: %+v, %v", v.Registration, err)
	}
	if after := g.figures(g.site); !sameJSON(t, after, before) {
		t.Errorf("counted %+v, before %+v", after, before)
	}
	g.apply()
	kept, err := g.store.Account(ctx, g.seeker.Account.ID)
	if err != nil || !kept.Consent.Current() {
		t.Errorf("the account's consent: %+v, %v", kept.Consent, err)
	}
}

// Who agrees anew applies at once.
func TestConsentAnew(t *testing.T) {
	t.Parallel()
	g := newAgency(newWorld(t))
	_, err := g.store.UpdateAccount(t.Context(), g.seeker.Account.ID, func(a *service.Account) error {
		a.Consent.Version = "2025-01"
		return nil
	})
	check(t, err)
	_, _, err = g.ApplyMe(t.Context(), g.seeker, service.ApplyInput{PostingID: g.posting.ID})
	refused(t, err, "consent_outdated")
	_, err = g.RecordConsent(t.Context(), g.seeker, service.NoticeInForce.Version)
	check(t, err)
	g.apply()
}
