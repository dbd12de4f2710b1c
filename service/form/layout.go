package form

// What stands above the official table.
const (
	annexNo     = "附件6"
	title       = "泉州市零工市场（驿站）工作考核表"
	unitLabel   = "实施单位名称（盖章）："
	countyLabel = "所属县市区："
	dateLabel   = "考核日期："
)

// The official table's columns. 考核项目 is two of them under one heading:
// items without a service group have their wording across both.
const (
	colSection = iota
	colNo
	colGroup
	colClause
	colMax
	colSelf
	colAssessed
	columns
)

// A section of more rows than surely come on one page has its heading from the
// top and below blank lines, as it is in the official form: a heading in the
// middle might be cut in two by the page's end.
const (
	rowsOnAPage = 5
	blankLines  = "\n\n\n\n\n\n"
)

// A row's groupRows that are no number of rows.
const (
	within = 0  // the group began in a row above
	wide   = -1 // no group; the wording takes its place too
)

// layout is the official table's body, a row each. The section headings, the
// numbers, the wording and the maxima are the rubric's.
var layout = [...]struct {
	item, part int // part: which line of item 1's wording; other items have one row
	group      string
	groupRows  int
}{
	{1, 0, "服务场所", 1},
	{1, 1, "服务设施", 1},
	{2, 0, "", wide},
	{3, 0, "招聘服务", 1},
	{4, 0, "招聘服务", 1}, // printed twice, not merged
	{5, 0, "求职服务", 4},
	{6, 0, "", within},
	{7, 0, "", within},
	{8, 0, "", within},
	{9, 0, "政策服务", 1},
	{10, 0, "培训创\n业服务", 3},
	{11, 0, "", within},
	{12, 0, "", within},
	{13, 0, "", wide},
	{14, 0, "", wide},
	{15, 0, "", wide},
}
