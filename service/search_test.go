package service_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestStaffFindPeople(t *testing.T) { onEachEngine(t, staffFindPeople) }

func staffFindPeople(t *testing.T, w *world) {
	ctx, tm := t.Context(), w.team()
	ids := map[string]string{}
	for name, p := range map[string]service.PersonInput{
		"chen": {Name: "陈小榕", Phone: "13800001234", IDNumber: idNumber(1)}, "also": {Name: "陈大明", Phone: "13800005678"},
		"lin": {Name: "林小榕", Phone: "0595-22221234"}, "anna": {Name: "Anna Li", Phone: "13800009999"},
	} {
		ids[w.register(tm.staff, tm.site, p).ID] = name
	}
	other := w.team()
	w.register(other.staff, other.site, service.PersonInput{Name: "陈小榕", Phone: "13800001234"})
	search := func(a service.Actor, q string) string {
		t.Helper()
		views, next, err := w.SearchRegistrations(ctx, a, service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 9}}, q)
		if err != nil {
			return firstField(t, err)
		}
		var names []string
		for _, v := range views {
			names = append(names, ids[v.ID])
		}
		slices.Sort(names)
		return fmt.Sprint(names, next)
	}
	tail := idNumber(1)[14:]
	for q, want := range map[string]string{
		"陈小榕": "[chen]", " 陈 小榕 ": "[chen]", "陈": "[also chen]", "anna li": "[anna]", "ANNALI": "[anna]", "王五": "[]",
		"1234": "[chen lin]", "13800001234": "[chen lin]", "138 0000 1234": "[chen lin]", tail: "[chen]", idNumber(1): "[chen]",
		// what the masks hide is found by nothing
		"小榕": "[]", "陈小": "[]", "0000": "[]", "13800": "[]", idNumber(1)[:14]: "[]", "*": "[]", "****": "[]",
		"": "body.q search_words", "  ": "body.q search_words", "123": "body.q search_words",
	} {
		if got := search(tm.staff, q); got != want {
			t.Errorf("%q finds %s, want %s", q, got, want)
		}
	}
	if got := search(w.hold("county", service.County, "350503"), "陈小榕"); got != "[chen]" {
		t.Errorf("the county finds %s", got)
	}
	_, _, err := w.SearchRegistrations(ctx, other.staff, service.RecordFilter{SiteID: tm.site.ID}, "陈小榕")
	refused(t, err, "not_found")
}

// A page that is full says where to go on, and whoever tries numbers out is told to
// stop.
func TestSearchesGoOnAndAreLimited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx, tm := t.Context(), w.team()
	for i := range 5 {
		w.register(tm.staff, tm.site, service.PersonInput{Name: "陈小榕", Phone: fmt.Sprintf("1380000%04d", i)})
	}
	f, seen := service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 2}}, map[string]bool{}
	for pages := 0; pages == 0 || f.Page.Before != ""; pages++ {
		views, next, err := w.SearchRegistrations(ctx, tm.staff, f, "陈小榕")
		check(t, err)
		for _, v := range views {
			seen[v.ID] = true
		}
		f.Page.Before = next
	}
	if len(seen) != 5 {
		t.Errorf("found %d of 5", len(seen))
	}
	limited := ""
	for i := range 100 {
		if _, _, err := w.SearchRegistrations(ctx, tm.staff, f, fmt.Sprintf("%04d", i)); err != nil {
			limited = code(t, err)
			break
		}
	}
	if limited != "too_many_requests" {
		t.Errorf("100 in a minute: %q", limited)
	}
}

func TestStaffFindPostings(t *testing.T) { onEachEngine(t, staffFindPostings) }

func staffFindPostings(t *testing.T, w *world) {
	ctx, tm := t.Context(), w.team()
	hotel, _ := w.enterprise("泉州某某酒店有限公司", "")
	shoes, _ := w.enterprise("晋江示例鞋业有限公司", "")
	for _, title := range []string{"保洁员", "前台"} {
		w.post(tm.staff, posting(tm.site, hotel.ID, titled(title)))
	}
	w.post(tm.staff, posting(tm.site, shoes.ID, titled("保洁员（夜班）")))
	for q, want := range map[string]int{
		"保洁": 2, "酒店": 2, "保洁 鞋业": 1, "鞋业 保洁": 1, "酒店　前台": 1, "保洁员夜班": 1, "厨师": 0, "酒店 鞋业": 0,
	} {
		views, next, err := w.SearchPostings(ctx, tm.staff, service.PostingFilter{RecordFilter: service.RecordFilter{SiteID: tm.site.ID, Page: service.Page{Limit: 9}}}, q)
		if err != nil || len(views) != want || next != "" {
			t.Errorf("%q finds %d, want %d: %v", q, len(views), want, err)
		}
	}
	_, _, err := w.SearchPostings(ctx, tm.staff, service.PostingFilter{RecordFilter: service.RecordFilter{SiteID: tm.site.ID}}, " ，")
	if got := firstField(t, err); got != "body.q search_words" {
		t.Errorf("%q", got)
	}
}
