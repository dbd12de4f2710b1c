package service_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// What was looked at when an assessment was sealed can be told from what was put in
// its place later, byte by byte.
func TestSealedEvidence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss := w.team(opened(day(2026, 7, 1)), station), w.supervisor()
	file := w.upload(tm.staff, tm.site, onePage)
	unused := w.upload(tm.staff, tm.site, page(1))
	p, err := w.placeStable(tm, file)
	check(t, err)
	void := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
	_, err = w.AttachToActivity(t.Context(), tm.mate, void.ID, []string{unused})
	check(t, err)
	_, err = w.VoidActivity(t.Context(), tm.mate, void.ID, "录入有误")
	check(t, err)
	_, err = w.ConfirmPlacement(t.Context(), tm.mate, p.ID)
	check(t, err)
	w.submitted(tm)
	_, err = w.ScoreSite(t.Context(), boss, tm.site.ID, 2026, judged(less), true)
	check(t, err)
	w.clock.add(8 * 24 * time.Hour)
	_, err = w.Approve(t.Context(), w.city, tm.site.ID, 2026)
	check(t, err)
	verified := func() (ok bool, detail string) {
		t.Helper()
		r, err := w.VerifyAssessment(t.Context(), tm.site.ID, 2026)
		check(t, err)
		for _, c := range r.Checks {
			if c.Name == "evidence" {
				return c.OK, c.Detail
			}
		}
		t.Fatalf("evidence was not looked at: %+v", r)
		return
	}
	if ok, detail := verified(); !ok || detail != "1份佐证材料都在，与封存时一致" {
		t.Errorf("%v %s", ok, detail)
	}
	paths, err := filepath.Glob(filepath.Join(w.folder, tm.site.ID, "*"))
	check(t, err)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		check(t, err)
		data[len(data)-1] ^= 1
		check(t, os.WriteFile(path, data, 0o600))
	}
	if ok, detail := verified(); ok || detail != "1份佐证材料中有1份缺失或被改动："+file {
		t.Errorf("altered: %v %s", ok, detail)
	}
	for _, path := range paths {
		check(t, os.Remove(path))
	}
	if ok, _ := verified(); ok {
		t.Error("missing")
	}
	w.blobs.away.Store(true)
	if _, err := w.VerifyAssessment(t.Context(), tm.site.ID, 2026); err == nil {
		t.Error("verified without looking")
	}
}
