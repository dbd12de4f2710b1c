package service_test

import (
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// Postings on paper count on the day that the paper says; what it lacks is shown,
// and what must not be published is kept and told of.
func TestPostingsFromALedger(t *testing.T) {
	t.Parallel()
	w, tm := whole(t)
	row := func(no int, change func(*service.LedgerPosting)) service.LedgerRow {
		p := &service.LedgerPosting{EmployerName: "泉州某某鞋业有限公司", PostingInput: service.PostingInput{PostedOn: day(2026, 6, 3),
			Offer: service.Offer{Title: "针车工", Headcount: 5, Place: "陈埭镇", Pay: service.Pay{Unit: service.PerPiece}}}}
		change(p)
		return service.LedgerRow{Sheet: "岗位信息登记", Row: no, Posting: p}
	}
	rows := []service.LedgerRow{
		row(2, func(*service.LedgerPosting) {}),
		row(3, func(*service.LedgerPosting) {}), // written twice
		row(4, func(p *service.LedgerPosting) { p.PostedOn = day(2026, 7, 1) }),
		row(5, func(p *service.LedgerPosting) { p.Title, p.Conditions = "普工", "限女性" }),
		row(6, func(p *service.LedgerPosting) { p.EmployerName, p.USCC = "另一家公司", codeA }),
		row(7, func(p *service.LedgerPosting) { p.PostedOn = day(2026, 7, 16) }),
		{Sheet: "岗位信息登记", Row: 8, Refusal: &service.LedgerRefusal{Posting: true, Refused: service.Refused{Row: 8, Code: "pay", Message: "看不出"}}},
	}
	job, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "digest", rows, nil)
	check(t, err)
	figures := func(i service.Import) [4]int {
		s := i.Report.Postings
		return [4]int{s.New, s.Duplicate, len(s.Refused), len(s.Notes)}
	}
	if got := figures(job); got != [4]int{4, 1, 2, 2} || job.Report.Postings.Notes[0].Code != "duplicate" || job.Report.Postings.Notes[1].Code != "blocked" || job.Report.Postings.Refused[0].Code != "date_future" {
		t.Errorf("report %+v", job.Report.Postings)
	}
	again, err := w.ImportLedger(t.Context(), tm.mate, tm.site.ID, "in another file", rows, nil)
	if check(t, err); figures(again) != [4]int{0, 5, 2, 0} {
		t.Errorf("again %+v", again.Report.Postings)
	}
	if p := w.progressOn(tm.site, day(2026, 6, 30)).Recorded.Items[3]; p.Facts["postings"] != 2 || p.Facts["enterprises"] != 2 || p.Facts["vacancies"] != 10 {
		t.Errorf("counted %+v", p.Facts)
	}
	list, err := w.Postings(t.Context(), tm.staff, service.PostingFilter{RecordFilter: service.RecordFilter{SiteID: tm.site.ID, Month: calendar.Month{Year: 2026, Month: time.June}}})
	if check(t, err); len(list) != 3 || codes(list[2].Missing) != "conditions description kind pay" || list[2].ValidUntil != day(2026, 7, 3) || list[2].Public || list[2].Source != service.FromImport ||
		!strings.HasPrefix(list[2].ImportRef, job.ID) {
		t.Errorf("kept %+v", list)
	}
	plain, err := w.ImportLedger(t.Context(), tm.staff, tm.site.ID, "no postings", ledger(tm.site, 1), nil)
	if check(t, err); plain.Report.Postings != nil {
		t.Errorf("a ledger without postings reports %+v", plain.Report.Postings)
	}
	w.rebuildChangesNothing(tm.site)
}
