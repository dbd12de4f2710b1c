package service_test

import (
	"testing"

	"github.com/quanjiuye/backend/service"
)

// What a supervisor has said no to comes back only past a supervisor: reworded,
// reposted, or reposted from the repost. What the site took down itself comes back at once.
func TestWhatASupervisorStoppedIsHeld(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		tm := w.team()
		county := w.hold("county", service.County, tm.site.County)
		e, _ := w.enterprise("恒兴鞋业有限公司", "")
		post := func(title string) service.PostingView {
			t.Helper()
			in := posting(tm.site, e.ID)
			in.Title = title
			v, _, err := w.Post(t.Context(), tm.staff, in)
			check(t, err)
			return v
		}
		repost := func(v service.PostingView, want service.ReviewState) service.PostingView {
			t.Helper()
			again, _, err := w.Repost(t.Context(), tm.staff, v.ID, v.ValidUntil.AddDays(1))
			if check(t, err); again.Review.State != want {
				t.Errorf("%s again is %s, want %s", v.Title, again.Review.State, want)
			}
			return again
		}
		own, stopped := post("包装工"), post("搬运工")
		_, err := w.TakeDownPosting(t.Context(), tm.staff, own.ID, "岗位不实")
		check(t, err)
		repost(own, service.Passed)
		_, err = w.TakeDownPosting(t.Context(), county, stopped.ID, "岗位不实")
		check(t, err)
		again := repost(stopped, service.Held)
		repost(again, service.Held)
		_, err = w.ReleasePosting(t.Context(), county, again.ID)
		check(t, err)
		for title, want := range map[string]service.ReviewState{"搬运 工": service.Held, "包装工": service.Passed, "搬运组长": service.Passed} {
			if anew := post(title); anew.Review.State != want {
				t.Errorf("%s anew is %s, want %s", title, anew.Review.State, want)
			}
		}
		in := posting(tm.site, e.ID)
		in.Title, in.Conditions = "跟单员", "年龄25至35岁"
		other, _, err := w.Post(t.Context(), tm.staff, in)
		check(t, err)
		v, err := w.RevisePosting(t.Context(), tm.staff, other.ID, func(in *service.PostingInput) { in.Title, in.Conditions = "搬运工", "" })
		if check(t, err); v.Review.State != service.Held {
			t.Errorf("another posting became it, and is %s", v.Review.State)
		}

		in = posting(tm.site, e.ID)
		in.Title, in.Conditions = "保安", "年龄25至35岁"
		held, _, err := w.Post(t.Context(), tm.staff, in)
		check(t, err)
		_, err = w.RejectPosting(t.Context(), county, held.ID, "年龄限制没有必要")
		check(t, err)
		for _, words := range []string{"年龄不限", "男女不限"} {
			v, err := w.RevisePosting(t.Context(), tm.staff, held.ID, func(in *service.PostingInput) { in.Conditions = words })
			if check(t, err); v.Review.State != service.Held || v.Open(v.PostedOn) {
				t.Errorf("reworded it is %s", v.Review.State)
			}
		}
		v, err = w.ReleasePosting(t.Context(), county, held.ID)
		if check(t, err); v.Review.State != service.Passed {
			t.Errorf("released it is %s", v.Review.State)
		}
	})
}
