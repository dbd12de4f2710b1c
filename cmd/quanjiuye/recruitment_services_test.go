package main

import (
	"fmt"
	"strings"
	"time"
)

// services are what the station does for the month's people beside placing them.
func (y *recruitment) services(people []seeker) {
	y.t.Helper()
	if y.month > 1 {
		y.report()
	}
	y.feeds(5, "career_guidance", func() {
		y.post("/v1/guidance", y.ann, map[string]any{"site_id": y.site, "person_id": people[0].person, "topics": []string{"面试准备"}, "advice": "带齐证件"})
	})
	switch y.month {
	case 2:
		y.training(people)
	case 3:
		y.asked(people[1])
	case 4:
		y.wronged(people[2])
	case 5:
		y.policy(people)
	case 6:
		y.followed()
	}
}

// report is item 14: the figures of the month before, as they were when handed in.
func (y *recruitment) report() {
	y.t.Helper()
	path := fmt.Sprintf("/v1/sites/%s/monthly-reports/2026-%02d", y.site, y.month-1)
	y.feeds(14, "monthly_report", func() {
		y.post(path, y.manager, nil)
		y.post(path, y.manager, nil) // a second time changes nothing
	})
}

// training is items 10 and 11: a body, a course, a seat and who came.
func (y *recruitment) training(people []seeker) {
	y.t.Helper()
	var body, course, signUp string
	y.feeds(11, "training_body", func() {
		body = y.post("/v1/training-bodies", y.ann, map[string]any{"site_id": y.site, "name": "丰泽区示例职业培训学校", "since": y.day})
	})
	y.feeds(10, "training_course", func() {
		course = y.post("/v1/courses", y.ann, map[string]any{"site_id": y.site, "title": "电工基础", "body_id": body, "place": "东海街道",
			"starts_on": dayOf(y.month).AddDate(0, 0, 10).Format(time.DateOnly), "seats": 1})
	})
	y.feeds(10, "training_sign_up", func() { signUp = y.post("/v1/courses/"+course+"/sign-ups", people[0].token, map[string]any{}) })
	y.refused("POST", "/v1/courses/"+course+"/sign-ups", people[1].token, map[string]any{}, "course_full")
	if signUp == "" {
		y.t.Error("no sign-up")
	}
}

// asked is items 5, 11 and 12: whatever a seeker may ask for is asked for and done.
func (y *recruitment) asked(me seeker) {
	y.t.Helper()
	var types struct {
		Items []struct {
			Type string
			Item int
		}
	}
	y.call("GET", "/v1/help-types", me.token, nil, &types)
	if len(types.Items) < 10 {
		y.t.Errorf("types of help: %+v", types.Items)
	}
	for _, k := range types.Items {
		y.feeds(k.Item, k.Type, func() {
			id := y.post("/v1/help-requests", me.token, map[string]any{"site_id": y.site, "type": k.Type, "text": "想了解怎么办理"})
			y.post("/v1/help-requests/"+id+"/take", y.ann, nil)
			y.post("/v1/help-requests/"+id+"/answer", y.ann, map[string]any{"text": "请周一上午来站点"})
			y.post("/v1/help-requests/"+id+"/close", y.ann, map[string]any{"result": "done", "text": "已办理"})
		})
	}
}

// wronged is item 13: a report that is received, answered and closed, and the seeker
// hears back.
func (y *recruitment) wronged(me seeker) {
	y.t.Helper()
	var id string
	y.feeds(13, "rights_received", func() {
		id = y.post("/v1/me/reports", me.token, map[string]any{"site_id": y.site, "kind": "fee_or_deposit", "employer_name": "某某劳务", "text": "要求交押金三百元"})
	})
	y.feeds(13, "rights_handled", func() { y.post("/v1/reports/"+id+"/answer", y.ann, map[string]any{"text": "已联系该单位核实"}) })
	y.feeds(13, "rights_closed", func() {
		y.post("/v1/reports/"+id+"/close", y.ann, map[string]any{"result": "resolved", "text": "押金已退还"})
	})
	var heard struct{ Steps []struct{ Text string } }
	y.call("GET", "/v1/me/reports/"+id, me.token, nil, &heard)
	if s := fmt.Sprint(heard); !strings.Contains(s, "押金已退还") || !strings.Contains(s, "已联系") {
		y.t.Errorf("the seeker hears %s", s)
	}
}

// policy is item 9: a policy is published, and reaches those who fit and want it.
func (y *recruitment) policy(people []seeker) {
	y.t.Helper()
	for _, me := range people {
		y.call("POST", "/v1/me/subscriptions", me.token, map[string]any{"template": "policy", "result": "accept"}, nil)
		y.call("POST", "/sim/subscriptions", "", map[string]any{"openid": me.openID, "template_id": examplePolicy, "accept": true}, nil)
	}
	notice := y.post("/v1/notices", y.ann, map[string]any{"site_id": y.site, "title": "失业人员技能培训补贴", "body": "符合条件的可申领。", "source": "丰泽区人社局"})
	y.feeds(9, "policy_publication", func() { y.post("/v1/notices/"+notice+"/publish", y.ann, nil) })
	conditions := map[string]any{"conditions": map[string]any{"groups": []string{"unemployed"}, "wants_training": true}}
	var audience struct{ People, Reachable, Subscribed int }
	y.call("POST", "/v1/notices/"+notice+"/audience", y.ann, conditions, &audience)
	if audience.People != 5*y.month || audience.Reachable != audience.People || audience.Subscribed != 5 {
		y.t.Errorf("the policy is for %+v", audience)
	}
	y.feeds(9, "policy_push", func() {
		push := y.post("/v1/notices/"+notice+"/pushes", y.ann, conditions)
		for range 100 {
			var p struct {
				State  string
				Counts map[string]int
			}
			if y.call("GET", "/v1/pushes/"+push, y.ann, nil, &p); p.State == "finished" {
				if p.Counts["sent"] != len(people) {
					y.t.Errorf("sent: %v", p.Counts)
				}
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
		y.t.Error("the push does not end")
	})
}

// followed asks after those who began work: seven, thirty and ninety days on.
func (y *recruitment) followed() {
	y.t.Helper()
	var due struct {
		Items []struct {
			PlacementID string `json:"placement_id"`
			Day         int
		}
	}
	y.call("GET", "/v1/follow-ups?site_id="+y.site+"&due=overdue&limit=200", y.ann, nil, &due)
	marks := map[int]int{}
	for _, d := range due.Items {
		marks[d.Day]++
		y.call("POST", "/v1/placements/"+d.PlacementID+"/follow-ups", y.ann, map[string]any{"day": d.Day, "outcome": "still_working"}, nil)
	}
	if marks[7] < 5 || marks[30] < 5 || marks[90] < 5 {
		y.t.Errorf("to be asked about: %v", marks)
	}
	y.call("GET", "/v1/follow-ups?site_id="+y.site+"&due=overdue", y.ann, nil, &due)
	if len(due.Items) != 0 {
		y.t.Errorf("asked about, and still %+v", due.Items)
	}
}

// settled is where the form stands in November.
func (y *recruitment) settled() {
	y.t.Helper()
	p := y.form()
	// Item 4: 55 employers of 50 and 253 postings of 500; item 7: five persons a month;
	// item 8: five a month, one of them twice, are six.
	for no, want := range map[int]string{4: "5/5", 7: "10/10", 8: "6.5/6.5"} {
		if got := p.score(no); got != want {
			y.t.Errorf("item %d: %s, want %s: %s", no, got, want, p.Items[no-1].Explanation)
		}
	}
	if share := p.Items[5].Facts; share["complete"] != 55.0 || share["total"] != 55.0 {
		y.t.Errorf("item 6: %v", share)
	}
	if n := y.evidenceOf(14, "monthly_report"); n != 10 {
		y.t.Errorf("item 14: %v reports", n)
	}
	for _, no := range []int{5, 9, 10, 11, 12, 13, 14} {
		if n, _ := p.Items[no-1].Facts["count"].(float64); n == 0 {
			y.t.Errorf("item %d has no evidence", no)
		}
	}
}
