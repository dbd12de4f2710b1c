package web

import (
	"net/http"
	"strconv"
	"time"
)

// jobsShown is how many jobs of the site itself, and how many of others near it, a hall
// screen leafs through: in two minutes at most.
const jobsShown = 18

// screen is a site's figures in large type for a hall: counts only, and the open jobs,
// which everybody may read.
func screen(v *visit) error {
	id := v.c.Param("id")
	p, err := v.get("progress", "/v1/sites/"+segment(id)+"/progress")
	if err != nil {
		return err
	}
	v.watch([]any{p})
	v.data["title"] = text(p, "site", "name")
	v.data["day"] = chineseDay(text(p, "today"))
	own, err := v.p.call(v.c.Request, http.MethodGet, query("/v1/jobs", "site_id", text(p, "site", "id"), "limit", strconv.Itoa(jobsShown)), nil)
	if err != nil {
		return err
	}
	near, err := v.p.call(v.c.Request, http.MethodGet, query("/v1/jobs", "area", text(p, "site", "county"), "limit", "100"), nil)
	if err != nil {
		return err
	}
	v.data["jobs"] = ownFirst(list(own, "items"), list(near, "items"), text(p, "site", "id"))
	return nil
}

// ownFirst are a site's own jobs, then others near it.
func ownFirst(own, near []any, siteID string) []any {
	jobs := []any{}
	for _, j := range own {
		j.(doc)["own"] = true
		jobs = append(jobs, j)
	}
	for _, j := range near {
		if text(j, "site_id") != siteID && len(jobs) < len(own)+jobsShown {
			jobs = append(jobs, j)
		}
	}
	return jobs
}

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// chineseDay writes a day of the API with its weekday.
func chineseDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2006年1月2日") + " 星期" + weekdays[t.Weekday()]
}
