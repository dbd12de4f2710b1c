package service_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
)

// censor is a WeChat that says of texts what it is told to.
type censor struct {
	weChat
	mu    sync.Mutex
	away  error
	asked []string
}

func (c *censor) CheckText(_ context.Context, openID, text string) (service.TextVerdict, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, openID)
	switch {
	case strings.Contains(text, "离开"):
		return "", &service.Error{Kind: service.Conflict, Code: "wechat_user_inactive", Message: "用户不在"}
	case c.away != nil:
		return "", c.away
	case strings.Contains(text, "传销"):
		return service.TextRisky, nil
	}
	return service.TextPass, nil
}

func (c *censor) leave(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.away, c.asked = err, nil
}

func (c *censor) calls() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.asked)
}

// Nothing is published unchecked: an outage of WeChat holds what it did not see,
// and lets go of it by itself.
func TestTextsThatWeChatChecks(t *testing.T) {
	t.Parallel()
	w, c := newWorld(t), &censor{}
	w.deps.WeChat, w.deps.ChecksText = c, true
	w.Service = w.instance()
	tm, boss := w.team(), w.supervisor()
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	state := func(id, want string) {
		t.Helper()
		v, err := w.Posting(t.Context(), boss, id)
		if got := string(v.Review.State) + " " + codes(v.NotCounted); err != nil || strings.TrimSpace(got) != want {
			t.Errorf("%q: %s, want %s, %v", v.Title, got, want, err)
		}
	}
	fine := w.post(tm.staff, posting(tm.site, e.ID))
	state(fine.ID, "passed")
	risky := w.post(tm.staff, posting(tm.site, e.ID, titled("传销员")))
	state(risky.ID, "held held")
	if f := risky.Review.Findings; len(f) != 1 || f[0].Category != "wechat" {
		t.Errorf("findings %+v", f)
	}
	long := w.post(tm.staff, posting(tm.site, e.ID, titled("客服"), func(in *service.PostingInput) {
		in.Description, in.Conditions = strings.Repeat("保持整洁。", 399), strings.Repeat("认真。", 200)+"传销"
	}))
	state(long.ID, "held held")
	blocked := w.post(tm.staff, posting(tm.site, e.ID, titled("门卫"), func(in *service.PostingInput) { in.Conditions = "限男性" }))
	state(blocked.ID, "blocked blocked")
	if n := c.calls(); n != 4 { // two for the long one, none for what is blocked anyway
		t.Errorf("asked %d times", n)
	}

	c.leave(errors.New("connection reset"))
	gone := w.post(tm.staff, posting(tm.site, e.ID, titled("离开")))
	unseen := w.post(tm.staff, posting(tm.site, e.ID, titled("电工")))
	unseenRisk := w.post(tm.mate, posting(tm.site, e.ID, titled("传销 2")))
	old := w.post(tm.staff, posting(tm.site, e.ID, titled("年龄"), func(in *service.PostingInput) { in.Conditions = "限35岁以下" }))
	state(unseen.ID, "held unchecked")
	state(old.ID, "held held") // somebody must look anyway
	if unseen.Public || !unseen.Review.Unchecked {
		t.Errorf("unchecked: %+v", unseen.Posting)
	}
	_, err := w.RejectPosting(t.Context(), boss, unseen.ID, "不属实")
	refused(t, err, "posting_checking")
	_, err = w.RevisePosting(t.Context(), tm.staff, unseen.ID, titledChange("水电工"))
	refused(t, err, "posting_checking")
	w.clock.add(time.Minute)
	check(t, w.Sweep(t.Context()))
	state(unseen.ID, "held unchecked")
	c.leave(nil)
	check(t, w.Sweep(t.Context()))
	if n := c.calls(); n != 0 {
		t.Errorf("asked %d times although it was away a moment ago", n)
	}
	w.clock.add(2 * time.Minute)
	check(t, w.Sweep(t.Context()))
	state(gone.ID, "held held") // about its writer WeChat says nothing
	state(unseen.ID, "passed")
	state(unseenRisk.ID, "held held")
	v, err := w.Posting(t.Context(), boss, unseen.ID)
	if check(t, err); !v.Counts() || len(v.Review.Findings) != 0 {
		t.Errorf("seen at last: %+v", v.Posting)
	}
	released, err := w.ReleasePosting(t.Context(), boss, gone.ID)
	if check(t, err); !released.Public {
		t.Errorf("a supervisor has the last word: %+v", released.Posting)
	}

	c.leave(errors.New("connection reset"))
	last := w.post(tm.staff, posting(tm.site, e.ID, titled("焊工")))
	w.clock.add(25 * time.Hour)
	check(t, w.Sweep(t.Context()))
	state(last.ID, "held held")
}

// A text about whose writer WeChat says nothing, or whose writer has no account, keeps
// no other waiting, and WeChat is not asked about it again and again.
func TestTextsOfWritersWhomWeChatDoesNotKnow(t *testing.T) {
	t.Parallel()
	w, c := newWorld(t), &censor{}
	w.deps.WeChat, w.deps.ChecksText = c, true
	w.Service = w.instance()
	tm, boss := w.team(), w.supervisor()
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	c.leave(errors.New("connection reset"))
	nobody := tm.staff
	nobody.Account.ID = "command-line"
	waiting := []service.PostingView{w.post(nobody, posting(tm.site, e.ID, titled("门卫")))}
	for i := range 100 { // as many as one turn looks at
		waiting = append(waiting, w.post(tm.staff, posting(tm.site, e.ID, titled(fmt.Sprint("离开 ", i)))))
	}
	fine := w.post(tm.mate, posting(tm.site, e.ID, titled("电工")))
	c.leave(nil)
	for range 4 {
		w.clock.add(2 * time.Minute)
		check(t, w.Sweep(t.Context()))
	}
	if v, err := w.Posting(t.Context(), boss, fine.ID); err != nil || !v.Public {
		t.Errorf("%+v, %v", v.Posting, err)
	}
	for _, n := range waiting {
		if v, err := w.Posting(t.Context(), boss, n.ID); err != nil || v.Public || v.Review.Round != "" || !v.May.Release {
			t.Fatalf("%q: %+v, %v", n.Title, v.Posting, err)
		}
	}
	if n := c.calls(); n != 101 {
		t.Errorf("asked %d times about 101 texts whose writers there are", n)
	}
}

// What the law forbids is kept, named, and never public, until it is said otherwise.
func TestBlockedPostings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss := w.team(), w.supervisor()
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	v := w.post(tm.staff, posting(tm.site, e.ID, func(in *service.PostingInput) { in.Conditions = "只招男性，已婚已育优先" }))
	if v.Review.State != service.Blocked || v.Public || v.Counts() || codes(v.NotCounted) != "blocked" || v.Review.Findings[0].Clause == "" || v.Review.Findings[0].Suggestion == "" {
		t.Fatalf("blocked: %+v", v.Posting)
	}
	_, err := w.ReleasePosting(t.Context(), boss, v.ID)
	refused(t, err, "posting_not_held")
	if v, err = w.RevisePosting(t.Context(), tm.staff, v.ID, func(in *service.PostingInput) { in.Conditions = "男女不限" }); err != nil || !v.Public || !v.Counts() {
		t.Errorf("said otherwise: %+v, %v", v.Posting, err)
	}
	if v, err = w.RevisePosting(t.Context(), tm.staff, v.ID, func(in *service.PostingInput) { in.Conditions = "限本地户籍" }); err != nil || v.Public || v.Counts() || v.Review.State != service.Blocked {
		t.Errorf("forbidden after it was public: %+v, %v", v.Posting, err)
	}
	if p := w.progress(tm.site); p.Recorded.Items[3].Facts["postings"] != 0 {
		t.Errorf("counted: %v", p.Recorded.Items[3].Facts)
	}
}
