package web

import (
	"cmp"
	"slices"
)

// overview is every site in sight: which to visit, how each stands, what each did
// month by month, and the counties side by side.
func overview(v *visit) error {
	q := v.data["query"].(doc)
	d, err := v.get("board", query("/v1/board", "months", "true", "county", text(q, "county"), "kind", text(q, "kind")))
	if err != nil {
		return err
	}
	rows := list(d, "items")
	v.data["visits"] = firstVisits(rows)
	v.data["counties"] = counties(rows)
	v.data["most"], v.data["columns"] = busiest(rows)
	v.watch(rows)
	if text(q, "county") == "" && text(q, "kind") == "" {
		v.data["choices"] = v.data["counties"]
		return nil
	}
	all, err := v.p.call(v.c.Request, "GET", "/v1/board", nil)
	v.data["choices"] = counties(list(all, "items"))
	return err
}

// mostWatched is how many sites one stream may watch.
const mostWatched = 200

// watch has the page follow the sites of rows.
func (v *visit) watch(rows []any) {
	pairs := []string{}
	for _, r := range rows[:min(len(rows), mostWatched)] {
		pairs = append(pairs, "site", text(r, "site", "id"))
	}
	if len(pairs) > 0 {
		v.data["live"] = query("/v1/live/events", pairs...)
	}
}

// firstVisits are the rows that call for a visit, in the API's order.
func firstVisits(rows []any) []any {
	var calls []any
	for _, r := range rows {
		if num(at(r, "visit", "rank")) != "0" {
			calls = append(calls, r)
		}
	}
	slices.SortStableFunc(calls, func(x, y any) int {
		return rat(at(x, "visit", "rank")).Cmp(rat(at(y, "visit", "rank")))
	})
	return calls
}

// counties sums the rows of each county, by its code.
func counties(rows []any) []any {
	by := map[string]doc{}
	for _, r := range rows {
		code := text(r, "site", "county")
		c := by[code]
		if c == nil {
			c = doc{"code": code, "name": text(r, "site", "county_name"), "sites": "0", "points": "0", "visits": "0"}
			by[code] = c
		}
		c["sites"], c["points"] = sum(c["sites"], "1"), sum(c["points"], at(r, "recorded"))
		if num(at(r, "visit", "rank")) != "0" {
			c["visits"] = sum(c["visits"], "1")
		}
	}
	out := []any{}
	for _, c := range by {
		out = append(out, c)
	}
	slices.SortFunc(out, func(x, y any) int { return cmp.Compare(text(x, "code"), text(y, "code")) })
	return out
}

// busiest is the greatest monthly figure of any row, and the months that any counts.
func busiest(rows []any) (most string, months []string) {
	most = "0"
	for _, r := range rows {
		for _, m := range list(r, "months") {
			if n := work(m); rat(n).Cmp(rat(most)) > 0 {
				most = n
			}
			if name := text(m, "month"); !slices.Contains(months, name) {
				months = append(months, name)
			}
		}
	}
	slices.Sort(months)
	return most, months
}

// work is what a month holds: registrations and placements, persons each.
func work(m any) string {
	return sum(at(m, "recorded", "registered"), at(m, "recorded", "placed_casual"), at(m, "recorded", "placed_stable"))
}

// ofMonth is a row's month of that name; nil when it counts none.
func ofMonth(r any, name string) any {
	for _, m := range list(r, "months") {
		if text(m, "month") == name {
			return m
		}
	}
	return nil
}
