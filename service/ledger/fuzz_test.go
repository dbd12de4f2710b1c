package ledger_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/ledger"
)

// check asks of any ledger that was opened what an importer relies on.
func check(t *testing.T, book *ledger.Workbook) {
	t.Helper()
	registrations, placements := book.Rows()
	for r, refused := range book.Registrations(today) {
		registrations--
		if refused != nil {
			checkRefused(t, refused)
			continue
		}
		if r.Row < 1 || r.Sheet == "" || r.Date.IsZero() || r.Date.After(today) || len(r.Occupations) > 10 {
			t.Errorf("%+v", r)
		}
		checkPerson(t, r.Name, r.Phone, r.ID, true)
	}
	for p, refused := range book.Placements(today) {
		placements--
		if refused != nil {
			checkRefused(t, refused)
			continue
		}
		if p.Row < 1 || p.Sheet == "" || p.Date.IsZero() || p.Date.After(today) || p.Employer == "" ||
			p.Kind != ledger.Casual && p.Kind != ledger.Stable || p.Kind == ledger.Stable && p.Remark != "" {
			t.Errorf("%+v", p)
		}
		checkPerson(t, p.Name, p.Phone, p.ID, p.ID.IsZero())
	}
	postings := book.PostingRows()
	for p, refused := range book.Postings(today) {
		postings--
		if refused != nil {
			checkRefused(t, refused)
			continue
		}
		if p.Row < 1 || p.Sheet == "" || p.Date.IsZero() || p.Date.After(today) || p.Employer == "" || p.Title == "" ||
			p.Headcount < 1 || p.Headcount > 10_000 || p.Pay.Min < 0 || p.Pay.Max < p.Pay.Min || p.Pay.Unit == "" {
			t.Errorf("%+v", p)
		}
	}
	if postings != 0 {
		t.Errorf("%d postings announced and not delivered", postings)
	}
	if registrations != 0 || placements != 0 {
		t.Errorf("%d and %d rows announced and not delivered", registrations, placements)
	}
}

func checkRefused(t *testing.T, r *ledger.Refusal) {
	t.Helper()
	if r.Row < 1 || r.Sheet == "" || r.Code == "" || r.Message == "" {
		t.Errorf("%+v", r)
	}
}

func checkPerson(t *testing.T, name, phone string, id identity.ID, needPhone bool) {
	t.Helper()
	if again, err := identity.CanonicalName(name); err != nil || again != name {
		t.Errorf("name %q: %v", name, err)
	}
	if again, err := identity.CanonicalPhone(phone); (needPhone || phone != "") && (err != nil || again != phone) {
		t.Errorf("phone %q: %v", phone, err)
	}
	if again, err := identity.CheckID(id.Number, today); !id.IsZero() && (err != nil || again != id) {
		t.Errorf("ID %v: %v", id, err)
	}
}

func FuzzOpen(f *testing.F) {
	sample, err := os.ReadFile("testdata/ledger-sample.xlsx")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample)
	f.Add(template(f))
	f.Add(pack(f, sheet{name: "求职登记", rows: [][]any{registrationHead, registered(nil)}}))
	f.Add(zipOf(f, "[Content_Types].xml", sheet1))
	f.Add([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1})
	f.Fuzz(func(t *testing.T, data []byte) {
		book, err := ledger.Open(bytes.NewReader(data), ledger.DefaultLimits)
		if strings.HasPrefix(code(err), "not a refusal") {
			t.Error(err)
		}
		if err == nil {
			check(t, book)
		}
	})
}

// FuzzSheet changes the XML of a sheet, which FuzzOpen hardly reaches through
// the compression.
func FuzzSheet(f *testing.F) {
	good := pack(f, sheet{name: "推荐就业", merges: []string{"B2:B3"}, rows: [][]any{placementHead, placed(nil), placed(map[int]any{1: nil})}})
	repack(f, good, func(name, body string) string {
		if name == sheet1 {
			f.Add(body)
		}
		return body
	}, nil)
	f.Add(`<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>姓名</t></is></c><c r="XFD1" t="s"><v>99</v></c></row></sheetData></worksheet>`)
	f.Add(`<worksheet><sheetData><row r="1"><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c><c t="d"><v>2026-01-01</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, xml string) {
		data := repack(t, good, func(name, body string) string {
			if name == sheet1 {
				return xml
			}
			return body
		}, nil)
		book, err := ledger.Open(bytes.NewReader(data), ledger.DefaultLimits)
		if strings.HasPrefix(code(err), "not a refusal") {
			t.Error(err)
		}
		if err == nil {
			check(t, book)
		}
	})
}

func FuzzCells(f *testing.F) {
	f.Add("2026年求职登记", "2026-01-26", "郭玲", goodID, goodPhone, "固定", "劳动合同(12个月)")
	f.Add("2026年岗位", "1月26日", "保洁员", "约3-5人", goodPhone, "非全日制", "月薪5千-7千元+提成")
	f.Add("", "2026/1/26", "针车工", "1", "", "", "计件")
	f.Add("", "1月26日 9:30", "〃", "9.9E+17", "+86", "零工", "社保三个月，合同2026.1.1-2026.12.31")
	f.Add("2025-2026", "26.1.7", "合计", "", "", "同上", "无固定期限合同一年半试用期半年")
	f.Fuzz(func(t *testing.T, title, date, name, id, phone, kind, evidence string) {
		for _, s := range []string{title, date, name, id, phone, kind, evidence} {
			if !utf8.ValidString(s) || len(s) > 4_000 {
				t.Skip() // excelize would refuse or change it before we see it
			}
		}
		check(t, open(t,
			sheet{name: "求职登记", rows: [][]any{{title}, registrationHead, registered(nil), registered(map[int]any{1: date, 2: name, 3: id, 4: phone, 6: kind, 8: evidence})}},
			sheet{name: "推荐就业", rows: [][]any{{title}, placementHead, placed(nil), placed(map[int]any{1: date, 2: name, 3: id, 4: phone, 6: kind, 7: evidence})}},
			sheet{name: "岗位信息登记", rows: [][]any{{title}, append(postingHead, "用工形式"), append(offered(nil), ""),
				append(offered(map[int]any{1: date, 4: name, 5: id, 7: evidence, 10: date, 12: phone}), kind)}},
		))
	})
}
