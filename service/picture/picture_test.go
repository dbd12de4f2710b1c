package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/picture"
)

var (
	red   = color.RGBA{220, 20, 20, 255}
	green = color.RGBA{20, 180, 20, 255}
	blue  = color.RGBA{20, 20, 220, 255}
	white = color.RGBA{255, 255, 255, 255}
)

// quarters is an image with a colour in each corner: top left, top right, bottom
// left, bottom right.
func quarters(w, h int, corners [4]color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, c := range corners {
		x, y := i%2*w/2, i/2*h/2
		draw.Draw(img, image.Rect(x, y, x+w/2, y+h/2), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return img
}

var stored = [4]color.RGBA{red, green, blue, white}

func jpegOf(t testing.TB, img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// exif is a TIFF header with an orientation and some words a camera would add.
func exif(order binary.AppendByteOrder, orientation uint16, words string) []byte {
	b := map[bool][]byte{true: []byte("II*\x00"), false: []byte("MM\x00*")}[order.String() == "LittleEndian"]
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x010e), 2), uint32(len(words))) // ImageDescription
	b = order.AppendUint32(b, 38)
	b = order.AppendUint32(order.AppendUint16(order.AppendUint16(b, 0x0112), 3), 1)
	b = order.AppendUint16(order.AppendUint16(b, orientation), 0)
	b = order.AppendUint32(b, 0)
	return append(b, words...)
}

// withExif puts a segment behind the start of a JPEG, as cameras do.
func withExif(data, tiff []byte) []byte {
	body := append([]byte("Exif\x00\x00"), tiff...)
	out := binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe1"), uint16(len(body)+2))
	return append(append(out, body...), data[2:]...)
}

// chunk is one of a PNG's.
func chunk(name string, body []byte) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), name...)
	b = append(b, body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func accept(t testing.TB, data []byte) (picture.Accepted, image.Image) {
	t.Helper()
	a, err := picture.Accept(data)
	if err != nil {
		t.Fatal(err)
	}
	img, format, err := image.Decode(bytes.NewReader(a.Data))
	if err != nil || format != "jpeg" || a.Media != picture.JPEG {
		t.Fatalf("%s, %s: %v", a.Media, format, err)
	}
	if got := img.Bounds().Size(); got != image.Pt(a.Width, a.Height) {
		t.Fatalf("said %d by %d, is %v", a.Width, a.Height, got)
	}
	return a, img
}

func refused(t testing.TB, data []byte, code string) {
	t.Helper()
	_, err := picture.Accept(data)
	var e *picture.Error
	if !errors.As(err, &e) || e.Code != code || e.Message == "" {
		t.Errorf("got %v, want %s", err, code)
	}
}

func like(a, b color.Color) bool {
	r, g, bl, _ := a.RGBA()
	r2, g2, bl2, _ := b.RGBA()
	near := func(x, y uint32) bool { return max(x, y)-min(x, y) < 0x1800 }
	return near(r, r2) && near(g, g2) && near(bl, bl2)
}

// TestUpright has the eight ways to hold a camera, each with what is then seen in
// the corners of the same sensor's picture.
func TestUpright(t *testing.T) {
	plain := jpegOf(t, quarters(64, 32, stored))
	for o, seen := range map[uint16][4]color.RGBA{
		0: stored, 9: stored, // nonsense is no turn
		1: {red, green, blue, white}, 2: {green, red, white, blue}, 3: {white, blue, green, red}, 4: {blue, white, red, green},
		5: {red, blue, green, white}, 6: {blue, red, white, green}, 7: {white, green, blue, red}, 8: {green, white, red, blue},
	} {
		png := pngOf(t, quarters(64, 32, stored))
		tail := len(png) - 12 // in front of IEND
		for name, data := range map[string][]byte{
			"little endian": withExif(plain, exif(binary.LittleEndian, o, "x")),
			"big endian":    withExif(plain, exif(binary.BigEndian, o, "x")),
			"PNG":           append(append(png[:tail:tail], chunk("eXIf", exif(binary.BigEndian, o, "x"))...), png[tail:]...),
		} {
			a, img := accept(t, data)
			if turned := o >= 5 && o <= 8; turned != (a.Width == 32 && a.Height == 64) {
				t.Errorf("%d, %s: %d by %d", o, name, a.Width, a.Height)
			}
			for i, want := range seen {
				got := img.At(a.Width/4+i%2*a.Width/2, a.Height/4+i/2*a.Height/2)
				if !like(got, want) {
					t.Errorf("%d, %s, corner %d: %v, want %v", o, name, i, got, want)
				}
			}
		}
	}
}

func TestNothingOfTheCameraIsLeft(t *testing.T) {
	secret := "GPS 24.9N 118.6E, Xiaomi 14, 2026:11:20"
	data := withExif(jpegOf(t, quarters(64, 32, stored)), exif(binary.LittleEndian, 1, secret))
	data = append(data, "a film behind the end: "+secret...)
	a, _ := accept(t, data)
	for name, out := range map[string][]byte{"kept": a.Data, "thumbnail": a.Thumbnail} {
		if bytes.Contains(out, []byte("GPS")) || bytes.Contains(out, []byte("Exif")) || len(out) == 0 {
			t.Errorf("%s: %q", name, out)
		}
	}
}

func TestSizes(t *testing.T) {
	for _, c := range []struct{ w, h, keptW, keptH, thumbW, thumbH int }{
		{2560, 100, 2560, 100, 320, 12}, {2562, 100, 2560, 99, 320, 12}, {100, 4000, 64, 2560, 8, 320},
		{300, 200, 300, 200, 300, 200}, {2, 2, 2, 2, 2, 2}, {6000, 2, 2560, 1, 320, 1},
	} {
		for name, encode := range map[string]func(testing.TB, image.Image) []byte{"JPEG": jpegOf, "PNG": pngOf} {
			a, _ := accept(t, encode(t, quarters(c.w, c.h, stored)))
			thumb, err := jpeg.DecodeConfig(bytes.NewReader(a.Thumbnail))
			if a.Width != c.keptW || a.Height != c.keptH || thumb.Width != c.thumbW || thumb.Height != c.thumbH || err != nil {
				t.Errorf("%v as %s: %d by %d, thumbnail %d by %d, %v", c, name, a.Width, a.Height, thumb.Width, thumb.Height, err)
			}
		}
	}
}

func TestTransparentIsWhite(t *testing.T) {
	a, img := accept(t, pngOf(t, image.NewNRGBA(image.Rect(0, 0, 40, 40))))
	if !like(img.At(20, 20), white) {
		t.Errorf("%v, %d bytes", img.At(20, 20), len(a.Data))
	}
}

// Every colour model that the decoders know comes through.
func TestColourModels(t *testing.T) {
	size := image.Rect(0, 0, 32, 32)
	for _, img := range []draw.Image{
		image.NewGray(size), image.NewGray16(size), image.NewRGBA64(size), image.NewNRGBA64(size),
		image.NewPaletted(size, color.Palette{white, red}),
	} {
		draw.Draw(img, size, image.NewUniform(red), image.Point{}, draw.Src)
		_, got := accept(t, pngOf(t, img))
		if !like(got.At(9, 9), img.At(9, 9)) {
			t.Errorf("%T: %v, want %v", img, got.At(9, 9), img.At(9, 9))
		}
	}
}

func TestTheSameFileMakesTheSameBytes(t *testing.T) {
	data := jpegOf(t, quarters(3000, 70, stored))
	first, _ := accept(t, data)
	again, _ := accept(t, data)
	if !bytes.Equal(first.Data, again.Data) || !bytes.Equal(first.Thumbnail, again.Thumbnail) {
		t.Error("two encodings differ")
	}
}

// pngHead announces a size and holds no pixels.
func pngHead(w, h uint32, depth, colour byte) []byte {
	body := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(body, depth, colour, 0, 0, 0))...)
}

// jpegHead announces a size: marker c0 is baseline, c2 progressive.
func jpegHead(marker byte, w, h uint16, planes byte) []byte {
	b := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, marker}, 8+3*uint16(planes))
	b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(append(b, 8), h), w)
	b = append(b, planes)
	for i := range planes {
		b = append(b, i+1, 0x11, 0)
	}
	return append(b, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0)
}

// TestBombsAreRefusedByTheirHead: what is announced beyond a limit is refused as
// too large, what is announced within it is decoded, and found to be damaged.
func TestBombsAreRefusedByTheirHead(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"PNG, 4 gigapixels":         {pngHead(65535, 65535, 8, 2), picture.CodePixels},
		"PNG, the largest side":     {pngHead(1<<31-1, 1, 8, 2), picture.CodePixels},
		"PNG, a side":               {pngHead(20_001, 1, 8, 0), picture.CodePixels},
		"PNG, a side within":        {pngHead(20_000, 1, 8, 0), picture.CodeDamaged},
		"PNG, pixels":               {pngHead(10_000, 5_001, 8, 0), picture.CodePixels},
		"PNG, 16 bits":              {pngHead(7_000, 7_000, 16, 6), picture.CodePixels},
		"JPEG, 400 megapixels":      {jpegHead(0xc0, 20_000, 20_000, 3), picture.CodePixels},
		"JPEG, pixels within":       {jpegHead(0xc0, 8_000, 6_000, 3), picture.CodeDamaged},
		"JPEG, progressive":         {jpegHead(0xc2, 8_000, 6_000, 3), picture.CodePixels},
		"JPEG, progressive, within": {jpegHead(0xc2, 4_000, 3_000, 3), picture.CodeDamaged},
		"JPEG, four planes":         {jpegHead(0xc2, 4_000, 3_500, 4), picture.CodePixels},
	} {
		t.Run(name, func(t *testing.T) { refused(t, c.data, c.code) })
	}
}

// A file that asks for many passes over its pixels is refused, although each of them
// is sound.
func TestManyScansAreRefused(t *testing.T) {
	photo := jpegOf(t, quarters(64, 32, stored))
	end := len(photo) - 2
	scan := photo[bytes.Index(photo, []byte{0xff, 0xda}):end]
	again := func(n int) []byte { return append(append(photo[:end:end], bytes.Repeat(scan, n)...), photo[end:]...) }
	accept(t, again(40))
	refused(t, again(60), picture.CodeDamaged)
	accept(t, append(photo, bytes.Repeat(scan, 60)...)) // behind the end they are nothing
}

func TestWhatIsRefused(t *testing.T) {
	photo, shot := jpegOf(t, quarters(64, 32, stored)), pngOf(t, quarters(64, 32, stored))
	var animated bytes.Buffer
	if err := gif.Encode(&animated, quarters(8, 8, stored), nil); err != nil {
		t.Fatal(err)
	}
	zip := "PK\x05\x06" + strings.Repeat("\x00", 18)
	for name, c := range map[string]struct {
		data string
		code string
	}{
		"nothing":              {"", picture.CodeKind},
		"a program":            {"MZ\x90\x00" + strings.Repeat("\x00", 100), picture.CodeKind},
		"a page":               {"<!doctype html><script>alert(1)</script>", picture.CodeKind},
		"a drawing":            {`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, picture.CodeKind},
		"a GIF":                {animated.String(), picture.CodeKind},
		"blanks and a photo":   {" " + string(photo), picture.CodeKind},
		"half a JPEG":          {string(photo[:len(photo)/2]), picture.CodeDamaged},
		"half a PNG":           {string(shot[:len(shot)/2]), picture.CodeDamaged},
		"a JPEG's first bytes": {"\xff\xd8\xff", picture.CodeDamaged},
		"a photo and a zip":    {string(photo) + zip, picture.CodeMixed},
		"a PNG and a zip":      {string(shot) + zip, picture.CodeMixed},
		"a photo and a page":   {string(withExif(photo, exif(binary.BigEndian, 1, "<SCRIPT>"))), picture.CodeMixed},
		"a photo and a PDF":    {string(withExif(photo, exif(binary.BigEndian, 1, "%PDF-1.4"))), picture.CodeMixed},
	} {
		t.Run(name, func(t *testing.T) { refused(t, []byte(c.data), c.code) })
	}
}

// pdf is a small one with something in its catalogue.
func pdf(catalogue string) string {
	return "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog /Pages 2 0 R " + catalogue + ">> endobj\n" +
		"2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
}

func TestPDF(t *testing.T) {
	for name, data := range map[string]string{
		"plain": pdf(""), "version 2": strings.Replace(pdf(""), "1.7", "2.0", 1), "blank lines behind": pdf("") + "\r\n\x00",
		"opens at a page": pdf("/OpenAction [3 0 R /FitH null]"), "JS by chance": pdf("(a/JS\x80b)"), "a longer name": pdf("/JavaScriptless 1"),
	} {
		a, err := picture.Accept([]byte(data))
		if err != nil || a.Media != picture.PDF || string(a.Data) != data || a.Width+a.Height != 0 || a.Thumbnail != nil {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
	for name, c := range map[string]struct{ data, code string }{
		"no version":         {"%PDF-" + strings.Repeat("x", 50) + "%%EOF", picture.CodeKind},
		"cut":                {pdf("")[:100], picture.CodeDamaged},
		"a zip behind":       {pdf("") + "PK\x05\x06" + strings.Repeat("\x00", 18), picture.CodeMixed},
		"a zip in front":     {"PK\x03\x04" + pdf(""), picture.CodeKind},
		"a page in its head": {strings.Replace(pdf(""), "\n", "\n%<html><script>\n", 1), picture.CodeMixed},
		"too large":          {pdf("(" + strings.Repeat("x", 10<<20) + ")"), picture.CodeSize},
		"encrypted":          {pdf("/Encrypt 5 0 R"), picture.CodeEncrypted},
		"a script":           {pdf("/OpenAction <</S /JavaScript /JS (app.alert(1))>>"), picture.CodeActive},
		"a script's number":  {pdf("/JS 7 0 R"), picture.CodeActive},
		"a script, spelt":    {pdf("/S /J#61vaScr#69pt"), picture.CodeActive},
		"an attachment":      {pdf("/Names <</EmbeddedFiles 7 0 R>>"), picture.CodeActive},
		"a program":          {pdf("/OpenAction <</S/Launch/F(calc.exe)>>"), picture.CodeActive},
		"a form with code":   {pdf("/AcroForm <</XFA 7 0 R>>"), picture.CodeActive},
	} {
		t.Run(name, func(t *testing.T) { refused(t, []byte(c.data), c.code) })
	}
}

// FuzzAccept: whatever comes in is refused with a code or comes out as promised.
func FuzzAccept(f *testing.F) {
	photo := jpegOf(f, quarters(16, 8, stored))
	for _, seed := range [][]byte{
		photo, withExif(photo, exif(binary.LittleEndian, 6, "x")), pngOf(f, quarters(8, 16, stored)), []byte(pdf("/JS 1 0 R")),
		pngHead(65535, 65535, 8, 2), jpegHead(0xc2, 8000, 6000, 3),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := picture.Accept(data)
		var e *picture.Error
		switch {
		case err != nil:
			if !errors.As(err, &e) || e.Code == "" {
				t.Fatalf("not a refusal: %v", err)
			}
		case a.Media == picture.JPEG:
			head, err := jpeg.DecodeConfig(bytes.NewReader(a.Data))
			thumb, thumbErr := jpeg.DecodeConfig(bytes.NewReader(a.Thumbnail))
			if err != nil || thumbErr != nil || head.Width != a.Width || head.Height != a.Height ||
				max(head.Width, head.Height) > 2560 || max(thumb.Width, thumb.Height) > 320 {
				t.Fatalf("%v %v, %v %v", head, err, thumb, thumbErr)
			}
		case a.Media != picture.PDF || !bytes.Equal(a.Data, data):
			t.Fatal(fmt.Sprint("accepted as ", a.Media))
		}
	})
}
