package demo

import "github.com/quanjiuye/backend/service/rubric"

// habit is what is peculiar about a site's records.
type habit int

const (
	usual    habit = iota
	diligent       // confirms everything within the hour
	lax            // confirms next to nothing
	paper          // brings in most of its ledger once a week
	slack          // has almost nothing this month
	silent         // has nothing this month
	fresh          // opened this year
)

// row is a site as the table below describes it.
type row struct {
	county     string
	kind       rubric.SiteKind
	town       string
	area       float64 // m²
	members    int
	registered int // in a usual month
	placed     int // in a usual month
	habit      habit
}

// sites are 13 markets and 27 stations. Figures run from the full score (a
// market's 10 and 20 a month, a station's 5 and 12) down to hardly any.
var sites = []row{
	{"350502", rubric.Market, "开元街道", 210, 3, 22, 32, diligent},
	{"350502", rubric.Station, "江南街道", 45, 2, 8, 15, usual},
	{"350502", rubric.Station, "浮桥街道", 36, 1, 4, 7, usual},
	{marketCounty, rubric.Market, "东湖街道", 260, 3, 8, 14, usual}, // this year's figures are marketYear's
	{marketCounty, rubric.Station, "东海街道", 60, 2, 4, 10, usual},
	{marketCounty, rubric.Station, "北峰街道", 32, 1, 3, 6, lax},
	{"350504", rubric.Market, "万安街道", 130, 2, 9, 14, usual},
	{"350504", rubric.Station, "双阳街道", 40, 2, 3, 9, paper},
	{"350504", rubric.Station, "马甲镇", 26, 1, 2, 3, usual},
	{"350505", rubric.Market, "山腰街道", 150, 2, 8, 17, paper},
	{"350505", rubric.Station, "后龙镇", 38, 1, 4, 7, usual},
	{"350505", rubric.Station, "涂岭镇", 35, 1, 2, 4, silent},
	{"350521", rubric.Market, "螺城镇", 180, 3, 17, 22, usual},
	{"350521", rubric.Station, "崇武镇", 52, 2, 7, 13, usual},
	{"350521", rubric.Station, "黄塘镇", 33, 1, 4, 6, fresh},
	{"350524", rubric.Market, "凤城镇", 160, 3, 9, 19, usual},
	{"350524", rubric.Station, "湖头镇", 48, 2, 4, 10, paper},
	{"350524", rubric.Station, "官桥镇", 24, 1, 3, 6, usual},
	{"350525", rubric.Market, "桃城镇", 120, 2, 8, 12, usual},
	{"350525", rubric.Station, "达埔镇", 44, 1, 3, 8, usual},
	{"350525", rubric.Station, "蓬壶镇", 30, 1, 2, 3, slack},
	{"350526", rubric.Market, "浔中镇", 145, 2, 7, 18, paper},
	{"350526", rubric.Station, "龙浔镇", 42, 2, 3, 9, usual},
	{"350526", rubric.Station, "三班镇", 34, 1, 3, 5, fresh},
	{"350581", rubric.Market, "湖滨街道", 240, 4, 24, 34, usual},
	{"350581", rubric.Station, "灵秀镇", 66, 3, 9, 17, diligent},
	{"350581", rubric.Station, "宝盖镇", 50, 2, 7, 12, usual},
	{"350582", rubric.Market, "青阳街道", 320, 4, 30, 40, usual},
	{"350582", rubric.Station, "陈埭镇", 88, 3, 11, 20, usual},
	{"350582", rubric.Station, "池店镇", 62, 2, 8, 13, usual},
	{"350582", rubric.Station, "安海镇", 55, 2, 4, 10, slack},
	{"350583", rubric.Market, "溪美街道", 200, 3, 21, 29, usual},
	{"350583", rubric.Station, "水头镇", 70, 2, 8, 16, usual},
	{"350583", rubric.Station, "官桥镇", 39, 2, 3, 9, usual},
	{"QZ-KFQ", rubric.Market, "清濛园区", 88, 1, 6, 8, slack},
	{"QZ-KFQ", rubric.Station, "德泰社区", 31, 1, 3, 5, usual},
	{"QZ-KFQ", rubric.Station, "官桥园区", 46, 2, 5, 8, fresh},
	{"QZ-TSTZQ", rubric.Market, "东园镇", 170, 2, 8, 16, usual},
	{"QZ-TSTZQ", rubric.Station, "洛阳镇", 58, 2, 7, 10, usual},
	{"QZ-TSTZQ", rubric.Station, "张坂镇", 37, 1, 4, 6, fresh},
}
