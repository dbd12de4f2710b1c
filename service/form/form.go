package form

import (
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Form is one site's assessment of a year as it is printed.
type Form struct {
	Unit   string        // 实施单位名称
	County string        // 所属县市区, its name
	Date   calendar.Date // 考核日期; zero: left blank for the pen
	Items  [15]Scores    // by number-1
	Note   string        // small type below the official table, such as state, policy version and seal; empty: none
	Annex  []AnnexItem   // evidence lists; empty: no annex
	Back   string        // where the page leads back to, beside a button that prints it; empty: neither. Not on paper
}

// Scores are an item's two columns, 自评分值 and 考核分值; nil: blank.
type Scores struct{ Self, Assessed *rubric.Score }

// AnnexItem is the evidence for one item. Empty texts are left out.
type AnnexItem struct {
	No           int
	Title        string
	Facts        string // what the system has counted
	SelfNote     string // the site's words beside its own score
	AssessorNote string // the assessor's
	Evidence     []AnnexEvidence
}

// AnnexEvidence is one line of an evidence list.
type AnnexEvidence struct {
	What   string        // what was done or is shown
	Day    calendar.Date // zero: not known
	Where  string
	Note   string
	Status string // Chinese
	Files  []AnnexFile
}

// AnnexFile names a stored photo or PDF, and the hash that proves it unchanged.
type AnnexFile struct{ ID, Media, SHA256 string }

// Totals are what the form prints as 合计. A column of which an item is blank
// has none (nil): the sum of the others is not what the site scored, and the
// pen that fills the blanks could not correct it.
func (f Form) Totals() (self, assessed *rubric.Score) {
	return f.self().total(), f.assessed().total()
}

func (f Form) self() column {
	return f.column("自评分值", func(s Scores) *rubric.Score { return s.Self })
}

func (f Form) assessed() column {
	return f.column("考核分值", func(s Scores) *rubric.Score { return s.Assessed })
}

func (f Form) column(name string, of func(Scores) *rubric.Score) column {
	c := column{name: name}
	for _, s := range f.Items {
		if score := of(s); score != nil {
			c.sum, c.filled = c.sum.Add(*score), c.filled+1
		}
	}
	c.blank = len(f.Items) - c.filled
	return c
}
