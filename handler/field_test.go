package handler_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// What is wrong with a posting, an enterprise or a course is said of the field that
// people see, and in no English word.
func TestFieldsAreCalledAsPeopleCallThem(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	for _, c := range []struct {
		path string
		body obj
		says []string
	}{
		{"/v1/postings", obj{"site_id": site}, []string{"请填写报酬", "招聘人数须为", "请填写标题", "请填写有效期"}},
		{"/v1/enterprises", obj{}, []string{"请填写名称"}},
		{"/v1/enterprises", obj{"name": "甲公司", "kind": "x"}, []string{"类别：只能是以下之一：", "company"}},
		{"/v1/placements", obj{"site_id": site, "person_id": "p", "employer_name": "甲", "kind": "x"}, []string{"类别：只能是以下之一：casual, stable"}},
		{"/v1/placements", obj{"site_id": site, "person_id": "p", "employer_name": "甲", "kind": "casual", "started_on": "昨天"}, []string{"上岗日期："}},
		{"/v1/activities", obj{"site_id": site, "type": "job_fair", "participants": -1}, []string{"参加人数不在合理范围内"}},
	} {
		a := ann.post(c.path, c.body).want(422)
		for _, words := range c.says {
			if !strings.Contains(string(a.raw), words) {
				t.Errorf("%s %v lacks %q: %s", c.path, c.body, words, a.raw)
			}
		}
		if strings.Contains(string(a.raw), "：, ") || strings.Contains(string(a.raw), "缺少必填字段") {
			t.Errorf("%s: %s", c.path, a.raw)
		}
	}
}
