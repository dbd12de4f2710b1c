package form_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/form"
	"github.com/quanjiuye/backend/service/rubric"
)

// anyText is any text that XML can hold: rare characters, formulas, markup,
// escapes of the file format, blanks at either end.
var anyText = rapid.OneOf(
	rapid.StringOfN(rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune("=+-@＝\t\n 𠮷𬱖㎡“（<&_x000D"))).Filter(func(r rune) bool {
		return (r >= ' ' || r == '\n' || r == '\t') && r != '\uFFFE' && r != '\uFFFF'
	}), 0, 60, -1),
	rapid.SampledFrom([]string{"", "_x0041_", "_x005F_x0041_", "_x0041_x0042_", " 前后空格 ", "=cmd|' /C calc'!A0", "</t></si>", "0123", "1e5", "TRUE", "#REF!"}),
)

var anyScore = rapid.Custom(func(t *rapid.T) *rubric.Score {
	n := rapid.IntRange(-1, 1_109_999).Draw(t, "score") // of 1/10000 points
	if n < 0 {
		return nil
	}
	s, err := rubric.ParseScore(fmt.Sprintf("%d.%04d", n/10_000, n%10_000))
	if err != nil {
		t.Fatal(err)
	}
	return &s
})

func anyItems(t *rapid.T) (items [15]form.Scores) {
	for i := range items {
		items[i] = form.Scores{Self: anyScore.Draw(t, "self"), Assessed: anyScore.Draw(t, "assessed")}
	}
	return items
}

var anyFile = rapid.Custom(func(t *rapid.T) form.AnnexFile {
	return form.AnnexFile{ID: anyText.Draw(t, "id"), Media: anyText.Draw(t, "media"), SHA256: rapid.SampledFrom([]string{"", strings.Repeat("9f86d081", 8)}).Draw(t, "hash")}
})

var anyEvidence = rapid.Custom(func(t *rapid.T) form.AnnexEvidence {
	return form.AnnexEvidence{
		What: anyText.Draw(t, "what"), Where: anyText.Draw(t, "where"), Note: anyText.Draw(t, "note"), Status: anyText.Draw(t, "status"),
		Day:   calendar.Date{Year: 2026, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 364).Draw(t, "day")),
		Files: rapid.SliceOfN(anyFile, 0, 3).Draw(t, "files"),
	}
})

func written(s *rubric.Score) string {
	if s == nil {
		return ""
	}
	return s.String()
}

// Any form can be opened again and says what it was given.
func TestAnyFormReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := form.Form{Unit: anyText.Draw(t, "unit"), County: anyText.Draw(t, "county"), Items: anyItems(t), Note: anyText.Draw(t, "note")}
		evidence := rapid.SliceOfN(anyEvidence, 0, 2).Draw(t, "evidence")
		f.Annex = []form.AnnexItem{{No: 3, Title: "招聘", Evidence: evidence}}
		b := reopened(t, f)
		sheet := reader{t, b, "考核表"}
		sheet.is("A3", "实施单位名称（盖章）："+f.Unit)
		sheet.is("E3", "所属县市区："+f.County)
		rows := []string{"5", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"}
		for i, row := range rows {
			sheet.is("H"+row, written(f.Items[i].Self))
			sheet.is("I"+row, written(f.Items[i].Assessed))
		}
		self, assessed := f.Totals()
		sheet.is("H21", written(self))
		sheet.is("I21", written(assessed))
		annex, row := reader{t, b, "佐证清单"}, 4
		for _, e := range evidence {
			for col, want := range map[string]string{"B": e.What, "C": e.Day.String(), "D": e.Where, "E": e.Note, "F": e.Status} {
				annex.is(col+itoa(row), want)
			}
			for i, file := range e.Files {
				annex.has("G"+itoa(row+i), file.SHA256)
			}
			row += max(1, len(e.Files))
		}
	})
}

// Any summary reads back, each site once, in the order of kinds and ranks.
func TestAnySummaryReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s form.Summary
		for range rapid.IntRange(0, 3).Draw(t, "sites") {
			s.Sites = append(s.Sites, form.SummarySite{
				County: anyText.Draw(t, "county"), Name: anyText.Draw(t, "name"), Status: anyText.Draw(t, "status"),
				Kind: rapid.SampledFrom([]rubric.SiteKind{rubric.Market, rubric.Station}).Draw(t, "kind"),
				Rank: rapid.IntRange(0, 4).Draw(t, "rank"), Items: anyItems(t), Self: anyScore.Draw(t, "self"), Assessed: anyScore.Draw(t, "assessed"),
			})
		}
		b := reopened(t, s)
		sorted := slices.Clone(s.Sites)
		slices.SortStableFunc(sorted, func(x, y form.SummarySite) int { return order(x) - order(y) })
		totals, items := reader{t, b, "汇总"}, reader{t, b, "逐项得分"}
		for i, site := range sorted {
			row := itoa(4 + i)
			for col, want := range map[string]string{"D": site.County, "E": site.Name, "F": written(site.Self), "G": written(site.Assessed), "H": site.Status} {
				totals.is(col+row, want)
			}
			for j, item := range site.Items {
				col, _ := excelize.ColumnNumberToName(5 + j)
				items.is(col+itoa(4+2*i), written(item.Self))
				items.is(col+itoa(5+2*i), written(item.Assessed))
			}
		}
	})
}

func order(s form.SummarySite) int {
	n := s.Rank
	if n == 0 {
		n = 99
	}
	if s.Kind == rubric.Station {
		n += 100
	}
	return n
}

// What no XML file can hold is left out, and nothing else.
func TestTextsThatXMLCannotHold(t *testing.T) {
	for in, want := range map[string]string{
		"某\x00某\x0b": "某某", "一\r\n二\r三": "一\n二\n三", "\xff": "\uFFFD", "\uFFFE某\uFFFF": "某", "𠮷\U000E0100": "𠮷\U000E0100",
	} {
		f := form.Form{Unit: in}
		reader{t, opened(t, f.WriteWorkbook), "考核表"}.is("A3", "实施单位名称（盖章）："+want)
		if !strings.Contains(pageOf(t, f), "（盖章）："+want) {
			t.Errorf("%q is not on the page as %q", in, want)
		}
	}
}
