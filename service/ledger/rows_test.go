package ledger_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/ledger"
)

func TestARegistrationIsReadInFull(t *testing.T) {
	book := open(t, sheet{name: "求职登记", rows: [][]any{registrationHead, registered(map[int]any{
		2: " 𠮷　文 ", 3: "９９００００１９９１０５２０１７１５", 4: "+86 132 2035 8452", 6: "保洁、搬运,月嫂", 8: "=1+1",
	})}})
	want := ledger.Registration{
		Sheet: "求职登记", Row: 2, Date: calendar.Date{Year: 2026, Month: time.January, Day: 26},
		Name: "𠮷文", ID: identity.ID{Type: identity.ResidentID, Number: goodID}, Phone: goodPhone,
		Status: "待业", Occupations: []string{"保洁", "搬运", "月嫂"}, Area: "丰泽区", Note: "=1+1",
	}
	for got, refused := range book.Registrations(today) {
		if refused != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\n%+v", got, refused)
		}
	}
}

func TestAPlacementIsReadInFull(t *testing.T) {
	book := open(t, sheet{name: "推荐就业", rows: [][]any{placementHead, placed(map[int]any{4: "@某某（泉州）公司", 6: "固定", 7: "劳动合同一年", 8: "住宿"})}})
	want := ledger.Placement{
		Sheet: "推荐就业", Row: 2, Date: calendar.Date{Year: 2026, Month: time.January, Day: 26},
		Name: "郭玲", ID: identity.ID{Type: identity.ResidentID, Number: goodID},
		Employer: "@某某（泉州）公司", Title: "月嫂", Kind: ledger.Stable, Contract: "劳动合同一年", Note: "住宿",
	}
	for got, refused := range book.Placements(today) {
		if refused != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\n%+v", got, refused)
		}
	}
}

func TestRefusedRegistrations(t *testing.T) {
	cases := []struct {
		name   string
		change map[int]any
		code   string // "" for none
	}{
		{"good", nil, ""},
		{"no ID", map[int]any{3: nil}, ""},
		{"ID given as none", map[int]any{3: "无"}, ""},
		{"ID with an apostrophe", map[int]any{3: "'" + goodID}, ""},
		{"passport", map[int]any{3: "E12345678"}, ""},
		{"phone as a number", map[int]any{4: 13220358452}, ""},
		{"two phones", map[int]any{4: goodPhone + " / 0595-22345678"}, ""},
		{"only date, name and phone", map[int]any{3: nil, 5: nil, 6: nil, 7: nil}, ""},

		{"ID as a number", map[int]any{3: 990000199105201715}, ledger.CodeIDIsNumber},
		{"ID in scientific notation", map[int]any{3: "9.90000199105201E+17"}, ledger.CodeIDIsNumber},
		{"wrong check digit", map[int]any{3: "990000199105201716"}, identity.CodeIDCheck},
		{"born tomorrow", map[int]any{3: "990000202611240013"}, identity.CodeIDCheck},
		{"old ID", map[int]any{3: "990000910520171"}, identity.CodeIDFirstGen},
		{"short ID", map[int]any{3: "99000019910520171"}, identity.CodeIDLength},
		{"no phone", map[int]any{4: nil}, identity.CodePhone},
		{"short phone", map[int]any{4: "1367811072"}, identity.CodePhone},
		{"one of two phones is wrong", map[int]any{4: goodPhone + "、1367811072"}, identity.CodePhone},
		{"no name", map[int]any{2: ""}, identity.CodeNameMissing},
		{"dash for a name", map[int]any{2: "——"}, identity.CodeNameMissing},
		{"number for a name", map[int]any{2: 47}, identity.CodeNameRunes},
		{"bidi in the name", map[int]any{2: "郭\u202e玲"}, identity.CodeNameRunes},
		{"long name", map[int]any{2: strings.Repeat("郭", 51)}, identity.CodeNameTooLong},
		{"bidi in the note", map[int]any{8: "\u202e"}, identity.CodeTextRunes},
		{"long note", map[int]any{8: strings.Repeat("长", 501)}, identity.CodeTextTooLong},
		{"ten wishes", map[int]any{6: strings.Repeat("保洁、", 10)}, ""},
		{"eleven wishes", map[int]any{6: strings.Repeat("保洁、", 11)}, identity.CodeTextTooLong},
		{"failed formula", map[int]any{5: "#N/A"}, ledger.CodeFormula},
		{"struck out", map[int]any{8: "作废"}, ledger.CodeVoid},
		{"the first fault counts", map[int]any{1: "?", 2: "", 4: ""}, ledger.CodeDate},
	}
	rows := [][]any{registrationHead}
	for _, c := range cases {
		rows = append(rows, registered(c.change))
	}
	read := 0
	for r, refused := range open(t, sheet{name: "求职登记", rows: rows}).Registrations(today) {
		c := cases[read]
		read++
		checkRefusal(t, c.name, refused, c.code, read+1)
		if refused != nil && !reflect.DeepEqual(r, ledger.Registration{}) {
			t.Errorf("%s: a refused row was read", c.name)
		}
	}
	if read != len(cases) {
		t.Errorf("%d rows, want %d", read, len(cases))
	}
}

func TestRefusedPlacements(t *testing.T) {
	for _, c := range []struct {
		name   string
		change map[int]any
		code   string
	}{
		{"good", nil, ""},
		{"no post", map[int]any{5: nil}, ""},
		{"no employer", map[int]any{4: nil}, ledger.CodeEmployerMissing},
		{"dash for an employer", map[int]any{4: "/"}, ledger.CodeEmployerMissing},
		{"nobody", map[int]any{3: nil}, ledger.CodeIdentityMissing},
		{"no kind", map[int]any{6: nil}, ledger.CodeKind},
		{"employer before kind", map[int]any{4: nil, 6: "?"}, ledger.CodeEmployerMissing},
	} {
		book := open(t, sheet{name: "推荐就业", rows: [][]any{placementHead, placed(c.change)}})
		for p, refused := range book.Placements(today) {
			checkRefusal(t, c.name, refused, c.code, 2)
			if refused != nil && p != (ledger.Placement{}) {
				t.Errorf("%s: a refused row was read", c.name)
			}
		}
	}
}

func TestDittoMarks(t *testing.T) {
	book := open(t, sheet{name: "求职登记", rows: [][]any{registrationHead,
		registered(map[int]any{2: "〃"}),
		registered(map[int]any{2: "洪珍"}),
		registered(map[int]any{1: "〃", 2: "同上", 6: "″"}),
	}})
	var names []string
	for r, refused := range book.Registrations(today) {
		names = append(names, r.Name)
		code := ""
		if len(names) == 1 { // nothing stands above it
			code = identity.CodeNameMissing
		}
		checkRefusal(t, "ditto", refused, code, 2)
	}
	if !reflect.DeepEqual(names, []string{"", "洪珍", "洪珍"}) {
		t.Errorf("%q", names)
	}
}

func checkRefusal(t *testing.T, name string, refused *ledger.Refusal, code string, row int) {
	t.Helper()
	if refused == nil {
		if code != "" {
			t.Errorf("%s: not refused", name)
		}
		return
	}
	if refused.Code != code || refused.Row != row || refused.Message == "" || refused.Sheet == "" {
		t.Errorf("%s: %+v, want %s", name, refused, code)
	}
}

func TestWhatIsNoRecord(t *testing.T) {
	blank := make([]any, 9)
	serialOnly := append([]any{9}, blank[1:]...)
	total := []any{"合计", nil, 2}
	book := open(t, sheet{name: "求职登记", merges: []string{"A1:I1", "B6:B9"}, rows: [][]any{
		{"2026年求职登记台账"},
		registrationHead,
		{"例", "2026-01-01", "张三", goodID, goodPhone, "待业", "保洁"},
		{"1月"},
		registered(nil), // row 5
		registered(nil), // row 6
		registered(map[int]any{1: nil}),
		blank, // in the merged range: lent a date, and still blank
		serialOnly,
		{nil, nil, "小 计", nil, nil, nil, "2人"},
		{"1月合计", nil, 2},
		total,
		blank,
		{"2026年求职登记台账（续）"},
		registrationHead,
		registered(nil), // row 16
		total,
		{"制表人：李某", nil, nil, "审核人：王某"},
		{"注：本表一式两份"},
	}})
	want := []int{5, 6, 7, 16}
	var got []int
	for r, refused := range book.Registrations(today) {
		if refused != nil {
			t.Errorf("%+v", refused)
		}
		got = append(got, r.Row)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
	if n, m := book.Rows(); n != len(want) || m != 0 {
		t.Errorf("%d and %d rows announced", n, m)
	}
}
