package ledger_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/ledger"
)

func TestDates(t *testing.T) {
	const titled, bare = "2026年求职登记台账", "求职登记台账"
	books, wants := map[string][][]any{}, map[string][]string{}
	for _, c := range []struct {
		title string
		cell  any
		want  string // a day, or the code of the refusal
	}{
		{bare, "2026/1/26", "2026-01-26"},
		{bare, "2026.1.7", "2026-01-07"},
		{bare, "2026-01-22", "2026-01-22"},
		{bare, "2026年2月9日", "2026-02-09"},
		{bare, "2026年2月9号", "2026-02-09"},
		{bare, 46033, "2026-01-11"},
		{bare, 46033.75, "2026-01-11"},
		{bare, "２０２６／１／２６", "2026-01-26"},
		{bare, "2026．1．7", "2026-01-07"},
		{bare, "2026。1。7", "2026-01-07"},
		{bare, "2026—1—7", "2026-01-07"},
		{bare, " 2026 年 1 月 7 日 ", "2026-01-07"},
		{bare, "2026-01-22 09:30:00", "2026-01-22"},
		{bare, "2026-01-22T00:00:00Z", "2026-01-22"},
		{bare, "2026年1月22日 上午9:30", "2026-01-22"},
		{bare, "2026年1月22日（星期四）", "2026-01-22"},
		{bare, "20260122", "2026-01-22"},
		{bare, 20260122, "2026-01-22"},
		{bare, "2024-02-29", "2024-02-29"},

		{bare, "2026-02-30", ledger.CodeDate},
		{bare, "2026-02-29", ledger.CodeDate},
		{bare, "2026-13-01", ledger.CodeDate},
		{bare, "2026-00-10", ledger.CodeDate},
		{bare, "2026-01", ledger.CodeDate},
		{bare, "1926-01-22", ledger.CodeDate},
		{bare, "2126-01-22", ledger.CodeDate},
		{bare, 2026.1, ledger.CodeDate},
		{bare, 20261301, ledger.CodeDate},
		{bare, -5, ledger.CodeDate},
		{bare, 1e12, ledger.CodeDate},
		{bare, "46033", ledger.CodeDate}, // text: nobody says that it is a serial
		{bare, "上周三", ledger.CodeDate},
		{bare, "", ledger.CodeDate},
		{bare, "-", ledger.CodeDate},

		{bare, "26.1.7", ledger.CodeDate},
		{bare, "1月26日", ledger.CodeDate},
		{titled, "26.1.7", "2026-01-07"},
		{titled, "26年1月7日", "2026-01-07"},
		{titled, "25.1.7", ledger.CodeDate}, // not the title's year
		{titled, "1月26日", "2026-01-26"},
		{titled, "1.26", "2026-01-26"},
		{titled, 1.26, ledger.CodeDate}, // 1.3 might be the 30th
		{titled, "26日", ledger.CodeDate},
		{titled, "2025-12-31", "2025-12-31"}, // the cell knows better than the title
		{"2025-2026年求职登记", "1月26日", ledger.CodeDate},
		{"（２０２６年度）求职登记", "1月26日", "2026-01-26"},

		{bare, "2026-11-23", "2026-11-23"},
		{bare, "2026-11-24", ledger.CodeDateFuture},
		{titled, "12月31日", ledger.CodeDateFuture},
	} {
		if len(books[c.title]) == 0 {
			books[c.title] = [][]any{{c.title}, registrationHead}
		}
		books[c.title] = append(books[c.title], registered(map[int]any{1: c.cell}))
		wants[c.title] = append(wants[c.title], c.want)
	}
	for title, rows := range books {
		want := wants[title]
		for r, refused := range open(t, sheet{name: "求职登记", rows: rows}).Registrations(today) {
			got, row := r.Date.String(), r.Row
			if refused != nil {
				got, row = refused.Code, refused.Row
			}
			if got != want[0] {
				t.Errorf("%s, %v: %s, want %s", title, rows[row-1][1], got, want[0])
			}
			want = want[1:]
		}
		if len(want) > 0 {
			t.Errorf("%s: %d rows missing", title, len(want))
		}
	}
}

func TestDatesLeanOnWhatIsAbove(t *testing.T) {
	head := []any{"月份", "日期", "姓名", "联系电话", "求职意向"}
	row := func(month, day any) []any { return []any{month, day, "郭玲", goodPhone, "保洁"} }
	book := open(t,
		sheet{name: "求职登记", merges: []string{"B10:B11"}, rows: [][]any{
			{"2026年求职登记"}, head,
			row("1月", "5日"), row(nil, 6), row("〃", "同上"), row("二月", "7日"), row("", "30日"),
			{"三月份"},
			row(nil, "8"), row(nil, "2026-03-09"), row(nil, nil), row(nil, nil),
		}},
		sheet{name: "2026年4月求职登记", rows: [][]any{head[1:], row(nil, "9日")[1:]}},
	)
	want := []string{"2026-01-05", "2026-01-06", "2026-01-06", "2026-02-07", ledger.CodeDate,
		"2026-03-08", "2026-03-09", "2026-03-09", ledger.CodeDate, "2026-04-09"}
	var got []string
	for r, refused := range book.Registrations(today) {
		if refused != nil {
			got = append(got, refused.Code)
		} else {
			got = append(got, r.Date.String())
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("row %d: %s, want %s", i, got[i], want[i])
		}
	}
}

func TestDatesOfThe1904System(t *testing.T) {
	data := pack(t, sheet{name: "求职登记", rows: [][]any{registrationHead, registered(map[int]any{1: 46033 - 1462})}})
	data = repack(t, data, func(name, body string) string {
		if name == "xl/workbook.xml" {
			return replaceOnce(t, body, "<workbookPr ", `<workbookPr date1904="true" `)
		}
		return body
	}, nil)
	for r, refused := range mustOpen(t, data).Registrations(today) {
		if refused != nil || r.Date.String() != "2026-01-11" {
			t.Errorf("%v %v", r.Date, refused)
		}
	}
}
