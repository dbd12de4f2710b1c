package service_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
)

// sampled is a team's month with n registrations and a sample of some of them.
func (w *world) sampled(tm team, n, size int) service.SampleView {
	w.Helper()
	for range n {
		w.register(tm.staff, tm.site, w.somebody())
	}
	return w.draw(tm, service.RegistrationRecord, size, "")
}

func (w *world) draw(tm team, kind service.RecordKind, size int, seed string) service.SampleView {
	w.Helper()
	v, err := w.DrawSample(context.Background(), w.city, service.SampleInput{
		SiteID: tm.site.ID, Month: day(2026, 7, 1).In(), Kind: kind, Size: size, Seed: seed})
	check(w, err)
	return v
}

func TestAnybodyCanDrawAgain(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v := w.sampled(tm, 11, 5)
	void := w.register(tm.staff, tm.site, w.somebody())
	_, err := w.VoidRegistration(t.Context(), tm.staff, void.ID, "录入有误")
	check(t, err)
	list, err := w.Registrations(t.Context(), tm.staff, service.RecordFilter{SiteID: tm.site.ID, Month: v.Month})
	check(t, err)
	var ids []string
	for _, r := range list {
		if r.Status != service.Void {
			ids = append(ids, r.ID)
		}
	}
	// By hand, as an auditor would with sort and sha256sum.
	byHash := slices.Clone(ids)
	hash := func(id string) string {
		sum := sha256.Sum256([]byte(v.Seed + "|" + id))
		return hex.EncodeToString(sum[:])
	}
	slices.SortFunc(byHash, func(x, y string) int { return strings.Compare(hash(x), hash(y)) })
	slices.Sort(ids)
	sum := sha256.Sum256([]byte(strings.Join(ids, "\n")))
	if v.Population != 12 || v.PopulationHash != hex.EncodeToString(sum[:]) || len(v.Seed) != 26 || v.SeedGiven {
		t.Errorf("drawn from %d, %s, seed %q", v.Population, v.PopulationHash, v.Seed)
	}
	for i, d := range v.Drawn {
		if d.RecordID != byHash[i] || v.Records[i].Registration.ID != byHash[i] {
			t.Errorf("drawn %d: %s, want %s", i, d.RecordID, byHash[i])
		}
	}
	again := w.draw(tm, service.RegistrationRecord, 5, v.Seed)
	if !slices.EqualFunc(again.Drawn, v.Drawn, func(x, y service.DrawnRecord) bool { return x.RecordID == y.RecordID }) || !again.SeedGiven {
		t.Errorf("the same seed draws %+v", again.Drawn)
	}
	if all := w.draw(tm, service.RegistrationRecord, 50, ""); len(all.Drawn) != 12 || all.Seed == v.Seed {
		t.Errorf("all: %d of %d, seed %q", len(all.Drawn), all.Population, all.Seed)
	}
	kept, err := w.Samples(t.Context(), w.city, tm.site.ID, service.Page{Limit: 10})
	if err != nil || len(kept) != 3 || kept[2].ID != v.ID {
		t.Errorf("kept: %v, %d", err, len(kept))
	}
}

func TestADrawDependsOnNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.StringN(1, 8, 20), 0, 30, rapid.ID[string]).Draw(t, "ids")
		seed, n := rapid.String().Draw(t, "seed"), rapid.IntRange(-1, 40).Draw(t, "n")
		drawn := service.DrawIDs(seed, ids, n)
		shuffled := rapid.Permutation(ids).Draw(t, "shuffled")
		if !slices.Equal(service.DrawIDs(seed, shuffled, n), drawn) || service.HashPopulation(shuffled) != service.HashPopulation(ids) {
			t.Fatal("the order of the list matters")
		}
		if len(drawn) != max(0, min(n, len(ids))) {
			t.Fatalf("%d drawn of %d", len(drawn), len(ids))
		}
		if n > 0 && len(drawn) > 0 && !slices.Equal(service.DrawIDs(seed, ids, n-1), drawn[:min(n-1, len(drawn))]) {
			t.Fatal("a smaller sample is not the beginning of a larger one")
		}
	})
}

// No record is favoured: over many seeds each is drawn about equally often.
func TestADrawIsFair(t *testing.T) {
	ids := make([]string, 20)
	for i := range ids {
		ids[i] = fmt.Sprint("record-", i)
	}
	times := map[string]int{}
	for seed := range 4000 {
		for _, id := range service.DrawIDs(fmt.Sprint(seed), ids, 5) {
			times[id]++
		}
	}
	for id, n := range times { // 1000 expected, six standard deviations are 164
		if n < 836 || n > 1164 {
			t.Errorf("%s was drawn %d times", id, n)
		}
	}
}

func TestWhatASampleNeeds(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for want, change := range map[string]func(*service.SampleInput){
		"body.kind kind":           func(in *service.SampleInput) { in.Kind = service.ActivityRecord },
		"body.size size":           func(in *service.SampleInput) { in.Size = 51 },
		"body.month required":      func(in *service.SampleInput) { in.Month.Year, in.Month.Month = 0, 0 },
		"body.month month_future":  func(in *service.SampleInput) { in.Month = in.Month.Add(1) },
		"body.seed text_too_long":  func(in *service.SampleInput) { in.Seed = strings.Repeat("1", 65) },
		"body.month month_too_old": func(in *service.SampleInput) { in.Month = in.Month.Add(-24) },
	} {
		in := service.SampleInput{SiteID: tm.site.ID, Month: day(2026, 7, 1).In(), Kind: service.RegistrationRecord, Size: 1}
		change(&in)
		_, err := w.DrawSample(t.Context(), w.city, in)
		if got := firstField(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
	_, err := w.DrawSample(t.Context(), w.city, service.SampleInput{SiteID: tm.site.ID, Month: day(2026, 7, 1).In(), Kind: service.PlacementRecord, Size: 1})
	refused(t, err, "nothing_to_draw")
	// A supervisor who works at the site as well draws none of it, and calls nobody.
	v := w.draw(tm, service.RegistrationRecord, 1, "")
	check(t, w.GiveRole(t.Context(), "fengze", "", service.County, "350503"))
	both := w.hold("fengze", service.Staff, tm.site.ID)
	_, err = w.DrawSample(t.Context(), both, service.SampleInput{SiteID: tm.site.ID, Month: v.Month, Kind: v.Kind, Size: 1})
	refused(t, err, "own_site")
	_, err = w.RevealPhone(t.Context(), both, v.ID, v.Drawn[0].RecordID, "抽样回访")
	refused(t, err, "own_site")
	_, err = w.KeepResult(t.Context(), both, v.ID, service.ResultInput{RecordID: v.Drawn[0].RecordID, Result: service.FoundTrue})
	refused(t, err, "own_site")
	if seen, err := w.Sample(t.Context(), both, v.ID); err != nil || seen.MayCall {
		t.Errorf("seen: %v, %v", err, seen.MayCall)
	}
}

func TestOneRequestDrawsOnce(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.register(tm.staff, tm.site, w.somebody())
	ctx := service.WithRequest(t.Context(), "one request")
	in := service.SampleInput{SiteID: tm.site.ID, Month: day(2026, 7, 1).In(), Kind: service.RegistrationRecord, Size: 1}
	first, err := w.DrawSample(ctx, w.city, in)
	check(t, err)
	again, err := w.DrawSample(ctx, w.city, in)
	check(t, err)
	if first.ID != again.ID || first.Seed != again.Seed || first.Drawn[0].RecordID != again.Drawn[0].RecordID {
		t.Errorf("%+v and %+v", first.Sample, again.Sample)
	}
}

func TestAPhoneIsShownForAReasonAndKept(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	in := w.somebody()
	r := w.register(tm.staff, tm.site, in)
	v := w.draw(tm, service.RegistrationRecord, 2, "")
	_, err := w.RevealPhone(t.Context(), w.city, v.ID, r.ID, " ")
	if got := firstField(t, err); got != "body.reason too_short" {
		t.Errorf("without a reason: %q", got)
	}
	w.store.before("UpdateSample", func() error { return errStore })
	if phone, err := w.RevealPhone(t.Context(), w.city, v.ID, r.ID, "抽样回访"); err == nil || phone != "" {
		t.Errorf("shown without being kept: %q, %v", phone, err)
	}
	w.store.before("UpdateSample", nil)
	phone, err := w.RevealPhone(t.Context(), w.city, v.ID, r.ID, "抽样回访")
	if err != nil || phone != in.Phone {
		t.Fatalf("got %q, %v", phone, err)
	}
	got, err := w.Sample(t.Context(), w.city, v.ID)
	check(t, err)
	for _, d := range got.Drawn {
		if want := map[bool]int{true: 1}[d.RecordID == r.ID]; len(d.Reveals) != want {
			t.Errorf("%s: %+v", d.RecordID, d.Reveals)
		}
		if len(d.Reveals) == 1 && (d.Reveals[0].By != w.city.Account.ID || !d.Reveals[0].At.Equal(noon) || d.Reveals[0].Reason != "抽样回访") {
			t.Errorf("kept %+v", d.Reveals[0])
		}
	}
	_, err = w.RevealPhone(t.Context(), w.city, v.ID, "not drawn", "抽样回访")
	refused(t, err, "not_found")
	_, err = w.KeepResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: r.ID, Result: service.FoundTrue})
	check(t, err)
	_, err = w.RevealPhone(t.Context(), w.city, v.ID, r.ID, "抽样回访")
	refused(t, err, "already_checked")
}

func TestAPlacementsSample(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	_, p := w.hire(tm, "seeker")
	v := w.draw(tm, service.PlacementRecord, 3, "")
	script := strings.Join(service.CallScript(v.Site, v.Sample), "\n")
	for _, words := range []string{"丰泽区", tm.site.Name, "2026年7月", "12333", "身份证号"} {
		if !strings.Contains(script, words) {
			t.Errorf("the script lacks %s: %s", words, script)
		}
	}
	if strings.Contains(script, v.Records[0].Placement.Person.Name) {
		t.Error("the script names somebody")
	}
	got, err := w.KeepResult(t.Context(), w.city, v.ID, service.ResultInput{RecordID: p.ID, Result: service.FoundFalse, Note: "本人称未到岗"})
	check(t, err)
	if len(got.Drawn) != 1 || got.Records[0].Placement.Status != service.Void {
		t.Errorf("got %+v", got.Records[0].Placement)
	}
	w.counts(tm.site, registered(2), none)
}
