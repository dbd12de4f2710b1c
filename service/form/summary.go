package form

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Summary compares the sites of a county or of the city.
type Summary struct {
	Title  string // such as 丰泽区零工市场（驿站）考核汇总表
	Year   int
	AsOf   calendar.Date
	Policy string // the readings behind the computed scores, in words
	Sites  []SummarySite
}

// SummarySite is one site's year.
type SummarySite struct {
	County, Name   string
	Kind           rubric.SiteKind
	Rank, Of       int           // within the kind; 0: no rank
	Status         string        // Chinese
	Items          [15]Scores    // by number-1
	Self, Assessed *rubric.Score // totals; nil: blank
	Months         [12]*SummaryMonth
}

// SummaryMonth is what was recorded in a month, and what of it somebody else
// has verified. A month that does not count is nil, which is not a month of nothing.
type SummaryMonth struct {
	Registered, Placed, Stable, Activities                                 int
	VerifiedRegistered, VerifiedPlaced, VerifiedStable, VerifiedActivities int
}

// WriteWorkbook writes the summary as three sheets that paste as plain tables:
// 汇总 (ranks and totals), 逐项得分 (every item, a row for each column of the form)
// and 逐月业务 (a row for each month that counts, and their sum).
func (s Summary) WriteWorkbook(w io.Writer) error {
	s.Sites = slices.Clone(s.Sites)
	slices.SortStableFunc(s.Sites, bySite)
	b := newBook(s.Title)
	s.list(b, "汇总", totalsHead, s.totals())
	s.list(b, "逐项得分", itemsHead(), s.items())
	s.list(b, "逐月业务", monthsHead, s.months())
	return b.write(w)
}

// bySite puts markets before stations, and within a kind the best first and
// those without a rank last.
func bySite(x, y SummarySite) int {
	return cmp.Or(
		cmp.Compare(x.Kind, y.Kind),                 // "market" < "station"
		cmp.Compare(uint(x.Rank-1), uint(y.Rank-1)), // none is the largest
	)
}

// about is the line below a sheet's title.
func (s Summary) about() string {
	text := fmt.Sprintf("考核年度：%d年", s.Year)
	if !s.AsOf.IsZero() {
		text += "　　数据截至：" + dateText(s.AsOf)
	}
	if s.Policy != "" {
		text += "　　评分口径：" + clean(s.Policy)
	}
	return text + "　　空白为尚无数据，不是0"
}
