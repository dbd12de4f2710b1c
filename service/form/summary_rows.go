package form

import (
	"fmt"
	"strconv"

	"github.com/quanjiuye/backend/service/rubric"
)

// head is a column of a summary sheet.
type head struct {
	name   string
	units  float64
	number bool
}

// line is a row of a summary sheet, a text for each column; "" is blank.
type line struct {
	cells []string
	sum   bool // adds up the lines above it
}

var totalsHead = []head{
	{"类型", 10, false}, {"名次", 7, true}, {"同类站点数", 8, true}, {"县市区", 16, false}, {"站点名称", 44, false},
	{"自评合计", 12, true}, {"考核合计", 12, true}, {"状态", 16, false},
}

func (s Summary) totals() (lines []line) {
	for _, site := range s.Sites {
		rank, of := "", ""
		if site.Rank > 0 {
			rank, of = strconv.Itoa(site.Rank), strconv.Itoa(site.Of)
		}
		lines = append(lines, line{cells: []string{
			site.Kind.String(), rank, of, site.County, site.Name, points(site.Self), points(site.Assessed), site.Status,
		}})
	}
	return lines
}

// itemsHead has a column for each item, with its number and maximum.
func itemsHead() []head {
	heads := []head{{"县市区", 9, false}, {"站点名称", 24, false}, {"类型", 9, false}, {"评分", 6, false}}
	for _, e := range rubric.Catalogue() {
		heads = append(heads, head{fmt.Sprintf("%d\n%s\n%d分", e.No, e.Title, e.Max), 6, true})
	}
	return append(heads, head{fmt.Sprintf("合计\n%d分", rubric.Total), 7, true})
}

func (s Summary) items() (lines []line) {
	for _, site := range s.Sites {
		for _, column := range []struct {
			name  string
			of    func(Scores) *rubric.Score
			total *rubric.Score
		}{
			{"自评", func(s Scores) *rubric.Score { return s.Self }, site.Self},
			{"考核", func(s Scores) *rubric.Score { return s.Assessed }, site.Assessed},
		} {
			cells := []string{site.County, site.Name, site.Kind.String(), column.name}
			for _, scores := range site.Items {
				cells = append(cells, points(column.of(scores)))
			}
			lines = append(lines, line{cells: append(cells, points(column.total))})
		}
	}
	return lines
}

var monthsHead = []head{
	{"县市区", 14, false}, {"站点名称", 32, false}, {"类型", 9, false}, {"月份", 9, false},
	{"求职登记（人次）", 9.5, true}, {"其中已核实", 10.5, true}, {"推荐成功（人）", 9.5, true}, {"其中已核实", 10.5, true},
	{"稳定就业（人）", 9.5, true}, {"其中已核实", 10.5, true}, {"服务台账（条）", 9.5, true}, {"其中已核实", 10.5, true},
}

func (s Summary) months() (lines []line) {
	for _, site := range s.Sites {
		var sum SummaryMonth
		known := false
		for i, m := range site.Months {
			if m == nil {
				continue
			}
			known = true
			sum.add(*m)
			lines = append(lines, line{cells: site.month(fmt.Sprintf("%d月", i+1), *m)})
		}
		if known {
			lines = append(lines, line{cells: site.month("合计", sum), sum: true})
		}
	}
	return lines
}

func (s SummarySite) month(name string, m SummaryMonth) []string {
	cells := []string{s.County, s.Name, s.Kind.String(), name}
	for _, n := range []int{m.Registered, m.VerifiedRegistered, m.Placed, m.VerifiedPlaced,
		m.Stable, m.VerifiedStable, m.Activities, m.VerifiedActivities} {
		cells = append(cells, strconv.Itoa(n))
	}
	return cells
}

func (m *SummaryMonth) add(o SummaryMonth) {
	m.Registered += o.Registered
	m.Placed += o.Placed
	m.Stable += o.Stable
	m.Activities += o.Activities
	m.VerifiedRegistered += o.VerifiedRegistered
	m.VerifiedPlaced += o.VerifiedPlaced
	m.VerifiedStable += o.VerifiedStable
	m.VerifiedActivities += o.VerifiedActivities
}
