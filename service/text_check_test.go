package service_test

import (
	"errors"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// censored is a world whose WeChat checks texts.
func censored(t *testing.T) (*world, *censor, team) {
	w, c := newWorld(t), &censor{}
	w.deps.WeChat, w.deps.ChecksText = c, true
	w.Service = w.instance()
	return w, c, w.team()
}

// What is found in a notice holds it until a supervisor has read it; staff may put it
// otherwise.
func TestANoticeInWhichSomethingIsFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss, elsewhere := w.team(), w.supervisor(), w.hold("elsewhere", service.County, "350504")
	in := service.NoticeInput{SiteID: tm.site.ID, Title: "专场招聘会", Body: "只招男性，入职交押金三百元。", Source: "本站"}
	n, err := w.CreateNotice(t.Context(), tm.staff, in)
	check(t, err)
	_, err = w.PublishNotice(t.Context(), boss, n.ID)
	refused(t, err, "forbidden") // a draft is those's who write it
	n, err = w.PublishNotice(t.Context(), tm.staff, n.ID)
	if check(t, err); n.State != service.NoticeHeld || len(n.Findings) != 2 || n.Findings[0].Clause == "" || n.May.Publish || !n.May.Edit || n.May.Push {
		t.Fatalf("held: %+v", n)
	}
	_, err = w.PublishedNotice(t.Context(), n.ID)
	refused(t, err, "not_found")
	_, _, err = w.StartPush(t.Context(), tm.staff, n.ID, service.AudienceInput{})
	if err == nil {
		t.Error("what is held is pushed")
	}
	again, err := w.PublishNotice(t.Context(), tm.staff, n.ID)
	if check(t, err); again.State != service.NoticeHeld {
		t.Errorf("again: %+v", again)
	}
	_, err = w.PublishNotice(t.Context(), tm.mate, n.ID)
	refused(t, err, "own_record")
	_, err = w.PublishNotice(t.Context(), elsewhere, n.ID)
	refused(t, err, "not_found")
	held, err := w.ManagedNotices(t.Context(), boss, "", tm.site.County, service.NoticeFilter{State: service.NoticeHeld})
	if check(t, err); len(held) != 1 || held[0].ID != n.ID || !held[0].May.Publish {
		t.Fatalf("a supervisor's list: %+v", held)
	}
	if list, err := w.ManagedNotices(t.Context(), w.city, "", "", service.NoticeFilter{State: service.NoticeHeld}); err != nil || len(list) != 1 {
		t.Errorf("the city's list: %+v, %v", list, err)
	}
	n, err = w.PublishNotice(t.Context(), boss, n.ID)
	if check(t, err); n.State != service.NoticePublished || n.PublishedBy != tm.staff.Account.ID || n.ReviewedBy != boss.Account.ID {
		t.Errorf("published: %+v", n)
	}
	if list := w.entries(tm, "policy_publication"); len(list) != 1 || list[0].RecordedBy != tm.staff.Account.ID {
		t.Errorf("entries: %+v", list)
	}

	n, err = w.CreateNotice(t.Context(), tm.staff, in)
	check(t, err)
	_, err = w.PublishNotice(t.Context(), tm.staff, n.ID)
	check(t, err)
	in.Body = "男女不限，不收任何费用。"
	n, err = w.EditNotice(t.Context(), tm.mate, n.ID, in)
	if check(t, err); n.State != service.NoticeDraft || len(n.Findings) != 0 {
		t.Errorf("edited: %+v", n)
	}
	n, err = w.PublishNotice(t.Context(), tm.staff, n.ID)
	if check(t, err); n.State != service.NoticePublished || n.ReviewedBy != "" {
		t.Errorf("put otherwise: %+v", n)
	}
}

// A supervisor's own notice is held for another.
func TestNobodyReviewsHisOwnNotice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.supervisor()
	n := w.published(boss, service.NoticeInput{County: "350503", Title: "就业援助", Body: "限本区户籍人员申领。", Source: "丰泽区人社局"})
	if n.State != service.NoticeHeld || n.May.Publish {
		t.Fatalf("held: %+v", n)
	}
	n, err := w.PublishNotice(t.Context(), w.city, n.ID)
	if check(t, err); n.State != service.NoticePublished {
		t.Errorf("by the city: %+v", n)
	}
}

// WeChat's check holds what it finds, and while it does not answer nothing goes out.
func TestNoticesThatWeChatChecks(t *testing.T) {
	t.Parallel()
	w, c, tm := censored(t)
	draft := func(title string) string {
		n, err := w.CreateNotice(t.Context(), tm.staff, service.NoticeInput{SiteID: tm.site.ID, Title: title, Body: "正文", Source: "来源"})
		check(t, err)
		return n.ID
	}
	for title, want := range map[string]service.NoticeState{"社保补贴": service.NoticePublished, "传销讲座": service.NoticeHeld, "离开本地": service.NoticeHeld} {
		n, err := w.PublishNotice(t.Context(), tm.staff, draft(title))
		if check(t, err); n.State != want {
			t.Errorf("%s: %+v", title, n)
		}
	}
	c.leave(errors.New("connection reset"))
	id := draft("技能补贴")
	_, err := w.PublishNotice(t.Context(), tm.staff, id)
	refused(t, err, "text_unchecked")
	if n, err := w.ManagedNotice(t.Context(), tm.staff, id); err != nil || n.State != service.NoticeDraft {
		t.Errorf("unchecked: %+v, %v", n, err)
	}
	c.leave(nil)
	n, err := w.PublishNotice(t.Context(), tm.staff, id)
	if check(t, err); n.State != service.NoticePublished {
		t.Errorf("seen at last: %+v", n)
	}
}

// A course is public at once, so that what is found in it refuses it.
func TestTheTextsOfACourse(t *testing.T) {
	t.Parallel()
	w, c, tm := censored(t)
	for title, want := range map[string]string{"限男性叉车班": "body.title wording_gender", "培训费2000元先交押金": "body.title wording_fee", "35岁以下电工班": "body.title wording_age"} {
		_, err := w.PublishCourse(t.Context(), tm.staff, tm.site.ID, terms(5, func(in *service.CourseTerms) { in.Title = title }))
		if got := firstField(t, err); got != want {
			t.Errorf("%s: refused with %q, want %q", title, got, want)
		}
	}
	for _, title := range []string{"育婴师（月嫂）培训", "残疾人电商培训班", "妇女手工编织班", "退役军人叉车培训", "4050人员家政培训", "保安员培训（免费）"} {
		w.course(tm, 5, func(in *service.CourseTerms) { in.Title = title })
	}
	named := func(title string) error {
		_, err := w.PublishCourse(t.Context(), tm.staff, tm.site.ID, terms(5, func(in *service.CourseTerms) { in.Title = title }))
		return err
	}
	refused(t, named("传销班"), "text_refused")
	refused(t, named("离开本地"), "text_refused")
	v := w.course(tm, 5)
	c.leave(errors.New("connection reset"))
	refused(t, named("电工班"), "text_unchecked")
	if more, err := w.ChangeCourse(t.Context(), tm.mate, v.ID, terms(6)); err != nil || more.Seats != 6 { // its texts are the same
		t.Errorf("more seats: %+v, %v", more, err)
	}
	_, err := w.ChangeCourse(t.Context(), tm.mate, v.ID, terms(6, func(in *service.CourseTerms) { in.Title = "高压电工" }))
	refused(t, err, "text_unchecked")
	if list, err := w.OpenCourses(t.Context(), service.CourseFilter{}); err != nil || len(list) != 7 {
		t.Errorf("open: %d, %v", len(list), err)
	}
}
