package web

import (
	"errors"
	"net/http"
	"strings"
)

// site is one site: the 15 items with reason and next step, its months, its forecast,
// who works there.
func site(v *visit) error {
	id := segment(v.c.Param("id"))
	p, err := v.get("progress", query("/v1/sites/"+id+"/progress", "as_of", v.c.Query("as_of")))
	if err != nil {
		return err
	}
	if _, err := v.get("site", "/v1/sites/"+id); err != nil {
		return err
	}
	v.data["title"] = text(p, "site", "name")
	v.watch([]any{p})
	return v.may("members", "/v1/sites/"+id+"/members")
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

// screen is a site's figures in large type for a hall: counts only, and today's jobs,
// which everybody may read.
func screen(v *visit) error {
	id := v.c.Param("id")
	p, err := v.get("progress", "/v1/sites/"+segment(id)+"/progress")
	if err != nil {
		return err
	}
	v.watch([]any{p})
	v.data["title"] = text(p, "site", "name")
	jobs, err := v.p.call(v.c.Request, http.MethodGet, query("/v1/jobs", "area", text(p, "site", "county"), "limit", "12"), nil)
	if err != nil {
		return err
	}
	v.data["jobs"] = list(jobs, "items")
	v.data["now"] = strings.ReplaceAll(text(p, "as_of"), "-", ".")
	return nil
}
