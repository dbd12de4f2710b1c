package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
)

// site is one site: the 15 items with reason, evidence and next step, its months, its
// forecast, who works there, and first why it needs to be looked at.
func site(v *visit) error {
	base, asOf := "/v1/sites/"+segment(v.c.Param("id")), v.c.Query("as_of")
	p, err := v.get("progress", query(base+"/progress", "as_of", asOf))
	if err != nil {
		return err
	}
	s, err := v.get("site", base)
	if err != nil {
		return err
	}
	v.data["title"] = text(p, "site", "name")
	v.data["self"] = query(v.c.Request.URL.Path, "as_of", asOf)
	v.data["years"] = years(text(s, "opened_on"), text(p, "today"))
	items := list(p, "items")
	if err := v.exhibited(items, query(base+"/exhibits", "as_of", asOf)); err != nil {
		return err
	}
	for _, ahead := range list(p, "forecast", "items") {
		if no, err := strconv.Atoi(num(at(ahead, "no"))); err == nil && no >= 1 && no <= len(items) {
			items[no-1].(doc)["ahead"] = ahead
		}
	}
	for _, lost := range list(p, "lost") {
		if no, err := strconv.Atoi(num(at(lost, "no"))); err == nil && no >= 1 && no <= len(items) {
			items[no-1].(doc)["was"] = at(lost, "from")
		}
	}
	v.data["sections"] = sections(items)
	v.watch([]any{p})
	if err := v.may("visit", query(base+"/visit", "as_of", asOf)); err != nil {
		return err
	}
	return v.may("members", base+"/members")
}

// lines are what an item's months are measured by: its targets, and the average so far.
func lines(item any) (string, error) {
	all := []doc{}
	for _, t := range list(item, "targets") {
		all = append(all, doc{"at": at(t, "average"), "name": text(t, "text")})
	}
	if average := text(item, "facts", "average"); average != "" {
		all = append(all, doc{"at": json.Number(sum(average)), "name": "目前月均" + text(item, "facts", "average_text"), "average": true})
	}
	return jsonText(all)
}

// formsLinked is how many years' forms a site's page leads to.
const formsLinked = 3

// years are the last ones from a day to another, the newest first.
func years(from, to string) []string {
	first, _ := strconv.Atoi(yearOf(from))
	last, _ := strconv.Atoi(yearOf(to))
	var out []string
	for y := last; y >= first && len(out) < formsLinked; y-- {
		out = append(out, strconv.Itoa(y))
	}
	return out
}

// may asks for what not everybody who sees the page may see: refused, it is left out.
func (v *visit) may(name, path string) error {
	d, err := v.p.call(v.c.Request, http.MethodGet, path, nil)
	var r *refusal
	if errors.As(err, &r) && (r.Status == http.StatusForbidden || r.Status == http.StatusNotFound) {
		return nil
	}
	v.data[name] = d
	return err
}
