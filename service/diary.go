package service

import (
	"fmt"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// diary is what a site's service ledger holds of a year, for one column of the
// form.
type diary struct {
	held    map[ActivityType]int
	months  []calendar.Month // counted
	reports []calendar.Month // of months: with a monthly report
}

func (d *diary) add(m calendar.Month, entries map[ActivityType]Entries, verified bool) {
	d.months = append(d.months, m)
	if d.held == nil {
		d.held = map[ActivityType]int{}
	}
	for t, e := range entries {
		n := e.Recorded
		if verified {
			n = e.Verified
		}
		if n == 0 {
			continue
		}
		d.held[t] += n
		if t == MonthlyReport {
			d.reports = append(d.reports, m)
		}
	}
}

// evidence is what is known of each judged item that activities speak of, by its
// number. An item without any entry is there too: nothing is known to be there.
func (d *diary) evidence() map[int]rubric.Evidence {
	out := map[int]rubric.Evidence{}
	var texts = map[int][]string{}
	for _, k := range activityKinds {
		e := out[k.Item]
		if n := d.held[k.Type]; n > 0 {
			if e.Types == nil {
				e.Types = map[string]int{}
			}
			e.Types[string(k.Type)] = n
			e.Count += n
			texts[k.Item] = append(texts[k.Item], fmt.Sprintf("%s%d", k.Name, n))
		} else if k.Item != 14 {
			e.Missing = append(e.Missing, k.Name)
		}
		out[k.Item] = e
	}
	for item, e := range out {
		e.Text = strings.Join(texts[item], "、")
		out[item] = e
	}
	d.coverage(out)
	return out
}

// coverage says what the counts do not: how many of item 5's seven services there
// were, what item 13 still has open, which months item 14 lacks.
func (d *diary) coverage(out map[int]rubric.Evidence) {
	five := out[5]
	five.Text = joined(fmt.Sprintf("七项服务中有%d项", len(five.Types)), five.Text, "尚无", five.Missing)
	thirteen := out[13]
	if open := d.held[RightsReceived] - d.held[RightsClosed]; open > 0 {
		thirteen.Text += fmt.Sprintf("，未办结%d", open)
	}
	fourteen := out[14]
	for _, m := range d.months {
		if !slices.Contains(d.reports, m) {
			fourteen.Missing = append(fourteen.Missing, fmt.Sprintf("%d月", int(m.Month)))
		}
	}
	fourteen.Text = joined(fmt.Sprintf("%d个月中有%d个月报送", len(d.months), len(d.reports)), "", "缺", fourteen.Missing)
	out[5], out[13], out[14] = five, thirteen, fourteen
}

func joined(head, text, lack string, missing []string) string {
	parts := []string{head}
	if text != "" {
		parts = append(parts, text)
	}
	if len(missing) > 0 {
		parts = append(parts, lack+strings.Join(missing, "、"))
	}
	return strings.Join(parts, "，")
}
