package service_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

func TestAPublicationIsEvidenceByItself(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	n := w.notice(tm)
	again, err := w.PublishNotice(t.Context(), tm.mate, n.ID)
	check(t, err)
	if again.PublishedBy != tm.staff.Account.ID || again.State != service.NoticePublished {
		t.Errorf("published twice: %+v", again)
	}
	list := w.entries(tm, "policy_publication")
	if len(list) != 1 || list[0].ClientID != "notice:"+n.ID || list[0].RecordedBy != tm.staff.Account.ID || list[0].Note != n.Title || !list[0].May.Confirm {
		t.Fatalf("entries: %+v", list)
	}
	if got := w.item(tm.site, 9, false).Facts["count"]; got != 1 {
		t.Errorf("item 9 counts %v", got)
	}
	if left := w.debts(); len(left) != 0 {
		t.Errorf("owed: %+v", left)
	}
	// The city's policies are nobody's evidence.
	w.published(w.city, service.NoticeInput{Title: "全市政策", Body: "正文", Source: "市人社局"})
	if got := w.item(tm.site, 9, false).Facts["count"]; got != 1 {
		t.Errorf("item 9 counts %v with the city's", got)
	}
}

// A notice that was a mistake is no evidence; one that served its time is.
func TestAWithdrawnPublication(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	wrong, old := w.notice(tm), w.notice(tm)
	v, err := w.WithdrawNotice(t.Context(), tm.mate, wrong.ID, "内容有误")
	check(t, err)
	if v.State != service.NoticeWithdrawn || v.WithdrawReason != "内容有误" || v.May != (service.MayOfNotice{}) {
		t.Errorf("withdrawn: %+v", v)
	}
	w.clock.add(24 * time.Hour)
	_, err = w.WithdrawNotice(t.Context(), tm.mate, old.ID, "政策已调整")
	check(t, err)
	if list := w.entries(tm, "policy_publication"); len(list) != 1 || list[0].ClientID != "notice:"+old.ID {
		t.Errorf("entries: %+v", list)
	}
	v, err = w.WithdrawNotice(t.Context(), tm.staff, wrong.ID, "另一个原因")
	if check(t, err); v.WithdrawReason != "内容有误" {
		t.Errorf("the reason became %q", v.WithdrawReason)
	}
	_, err = w.PublishNotice(t.Context(), tm.staff, wrong.ID)
	refused(t, err, "notice_state")
	_, err = w.PublishedNotice(t.Context(), wrong.ID)
	refused(t, err, "not_found")
}

func TestADraftIsBetweenThoseWhoWriteIt(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	in := service.NoticeInput{SiteID: tm.site.ID, Title: "草稿标题", Body: "正文", Source: "丰泽区人社局", ValidUntil: w.Today()}
	ctx := service.WithRequest(t.Context(), "a phone's request")
	n, err := w.CreateNotice(ctx, tm.staff, in)
	check(t, err)
	if again, err := w.CreateNotice(ctx, tm.staff, in); err != nil || again.ID != n.ID {
		t.Errorf("sent again: %+v, %v", again, err)
	}
	_, err = w.PublishedNotice(t.Context(), n.ID)
	refused(t, err, "not_found")
	_, err = w.WithdrawNotice(t.Context(), tm.staff, n.ID, "还没发布")
	refused(t, err, "notice_state")
	in.Title, in.URL = "改过的标题", "https://example.org/policy"
	n, err = w.EditNotice(t.Context(), tm.mate, n.ID, in)
	if check(t, err); n.Title != "改过的标题" || n.URL == "" || !n.May.Edit || !n.May.Publish || n.May.Push {
		t.Errorf("edited: %+v", n)
	}
	w.clock.add(24 * time.Hour)
	_, err = w.PublishNotice(t.Context(), tm.staff, n.ID)
	refused(t, err, "notice_expired")
	in.ValidUntil = w.Today()
	_, err = w.EditNotice(t.Context(), tm.mate, n.ID, in)
	check(t, err)
	_, err = w.PublishNotice(t.Context(), tm.staff, n.ID)
	check(t, err)
	_, err = w.EditNotice(t.Context(), tm.staff, n.ID, in)
	refused(t, err, "notice_published")
}

func TestWhatANoticeNeeds(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for want, change := range map[string]func(*service.NoticeInput){
		"body.title too_short":       func(in *service.NoticeInput) { in.Title = "x" },
		"body.title one_line":        func(in *service.NoticeInput) { in.Title = "第一行\n第二行" },
		"body.body required":         func(in *service.NoticeInput) { in.Body = " " },
		"body.source required":       func(in *service.NoticeInput) { in.Source = "" },
		"body.url url":               func(in *service.NoticeInput) { in.URL = "javascript:alert(1)" },
		"body.valid_until date":      func(in *service.NoticeInput) { in.ValidUntil = w.Today().AddDays(-1) },
		"body.valid_until date (10)": func(in *service.NoticeInput) { in.ValidUntil = w.Today().AddYears(11) },
		"body.county county":         func(in *service.NoticeInput) { in.County = "350504" },
		"body.county county (none)":  func(in *service.NoticeInput) { in.SiteID, in.County = "", "350527" },
	} {
		in := service.NoticeInput{SiteID: tm.site.ID, Title: "标题", Body: "正文", Source: "来源"}
		change(&in)
		a := tm.staff
		if in.SiteID == "" {
			a = w.city
		}
		_, err := w.CreateNotice(t.Context(), a, in)
		want, _, _ = strings.Cut(want, " (")
		if got := firstField(t, err); got != want {
			t.Errorf("refused with %q, want %q", got, want)
		}
	}
	for _, url := range []string{"http://user:pw@example.org", "ftp://example.org", "//example.org", "https://", "https://a b", "https://a\"b", `https:\\a`} {
		_, err := w.CreateNotice(t.Context(), tm.staff, service.NoticeInput{SiteID: tm.site.ID, Title: "标题", Body: "正文", Source: "来源", URL: url})
		if got := firstField(t, err); got != "body.url url" {
			t.Errorf("%s: refused with %q", url, got)
		}
	}
}

// Everybody sees what is published and in force where he is.
func TestWhatThePublicSees(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	other, far := w.team(), w.team(inCounty("350504"))
	county := w.hold("fengze", service.County, "350503")
	said := service.NoticeInput{Title: "标题", Body: "正文", Source: "来源"}
	ofSite := w.notice(tm, until(w.Today()))
	w.notice(other)
	ofCounty := w.published(county, said, func(in *service.NoticeInput) { in.County = "350503" })
	ofCity := w.published(w.city, said)
	see := func(site, county string, want ...service.NoticeView) {
		t.Helper()
		list, err := w.PublishedNotices(t.Context(), site, county, service.Page{Limit: 50})
		check(t, err)
		var got, ids []string
		for _, n := range list {
			got = append(got, n.ID)
		}
		for _, n := range want {
			ids = append(ids, n.ID)
		}
		if !slices.Equal(got, ids) {
			t.Errorf("at %q in %q: %q, want %q", site, county, got, ids)
		}
	}
	see(tm.site.ID, "", ofCity, ofCounty, ofSite)
	see(far.site.ID, "", ofCity)
	see("", "350503", ofCity, ofCounty)
	if list, err := w.PublishedNotices(t.Context(), "", "", service.Page{Limit: 50}); err != nil || len(list) != 4 {
		t.Errorf("everywhere: %d, %v", len(list), err)
	}
	_, err := w.PublishedNotices(t.Context(), "missing", "", service.Page{Limit: 50})
	refused(t, err, "not_found")
	w.clock.add(24 * time.Hour)
	see(tm.site.ID, "", ofCity, ofCounty)
	if _, err := w.PublishedNotice(t.Context(), ofSite.ID); err != nil { // a link to it goes on
		t.Errorf("past its day: %v", err)
	}
}

// Who publishes for more than a site: the county for itself, the city for all.
func TestWhoPublishesForMany(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	county := w.hold("fengze", service.County, "350503")
	for name, c := range map[string]struct {
		a            service.Actor
		site, county string
		want         string
	}{
		"staff for the county":        {tm.staff, "", "350503", "forbidden"},
		"manager for the city":        {tm.manager, "", "", "forbidden"},
		"the county for itself":       {county, "", "350503", ""},
		"the county for another":      {county, "", "350504", "forbidden"},
		"the county for the city":     {county, "", "", "forbidden"},
		"the county for a site of it": {county, tm.site.ID, "", "forbidden"}, // it would make the site's evidence
		"the city for a county":       {w.city, "", "350504", ""},
		"the city for all":            {w.city, "", "", ""},
		"the city for a site":         {w.city, tm.site.ID, "", "forbidden"},
		"a seeker":                    {w.login("seeker").Actor, "", "", "forbidden"},
	} {
		_, err := w.CreateNotice(t.Context(), c.a, service.NoticeInput{SiteID: c.site, County: c.county, Title: "标题", Body: "正文", Source: "来源"})
		if got := code(t, err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	list, err := w.ManagedNotices(t.Context(), county, "", "350503", service.NoticeFilter{State: service.NoticeDraft, Page: service.Page{Limit: 9}})
	if err != nil || len(list) != 1 || !list[0].May.Publish {
		t.Errorf("the county's drafts: %+v, %v", list, err)
	}
	_, err = w.ManagedNotices(t.Context(), tm.staff, "", "350503", service.NoticeFilter{Page: service.Page{Limit: 9}})
	refused(t, err, "not_found")
	_, err = w.ManagedNotice(t.Context(), tm.staff, list[0].ID)
	refused(t, err, "not_found")
	_, err = w.ManagedNotices(t.Context(), county, "", "", service.NoticeFilter{Page: service.Page{Limit: 9}})
	refused(t, err, "not_found")
}

// However often a phone tells of the same prompt, it is one consent.
func TestConsentsAreCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.login("ann").Actor, w.login("bob").Actor
	parallel(24, func(i int) {
		_, err := w.Subscribe(service.WithRequest(t.Context(), fmt.Sprint("prompt ", i/3)), a, service.PolicyMessage, service.PromptAccepted)
		check(t, err)
	})
	if n := w.sendsLeft(a); n != 8 {
		t.Errorf("%d left of 8 prompts", n)
	}
	for _, r := range []service.PromptResult{service.PromptRejected, service.PromptBanned, service.PromptFiltered, service.PromptAccepted} {
		_, err := w.Subscribe(service.WithRequest(t.Context(), string(r)), b, service.ResultMessage, r)
		check(t, err)
		_, err = w.Subscribe(service.WithRequest(t.Context(), string(r)), b, service.ResultMessage, r)
		check(t, err)
	}
	mine, err := w.MySubscriptions(t.Context(), b)
	check(t, err)
	want := []service.MySubscription{{Kind: "policy", TemplateID: "template-policy"}, {Kind: "result", TemplateID: "template-result", Left: 1}}
	if !slices.Equal(mine, want) {
		t.Errorf("got %+v", mine)
	}
	_, err = w.Subscribe(t.Context(), b, "ads", "maybe")
	if got := firstField(t, err); got != "body.template template" {
		t.Errorf("refused with %q", got)
	}
}

// Lists run from the newest to the oldest, whatever keys the requests carried.
func TestNoticesOfRequestsAreInOrder(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	var made, listed []string
	for i := range 8 {
		n, err := w.CreateNotice(service.WithRequest(t.Context(), fmt.Sprint("request ", i)), tm.staff, noticeOf(tm.site.ID))
		check(t, err)
		made = append(made, n.ID)
	}
	slices.Reverse(made)
	list, err := w.ManagedNotices(t.Context(), tm.mate, tm.site.ID, "", service.NoticeFilter{Page: service.Page{Limit: 50}})
	check(t, err)
	for _, n := range list {
		listed = append(listed, n.ID)
	}
	if !slices.Equal(listed, made) {
		t.Errorf("listed %q, made %q", listed, made)
	}
}
