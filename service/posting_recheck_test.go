package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// What was rejected can be looked at once more, and is public only when it is released;
// what the law forbids stays blocked.
func TestAStoppedPostingIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	in := posting(tm.site, e.ID)
	in.Pay.Max = 10_000_000 // a supervisor looks
	held := w.post(tm.staff, in)
	_, err := w.RecheckPosting(t.Context(), w.city, held.ID)
	refused(t, err, "posting_not_stopped")
	v, err := w.RejectPosting(t.Context(), w.city, held.ID, "薪资待遇不实")
	if check(t, err); !v.May.Recheck {
		t.Error("a rejected posting cannot be looked at again")
	}
	_, err = w.RecheckPosting(t.Context(), tm.manager, held.ID)
	refused(t, err, "forbidden")
	v, err = w.RecheckPosting(t.Context(), w.city, held.ID)
	if check(t, err); v.Review.State != service.Held || v.Public || v.Review.Reason != "" || !v.May.Release || v.May.Recheck {
		t.Errorf("looked at again: %+v", v.Review)
	}
	if v, err = w.ReleasePosting(t.Context(), w.city, held.ID); err != nil || !v.Public || !v.Counts() {
		t.Errorf("released: %v, %+v", err, v.Review)
	}

	in = posting(tm.site, e.ID, titled("前台"))
	in.Description = "限女性，男性勿扰"
	blocked := w.post(tm.staff, in)
	if blocked.Review.State != service.Blocked {
		t.Fatalf("not blocked: %+v", blocked.Review)
	}
	_, err = w.RecheckPosting(t.Context(), w.city, blocked.ID)
	refused(t, err, "posting_blocked")
}

// A supervisor says why he takes a posting down; it is kept.
func TestWhyAPostingWasTakenDown(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	e, _ := w.enterprise("泉州某某物业有限公司", "")
	p, own := w.post(tm.staff, posting(tm.site, e.ID)), w.post(tm.staff, posting(tm.site, e.ID, titled("前台")))
	_, err := w.TakeDownPosting(t.Context(), w.city, p.ID, "")
	if got := firstField(t, err); got != "body.reason too_short" {
		t.Errorf("without a reason: %q", got)
	}
	_, err = w.TakeDownPosting(t.Context(), w.city, p.ID, "涉嫌虚假招聘")
	check(t, err)
	_, err = w.TakeDownPosting(t.Context(), w.city, p.ID, "再次下架") // the first stands
	check(t, err)
	if v, err := w.Posting(t.Context(), tm.staff, p.ID); err != nil || v.TakenDownFor != "涉嫌虚假招聘" {
		t.Errorf("kept %q, %v", v.TakenDownFor, err)
	}
	if v, err := w.TakeDownPosting(t.Context(), tm.staff, own.ID, ""); err != nil || v.Public {
		t.Errorf("by the site: %v", err)
	}
}
