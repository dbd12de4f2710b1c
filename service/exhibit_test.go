package service_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// One file may prove a hundred records. A seal names it once, so that it stays far
// from what a document may hold, and whoever looks finds it at each of them.
func TestASealKeepsEachFileOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, ctx := w.team(opened(day(2026, 7, 1)), station), t.Context()
	file := w.upload(tm.staff, tm.site, onePage)
	for range 3 {
		act := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
		_, err := w.AttachToActivity(ctx, tm.staff, act.ID, []string{file})
		check(t, err)
	}
	w.submitted(tm)
	sealed := w.sealed(tm)
	proofs := func() (n int, sum string) {
		t.Helper()
		_, list, err := w.Exhibited(ctx, tm.staff, tm.site.ID, 2026)
		check(t, err)
		for _, e := range list {
			for _, f := range e.Files {
				n, sum = n+1, f.SHA256
			}
		}
		return n, sum
	}
	n, sum := proofs()
	if n != 3 || len(sum) != 64 || strings.Count(sealed.Seal.Sheet, `"sha256":"`+sum) != 1 {
		t.Errorf("%d files with %q, sealed %s", n, sum, sealed.Seal.Sheet)
	}
	// As the first seals were written.
	_, err := w.store.UpdateAssessment(ctx, sealed.ID, func(a *service.Assessment) error {
		before, files, _ := strings.Cut(a.Seal.Sheet, `,"files":`)
		a.Seal.Sheet = strings.ReplaceAll(before, `"file_ids":["`+file+`"]`, `"files":`+strings.TrimSuffix(files, "}")) + "}"
		return nil
	})
	check(t, err)
	if n, again := proofs(); n != 3 || again != sum {
		t.Errorf("of the first format: %d files with %q", n, again)
	}
}
