package web

import (
	"slices"
	"strings"
	"time"
)

// auditLog is who did what, newest first.
func auditLog(v *visit) error {
	q := v.data["query"].(doc)
	if err := v.choose(); err != nil {
		return err
	}
	v.data["days"] = daysBefore(text(v.data, "today"), text(q, "day"))
	d, err := v.get("audit", query("/v1/audit", "county", text(q, "county"), "by", text(q, "by"), "action", text(q, "action"), "day", text(q, "day"), "refused", text(q, "refused"),
		"limit", "100", "cursor", text(q, "cursor")))
	refused := map[string][]doc{} // by what a refusal shares with what it refused
	lines := []any{}
	for _, e := range list(d, "items") { // newest first: a refusal comes before what it refused
		key := strings.Join([]string{text(e, "request_id"), text(e, "by"), text(e, "action"), text(e, "target")}, "\n")
		if r, ok := e.(doc); ok && text(e, "refused") != "" {
			refused[key] = append(refused[key], r)
		} else if n := len(refused[key]); n > 0 {
			refused[key][n-1]["set_out"] = text(e, "id") // one line shows both numbers
			refused[key] = refused[key][:n-1]
			continue
		} else if at(e, "refused_later") == true { // told on the page before
			continue
		}
		lines = append(lines, e)
	}
	if d != nil {
		d["items"] = lines
	}
	return err
}

// daysBefore are the days of the month that ends today, newest first, and the one that
// is chosen.
func daysBefore(today, chosen string) (days []string) {
	t, err := time.Parse(time.DateOnly, today)
	if err != nil {
		return nil
	}
	for i := range 31 {
		days = append(days, t.AddDate(0, 0, -i).Format(time.DateOnly))
	}
	if _, err := time.Parse(time.DateOnly, chosen); err == nil && !slices.Contains(days, chosen) {
		days = append(days, chosen)
	}
	return days
}

// weekday writes a day as 11月26日（周四）.
func weekday(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("1月2日") + "（周" + string([]rune("日一二三四五六")[t.Weekday()]) + "）"
}
