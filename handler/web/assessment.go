package web

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// assessments is how far every site in sight is with its form.
func assessments(v *visit) error {
	q := v.data["query"].(doc)
	if err := v.choose(); err != nil {
		return err
	}
	year := cmp.Or(text(q, "year"), yearOf(text(v.data, "today")))
	v.data["year"], v.data["steps"] = year, []any{"draft", "submitted", "scored", "approved"}
	d, err := v.get("assessments", query("/v1/assessments", "year", year, "county", text(q, "county"), "kind", text(q, "kind"), "status", text(q, "status")))
	v.watch(list(d, "items"))
	return err
}

// assessment is one form: both columns side by side, each item's reason and evidence,
// and the step that is due.
func assessment(v *visit) error {
	base := "/v1/sites/" + segment(v.c.Param("id")) + "/assessments/" + segment(v.c.Param("year"))
	d, err := v.get("form", base)
	if err != nil {
		return err
	}
	v.data["base"], v.data["title"] = base, text(d, "site_name")+num(at(d, "year"))+"年度考核表"
	items := list(d, "items")
	for i, it := range items {
		it.(doc)["i"] = strconv.Itoa(i)
	}
	v.data["sections"] = sections(items)
	return v.exhibited(items, query("/v1/sites/"+segment(v.c.Param("id"))+"/exhibits", "year", v.c.Param("year")))
}

// months is which months of a year are closed, county by county: all side by side, or
// one with what can be done.
func months(v *visit) error {
	q := v.data["query"].(doc)
	if err := v.choose(); err != nil {
		return err
	}
	year := cmp.Or(text(q, "year"), yearOf(text(v.data, "today")))
	v.data["year"] = year
	rows := list(v.data, "choices")
	v.data["all"] = len(rows) > 1
	if one := text(q, "county"); one != "" {
		rows = slices.DeleteFunc(slices.Clone(rows), func(c any) bool { return text(c, "code") != one })
	}
	for _, c := range rows {
		d, err := v.p.call(v.c.Request, "GET", query("/v1/counties/"+segment(text(c, "code"))+"/months", "year", year), nil)
		if err != nil {
			return err
		}
		c.(doc)["months"] = list(d, "items")
	}
	v.data["counties"] = rows
	return nil
}

func yearOf(day string) string {
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		return strconv.Itoa(t.Year())
	}
	return ""
}
