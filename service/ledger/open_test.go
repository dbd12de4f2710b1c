package ledger_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/quanjiuye/backend/service/ledger"
)

func replaceOnce(t testing.TB, s, old, new string) string {
	t.Helper()
	if strings.Count(s, old) != 1 {
		t.Fatalf("%q stands %d times", old, strings.Count(s, old))
	}
	return strings.Replace(s, old, new, 1)
}

// in changes one part of a workbook.
func in(t testing.TB, part, old, new string) func(name, body string) string {
	return func(name, body string) string {
		if name == part {
			return replaceOnce(t, body, old, new)
		}
		return body
	}
}

const sheet1 = "xl/worksheets/sheet1.xml"

// hostile are files that must not be opened. What they share with a ledger is
// that somebody called them one.
func hostile(t testing.TB) map[string]struct {
	data []byte
	code string
} {
	good := pack(t, sheet{name: "求职登记", rows: [][]any{registrationHead, registered(nil)}})
	rows := func(xml string) []byte {
		return repack(t, good, in(t, sheet1, "</sheetData>", xml+"</sheetData>"), nil)
	}
	extra := func(name, body string) []byte {
		return repack(t, good, func(_, body string) string { return body }, map[string]string{name: body})
	}
	relation := func(kind, target string) []byte {
		return extra("xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="rId1" Type="http://x/`+kind+`" `+target+`/></Relationships>`)
	}
	compound := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 4096)...)
	encrypted := append(bytes.Clone(compound), "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"...)
	lying := bytes.Clone(extra("xl/media/a.xml", strings.Repeat("<a/>", 1000)))
	manyRows, wide := new(strings.Builder), new(strings.Builder)
	for i := 3; i < 20_010; i++ {
		fmt.Fprintf(manyRows, `<row r="%d"/>`, i)
	}
	for i := 3; i < 100; i++ {
		fmt.Fprintf(wide, `<row r="%d"><c r="XFD%d"/></row>`, i, i)
	}
	merges := strings.Repeat(`<mergeCell ref="A1:XFD1048576"/>`, 1_001)
	return map[string]struct {
		data []byte
		code string
	}{
		"empty":             {nil, ledger.CodeNotXLSX},
		"text":              {[]byte("姓名,身份证号码\n"), ledger.CodeNotXLSX},
		"old xls":           {compound, ledger.CodeNotXLSX},
		"encrypted":         {encrypted, ledger.CodeEncrypted},
		"zip of nothing":    {repack(t, zipOf(t), nil, nil), ledger.CodeNotXLSX},
		"zip of else":       {zipOf(t, "a.txt"), ledger.CodeNotXLSX},
		"word document":     {zipOf(t, "[Content_Types].xml", "word/document.xml"), ledger.CodeNotXLSX},
		"cut short":         {good[:len(good)/2], ledger.CodeNotXLSX},
		"broken inside":     {corrupt(good), ledger.CodeDamaged},
		"too large":         {make([]byte, ledger.DefaultLimits.FileBytes+1), ledger.CodeFileTooLarge},
		"macros":            {extra("xl/vbaProject.bin", "x"), ledger.CodeMacros},
		"macros, renamed":   {extra(`XL\VBAPROJECT.BIN`, "x"), ledger.CodeMacros},
		"macro sheet":       {extra("xl/macrosheets/sheet1.xml", "<x/>"), ledger.CodeMacros},
		"macro type":        {repack(t, good, in(t, "[Content_Types].xml", "spreadsheetml.sheet.main", "sheet.macroEnabled.main"), nil), ledger.CodeMacros},
		"external link":     {extra("xl/externalLinks/externalLink1.xml", "<x/>"), ledger.CodeExternalLinks},
		"data connection":   {extra("xl/connections.xml", "<x/>"), ledger.CodeExternalLinks},
		"external picture":  {relation("image", `Target="http://x/a.png" TargetMode="External"`), ledger.CodeExternalLinks},
		"sheet in disguise": {relation("worksheet", `Target="../media/a.png"`), ledger.CodeDamaged},
		"the same part twice": {extra("XL/worksheets/SHEET1.xml", "<worksheet/>"),
			ledger.CodeDamaged},
		"row 8,000,000":      {rows(`<row r="8000000"><c r="A8000000"/></row>`), ledger.CodeTooManyRows},
		"row 1,048,576":      {rows(`<row r="1048576"/>`), ledger.CodeTooManyRows},
		"20,009 rows":        {rows(manyRows.String()), ledger.CodeTooManyRows},
		"very wide rows":     {rows(wide.String()), ledger.CodeTooManyCells},
		"cell beyond XFD":    {rows(`<row r="3"><c r="ZZZZ3"/></row>`), ledger.CodeDamaged},
		"rows not numbered":  {rows(strings.Repeat(`<row/>`, 10)), ledger.CodeDamaged},
		"rows backwards":     {rows(`<row r="9"/><row r="8"/>`), ledger.CodeDamaged},
		"row numbered twice": {rows(`<row r="9" x:r="8000000"/>`), ledger.CodeDamaged},
		"cell of other row":  {rows(`<row r="9"><c r="A8000000"/></row>`), ledger.CodeDamaged},
		"document type":      {rows(`<!DOCTYPE x [<!ENTITY a "aaaa">]>`), ledger.CodeDamaged},
		"nested too deep":    {rows(strings.Repeat("<a>", 1_000)), ledger.CodeDamaged},
		"not well-formed":    {rows(`<row r="9"></c>`), ledger.CodeDamaged},
		"endless cell":       {rows(`<row r="9"><c t="str"><v>` + strings.Repeat("长", 10_000) + `</v></c></row>`), ledger.CodeTooManyCells},
		"endless merges":     {repack(t, good, in(t, sheet1, "</sheetData>", "</sheetData><mergeCells>"+merges+"</mergeCells>"), nil), ledger.CodeTooManyCells},
		"endless styles":     {extra("xl/more.xml", "<x>"+strings.Repeat("<xf/>", 100_001)+"</x>"), ledger.CodeUnpackedSize},
		"bomb":               {extra("xl/worksheets/sheet9.xml", strings.Repeat(" ", 2<<20)), ledger.CodeUnpackedSize},
		"bomb in a picture":  {extra("xl/media/a.png", strings.Repeat(" ", 2<<20)), ledger.CodeUnpackedSize},
		"big in sum":         {overstated(good, 1<<30), ledger.CodeUnpackedSize},
		"bigger than it says": {func() []byte {
			return understate(t, lying, "xl/media/a.xml")
		}(), ledger.CodeDamaged},
		"endless parts": {zipOf(t, numbered(2_001)...), ledger.CodeUnpackedSize},
	}
}

func TestHostileFilesAreRefusedQuickly(t *testing.T) {
	// Alone, the slowest takes some 50 ms. The clock has room for a busy machine
	// and for -race; what is allocated hardly depends on either.
	const quick, little = 15 * time.Second, 48 << 20
	for name, c := range hostile(t) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, err := ledger.Open(bytes.NewReader(c.data), ledger.DefaultLimits)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		if code(err) != c.code {
			t.Errorf("%s: %v (%s), want %s", name, err, code(err), c.code)
		}
		if took > quick {
			t.Errorf("%s: took %v", name, took)
		}
		if bytes := after.TotalAlloc - before.TotalAlloc; bytes > little {
			t.Errorf("%s: allocated %d MB", name, bytes>>20)
		}
	}
}

func TestLimitsAreKept(t *testing.T) {
	good := pack(t, sheet{name: "求职登记", rows: [][]any{registrationHead, registered(nil)}})
	blank := new(strings.Builder)
	for i := 3; i < 1_000; i++ {
		fmt.Fprintf(blank, "\n%20s<row r=\"%d\"/>", "", i)
	}
	small := ledger.DefaultLimits
	small.Cells = 100 // of which the good workbook has 17
	for name, c := range map[string]struct{ xml, code string }{
		"as many cells as may be": {`<row r="3">` + strings.Repeat(`<c/>`, 83) + `</row>`, ""},
		"a cell more":             {`<row r="3">` + strings.Repeat(`<c/>`, 84) + `</row>`, ledger.CodeTooManyCells},
		"the last cell counts":    {`<row r="3"><c r="CF3"/></row>`, ledger.CodeTooManyCells},
		"rows laid out in lines":  {blank.String(), ""},
		"endless text in a cell":  {`<row r="3"><c>` + strings.Repeat(`<v>1</v>`, 401) + `</c></row>`, ledger.CodeUnpackedSize},
	} {
		data := repack(t, good, in(t, sheet1, "</sheetData>", c.xml+"</sheetData>"), nil)
		if _, err := ledger.Open(bytes.NewReader(data), small); code(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestHyperlinksAreNoExternalLinks(t *testing.T) {
	data := pack(t, sheet{name: "求职登记", rows: [][]any{registrationHead, registered(nil)}})
	data = repack(t, data, func(_, body string) string { return body }, map[string]string{
		"xl/worksheets/_rels/sheet1.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://x/hyperlink" Target="mailto:a@b" TargetMode="External"/></Relationships>`,
	})
	if n, _ := mustOpen(t, data).Rows(); n != 1 {
		t.Errorf("%d rows", n)
	}
}

func TestFormulasAreNotEvaluated(t *testing.T) {
	data := pack(t, sheet{name: "求职登记", rows: [][]any{registrationHead, registered(nil), registered(nil)}})
	data = repack(t, data, func(name, body string) string {
		if name != sheet1 {
			return body
		}
		body = replaceCell(t, body, "C2", `<c r="C2" t="str"><f>"杨"&amp;"志强"</f><v>杨珍</v></c>`)
		return replaceCell(t, body, "C3", `<c r="C3"><f>"杨"&amp;"志强"</f></c>`)
	}, nil)
	want := []string{"杨珍", "name_missing"}
	i := 0
	for r, refused := range mustOpen(t, data).Registrations(today) {
		got := r.Name
		if refused != nil {
			got = refused.Code
		}
		if got != want[i] {
			t.Errorf("row %d: %s, want %s", i, got, want[i])
		}
		i++
	}
}

func TestTheReadersErrorIsPassedOn(t *testing.T) {
	broken := errors.New("the line went dead")
	if _, err := ledger.Open(iotest.ErrReader(broken), ledger.DefaultLimits); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}

func TestALargeLedgerIsRead(t *testing.T) {
	limits := ledger.DefaultLimits
	rows := [][]any{registrationHead}
	for len(rows) < 300 {
		rows = append(rows, registered(nil))
	}
	data := pack(t, sheet{name: "求职登记", rows: rows})
	book, err := ledger.Open(bytes.NewReader(data), limits)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := book.Rows(); n != len(rows)-1 {
		t.Errorf("%d rows", n)
	}
	limits.Rows = len(rows)
	if _, err := ledger.Open(bytes.NewReader(data), limits); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	limits.Rows--
	if _, err := ledger.Open(bytes.NewReader(data), limits); code(err) != ledger.CodeTooManyRows {
		t.Errorf("above the limit: %v", err)
	}
}

func zipOf(t testing.TB, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("xl/worksheets/sheet%d.xml", i)
	}
	return names
}
