package web

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
)

// overview is every site in sight: which to visit, how each stands, what each did
// month by month, and the counties side by side.
func overview(v *visit) error {
	q := v.data["query"].(doc)
	county, kind, order := text(q, "county"), text(q, "kind"), text(q, "order")
	first := order
	if first == "" {
		first = "visit"
	}
	d, err := v.get("board", query("/v1/board", "months", "true", "records", "true", "county", county, "kind", kind, "order", first))
	if err != nil {
		return err
	}
	rows := list(d, "items")
	v.data["self"] = query("/", "county", county, "kind", kind, "order", order)
	v.data["visits"], v.data["hints"] = firstVisits(rows)
	v.data["counties"] = counties(rows)
	v.data["kinds"] = grouped(rows, "kind")
	if len(rows) > 0 {
		v.data["sums"] = grouped(rows, "")[0]
	}
	v.data["most"], v.data["columns"] = busiest(rows)
	v.watch(rows)
	whole := county == "" && kind == ""
	v.data["whole"] = whole
	if whole {
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

// firstVisits are the rows that call for a visit, and those with hints alone, both in
// the API's order.
func firstVisits(rows []any) (calls, hints []any) {
	rows = slices.SortedStableFunc(slices.Values(rows), func(x, y any) int {
		return rat(at(x, "visit", "rank")).Cmp(rat(at(y, "visit", "rank")))
	})
	for _, r := range rows {
		switch {
		case needed(r):
			calls = append(calls, r)
		case hinted(r):
			hints = append(hints, r)
		}
	}
	return calls, hints
}

// needed reports whether a row calls for a visit, hinted whether there is only less.
func needed(r any) bool { return at(r, "visit", "needed") == true }
func hinted(r any) bool { return !needed(r) && len(list(r, "visit", "reasons")) > 0 }

// counties sums the rows of each county, by its code.
func counties(rows []any) []any {
	out := grouped(rows, "county")
	for _, c := range out {
		c.(doc)["code"] = text(c, "county")
	}
	return out
}

// grouped sums the rows that agree in what their site says under key, in its order:
// how many sites and open ones, the open ones' points, the month's work, what waits,
// and how many call for a visit or have a hint.
func grouped(rows []any, key string) []any {
	by := map[string]doc{}
	for _, r := range rows {
		code := text(r, "site", key)
		g := by[code]
		if g == nil {
			g = doc{key: code, "name": text(r, "site", "county_name")}
			by[code] = g
		}
		more := func(name string, by ...any) { g[name] = sum(append(by, g[name])...) }
		more("sites", "1")
		more("open", "0")
		if !has(list(r, "flags"), "not_open") {
			more("open", "1")
			more("points", at(r, "recorded"))
			more("checked", at(r, "verified"))
		}
		month := at(r, "month", "recorded")
		more("registered", at(month, "registered"))
		more("placed", at(month, "placed_casual"), at(month, "placed_stable"))
		more("waits", at(r, "unconfirmed"))
		more("visits", "0")
		more("hints", "0")
		switch {
		case needed(r):
			more("visits", "1")
		case hinted(r):
			more("hints", "1")
		}
	}
	out := []any{}
	for _, code := range slices.Sorted(maps.Keys(by)) {
		out = append(out, by[code])
	}
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

// The size of a month's bar in a row, in pixels.
const (
	sparkWidth  = 7
	sparkHeight = 20
)

// spark draws a row's months as bars, its own busiest month as high as there is room:
// the trend of one site. The heat map compares sites, and says the figures.
func spark(r any) template.HTML {
	var b strings.Builder
	months := list(r, "months")
	most, _ := busiest([]any{r})
	top, _ := rat(most).Float64()
	fmt.Fprintf(&b, `<svg class="spark" aria-hidden="true" width="%d" height="%d">`, len(months)*sparkWidth, sparkHeight)
	for i, m := range months {
		n, _ := rat(work(m)).Float64()
		h := max(1, int(n/max(top, 1)*sparkHeight))
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d"/>`, i*sparkWidth, sparkHeight-h, sparkWidth-2, h)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) //nolint:gosec // numbers only
}
