package form_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/form"
	"github.com/quanjiuye/backend/service/rubric"
)

func score(t testing.TB, s string) *rubric.Score {
	t.Helper()
	sc, err := rubric.ParseScore(s)
	if err != nil {
		t.Fatal(err)
	}
	return &sc
}

// scores reads a column of 15; "" is blank.
func scores(t testing.TB, self, assessed [15]string) (items [15]form.Scores) {
	t.Helper()
	for i := range items {
		if self[i] != "" {
			items[i].Self = score(t, self[i])
		}
		if assessed[i] != "" {
			items[i].Assessed = score(t, assessed[i])
		}
	}
	return items
}

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// filled is a form whose self score is complete and whose assessed is not, with
// an annex, a long name, a rare character and texts that look like formulas.
func filled(t testing.TB) form.Form {
	t.Helper()
	return form.Form{
		Unit: "福建省泉州市丰泽区𠮷祥人力资源服务有限公司", County: "泉州台商投资区", Date: day(t, "2026-12-31"),
		Items: scores(t,
			[15]string{"9", "5", "5", "10", "4.5", "5", "8", "6.5", "5", "4", "5", "3", "5", "10", "0"},
			[15]string{"", "5", "", "9", "", "", "8", "4.9167", "", "", "", "", "", "", "0"}),
		Note: "考核年度：2026年　状态：县级已评分　评分口径：quanzhou-2025.1　封存码：3f9a…\n示例数据",
		Annex: []form.AnnexItem{
			{No: 3, Title: "招聘活动和现场对接", Facts: "本年度参加招聘活动9场。", SelfNote: "=每周三上午现场招聘", AssessorNote: "+抽查3场属实",
				Evidence: []form.AnnexEvidence{
					{What: "春风行动专场招聘会", Day: day(t, "2026-02-11"), Where: "丰泽广场", Note: "用人单位32家，到场210人，达成意向47人", Status: "已核实",
						Files: []form.AnnexFile{
							{ID: "01KC3Z4Y7Q8R9S0T1V2W3X4Y5Z", Media: "image/jpeg", SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
							{ID: "01KC3Z4Y7Q8R9S0T1V2W3X4Y60", Media: "application/pdf", SHA256: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
						}},
					{What: "@零工夜市", Where: "－", Status: "已登记"},
				}},
			{No: 12, Title: "创业服务"},
		},
	}
}

// opened writes a workbook and opens it again.
func opened(t testing.TB, write func(io.Writer) error) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// county is a summary of a market, two stations and one without a rank.
func county(t testing.TB) form.Summary {
	t.Helper()
	month := func(n int) *form.SummaryMonth {
		return &form.SummaryMonth{Registered: 2 * n, Placed: n + 5, Stable: n / 2, Activities: n,
			VerifiedRegistered: n, VerifiedPlaced: n, VerifiedStable: n / 4, VerifiedActivities: n / 3}
	}
	year := [12]*form.SummaryMonth{3: month(4), 4: month(9), 5: {}}
	site := func(kind rubric.SiteKind, name string, rank, of int) form.SummarySite {
		return form.SummarySite{County: "丰泽区", Name: name, Kind: kind, Rank: rank, Of: of, Status: "已提交",
			Items: filled(t).Items, Self: score(t, "85"), Months: year}
	}
	last := site(rubric.Station, "=新开驿站", 0, 0)
	last.Items, last.Self, last.Months, last.Status = [15]form.Scores{}, nil, [12]*form.SummaryMonth{}, "未填报"
	second := site(rubric.Station, "华大街道𠮷祥零工驿站", 2, 2)
	second.Assessed = score(t, "64.5")
	return form.Summary{Title: "丰泽区2026年零工市场（驿站）考核汇总表", Year: 2026, AsOf: day(t, "2026-06-30"), Policy: "quanzhou-2025.1",
		Sites: []form.SummarySite{last, second, site(rubric.Station, "东海街道滨海社区零工驿站（福建省泉州市某某人力资源服务有限公司承办）", 1, 2),
			site(rubric.Market, "丰泽区零工市场", 1, 1)}}
}
