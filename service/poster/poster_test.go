package poster_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/poster"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

const scene = "p.ABCDEFGHIJ"

// market is a poster that has everything.
func market(t testing.TB) poster.Poster {
	t.Helper()
	return poster.Poster{
		Name: "丰泽区东海零工市场", Kind: "零工市场", Agency: "丰泽区人力资源和社会保障局", Address: "泉州市丰泽区某某路1号",
		Phone: "0595-22000000", Hours: "周一至周日 8:30–17:30", Code: code(t),
	}
}

// code is what WeChat would answer for scene.
func code(t testing.TB) []byte {
	t.Helper()
	return sim.DrawCode(scene, 1280)
}

func lay(t testing.TB, p poster.Poster) poster.Sheet {
	t.Helper()
	s, err := p.Lay()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// codeOf is where the code is on a sheet.
func codeOf(t testing.TB, s poster.Sheet) poster.Box {
	t.Helper()
	for _, m := range s.Marks {
		if m.Code {
			return m.Box
		}
	}
	t.Fatal("no code on the sheet")
	return poster.Box{}
}

func words(s poster.Sheet) string {
	var b strings.Builder
	for _, m := range s.Marks {
		b.WriteString(m.Text)
	}
	return b.String()
}

func TestThePosterSaysWhatMatters(t *testing.T) {
	p := market(t)
	all := words(lay(t, p))
	for _, want := range []string{
		"泉就业", p.Name, p.Kind, p.Agency, p.Address, p.Phone, p.Hours,
		"扫码登记", "看岗位", "报名培训", "就业指导", "维权求助", "政策服务", "公益", "免费", "押金", "保证金",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the poster does not say %q", want)
		}
	}
	if strings.Contains(all, "示例") {
		t.Error("a real site's poster is called an example")
	}
	if p.Example = true; !strings.Contains(words(lay(t, p)), "示例数据") {
		t.Error("an example's poster does not say that it is one")
	}
	bare := words(lay(t, poster.Poster{Name: "站", Kind: "零工驿站", Code: code(t)}))
	for _, label := range []string{"地址", "开放时间", "联系电话", "主管部门"} {
		if strings.Contains(bare, label) {
			t.Errorf("a label %q without anything behind it", label)
		}
	}
}

// Whatever the texts are, everything is on the sheet, no two lines run into one
// another, and nothing but its white card is under the code.
func TestEverythingFits(t *testing.T) {
	picture := sim.DrawCode(scene, 280)
	texts := rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune("泉州市零工驿站一二三，。（）《》ABCxyz0123456789 -—…𥔵鱻")), 0, 150, -1),
		rapid.String(),
	)
	rapid.Check(t, func(r *rapid.T) {
		p := poster.Poster{
			Name: texts.Draw(r, "name"), Kind: texts.Draw(r, "kind"), Agency: texts.Draw(r, "agency"), Address: texts.Draw(r, "address"),
			Phone: texts.Draw(r, "phone"), Hours: texts.Draw(r, "hours"), Code: picture, Example: rapid.Bool().Draw(r, "example"),
		}
		s, err := p.Lay()
		if err != nil {
			r.Fatal(err)
		}
		code := codeOf(t, s)
		var lines []poster.Mark
		for _, m := range s.Marks {
			if m.X < 5 || m.Y < 5 || m.X+m.W > 205 || m.Y+m.H > 294 || m.W < 0 || math.IsNaN(m.W) {
				r.Fatalf("off the sheet: %+v", m)
			}
			if m.Text == "" {
				continue
			}
			if overlap(m.Box, code) {
				r.Fatalf("over the code: %+v", m)
			}
			for _, o := range lines {
				if overlap(m.Box, o.Box) {
					r.Fatalf("%+v runs into %+v", m, o)
				}
			}
			lines = append(lines, m)
		}
	})
}

func overlap(a, b poster.Box) bool {
	const hair = 1e-6
	return a.X < b.X+b.W-hair && b.X < a.X+a.W-hair && a.Y < b.Y+b.H-hair && b.Y < a.Y+a.H-hair
}

// A long name is kept to its last character as long as there is room at all.
func TestLongNamesAreWhole(t *testing.T) {
	p := market(t)
	p.Name = strings.Repeat("泉州市丰泽区东海街道", 6)                // as long as a site's name may be
	p.Address = strings.Repeat("福建省泉州市丰泽区东海街道一", 9)[:120*3] // and an address
	all := words(lay(t, p))
	if !strings.Contains(all, p.Name) || !strings.Contains(all, p.Address) {
		t.Errorf("cut: %s", all)
	}
	p.Name = strings.Repeat("很长的名字", 500)
	if all := words(lay(t, p)); !strings.Contains(all, "…") {
		t.Error("a name that cannot fit does not say that it was cut")
	}
}

func TestCharactersThatTheFontLacks(t *testing.T) {
	p := market(t)
	p.Name = "𥔵头𥔵零工驿站"
	s := lay(t, p)
	if !strings.Contains(words(s), "□头□零工驿站") || s.Lacking != 1 {
		t.Errorf("%d lacking in %s", s.Lacking, words(s))
	}
	for _, draw := range []func(poster.Size) ([]byte, error){s.PDF, s.PNG} {
		if data, err := draw(poster.A3); err != nil || len(data) == 0 {
			t.Errorf("it is not drawn: %v", err)
		}
	}
}

// Both levels of GB 2312, which are level 1 and 2 of GB 18030, and the rest of GBK's Han.
func TestTheFontKnowsTheCharactersOfNames(t *testing.T) {
	var all []rune
	for high := byte(0x81); high <= 0xFE; high++ {
		for low := byte(0x40); low <= 0xFE; low++ {
			text, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte{high, low})
			if r := []rune(string(text)); err == nil && len(r) == 1 && r[0] >= 0x4E00 && r[0] <= 0x9FFF {
				all = append(all, r[0])
			}
		}
	}
	if len(all) < 20_000 {
		t.Fatalf("only %d characters were tried", len(all))
	}
	p := market(t)
	p.Name = string(all)
	if s := lay(t, p); s.Lacking > 0 {
		t.Errorf("%d of %d are lacking", s.Lacking, len(all))
	}
}

func TestCodesThatAreNone(t *testing.T) {
	whole := code(t)
	var wide, huge bytes.Buffer
	for b, r := range map[*bytes.Buffer]image.Rectangle{&wide: image.Rect(0, 0, 300, 280), &huge: image.Rect(0, 0, 3000, 3000)} {
		if err := jpeg.Encode(b, image.NewGray(r), nil); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range map[string][]byte{
		"nothing": nil, "words": []byte("busy"), "half": whole[:len(whole)/2], "not square": wide.Bytes(), "too large": huge.Bytes(),
	} {
		p := market(t)
		if p.Code = data; !errors.Is(second(p.Lay()), poster.ErrCode) {
			t.Errorf("%s is taken for a code", name)
		}
	}
	s := lay(t, market(t))
	if !errors.Is(second(s.PDF("a5")), poster.ErrSize) || !errors.Is(second(s.PNG("")), poster.ErrSize) {
		t.Error("a size that there is not is drawn")
	}
}

func second[T any](_ T, err error) error { return err }

// The picture is in the document as WeChat drew it, and can be scanned off the paper.
func TestTheCodeIsOnThePaper(t *testing.T) {
	p := market(t)
	s := lay(t, p)
	box := codeOf(t, s)
	for _, size := range []poster.Size{poster.A4, poster.A3} {
		doc, err := s.PDF(size)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(doc, []byte("%PDF-")) || !bytes.Contains(doc, p.Code) || len(doc) > 500<<10 {
			t.Errorf("%s: a PDF of %d bytes, with the code %v", size, len(doc), bytes.Contains(doc, p.Code))
		}
		data, err := s.PNG(size)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		want := map[poster.Size]image.Point{poster.A4: {2480, 3508}, poster.A3: {1754, 2480}}[size]
		if got := picture.Bounds().Size(); got != want {
			t.Errorf("%s: %v pixels, want %v", size, got, want)
		}
		k := float64(want.X) / 210
		at := image.Rect(int(box.X*k), int(box.Y*k), int((box.X+box.W)*k), int((box.Y+box.H)*k))
		if got, ok := sim.ReadCode(picture.(*image.RGBA).SubImage(at)); !ok || got != scene {
			t.Errorf("%s: scanned %q, %v", size, got, ok)
		}
		if !blank(picture.(*image.RGBA), want.X/50) {
			t.Errorf("%s: something is drawn at the edge", size)
		}
	}
}

// blank reports whether an edge of so many pixels is white.
func blank(p *image.RGBA, edge int) bool {
	within := p.Bounds().Inset(edge)
	for y := range p.Bounds().Dy() {
		for x := range p.Bounds().Dx() {
			if !(image.Point{x, y}).In(within) && p.RGBAAt(x, y) != (color.RGBA{255, 255, 255, 255}) {
				return false
			}
		}
	}
	return true
}

func TestEqualInputGivesEqualBytes(t *testing.T) {
	for range 3 {
		one, two := lay(t, market(t)), lay(t, market(t))
		a, err := one.PDF(poster.A4)
		b, err2 := two.PDF(poster.A4)
		if err != nil || err2 != nil || !bytes.Equal(a, b) {
			t.Fatalf("PDFs of %d and %d bytes: %v, %v", len(a), len(b), err, err2)
		}
	}
}
