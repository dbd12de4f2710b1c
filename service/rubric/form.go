package rubric

import "slices"

// Entry is one item of the official form.
type Entry struct {
	No      int    `json:"no"`      // 1 to 15
	Section string `json:"section"` // 考核内容, without its printed total
	Title   string `json:"title"`   // a short name that tells items apart; the form itself repeats its names
	Clause  string `json:"clause"`  // the form's wording; item 1 has two lines, 服务场所 and 服务设施
	Max     int    `json:"max"`     // 基本分值
	Mode    Mode   `json:"mode"`
}

// Section is a block of the form and what its items add up to.
type Section struct {
	Name    string `json:"name"`
	Printed int    `json:"printed"` // the total in the block's printed header
	Items   int    `json:"items"`   // the sum of its items, which is what counts
}

// Total is what the items of the form add up to, and what it prints as 合计.
const Total = 110

// Computable is what the computed items add up to: more no record can bring. The points
// above it are given by people.
func Computable() (most int) {
	for _, e := range form {
		if e.Mode == Computed {
			most += e.Max
		}
	}
	return most
}

// Note says, for a reader of the form, where its printed headers are wrong.
const Note = "表头小计与各项分值不一致：“公共就业服务内容”表头印65分，各项合计70分；" +
	"“其他奖励加分项”表头印5分，该项分值10分。以各项分值为准，总分110分。"

// Catalogue is the form's 15 items in order. The caller may change the copy.
func Catalogue() []Entry { return slices.Clone(form[:]) }

// Sections are the form's blocks in order.
func Sections() []Section {
	var sections []Section
	for _, e := range form {
		if n := len(sections); n == 0 || sections[n-1].Name != e.Section {
			sections = append(sections, Section{Name: e.Section, Printed: printed[e.Section]})
		}
		sections[len(sections)-1].Items += e.Max
	}
	return sections
}

// Names of the form's blocks.
const (
	facilities = "基础设施"
	staffing   = "人员管理"
	services   = "公共就业服务内容"
	rights     = "权益维护"
	reporting  = "平台发布"
	bonus      = "其他奖励加分项"
)

// printed is what the headers of the form claim.
var printed = map[string]int{facilities: 10, staffing: 5, services: 65, rights: 5, reporting: 10, bonus: 5}
