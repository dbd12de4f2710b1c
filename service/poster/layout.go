package poster

import (
	"image"
	"image/color"
	"math"
	"strings"
)

// A sheet of A4 and its margin, in millimetres. What a printer in an office leaves
// blank at the edges is less than the margin.
const (
	sheetWidth  = 210.0
	sheetHeight = 297.0
	margin      = 10.0
	inner       = sheetWidth - 2*margin
)

// Box is a part of a sheet of A4, from its upper left corner, in millimetres.
type Box struct{ X, Y, W, H float64 }

func (b Box) inset(d float64) Box { return Box{b.X + d, b.Y + d, b.W - 2*d, b.H - 2*d} }

// Mark is one thing on a sheet. It is drawn within its box.
type Mark struct {
	Box
	Color  color.RGBA
	Radius float64 // of the corners of an area
	Text   string  // empty: an area, or the code
	Size   float64 // of Text, in millimetres
	Code   bool    // the picture of the code
}

// Sheet is a poster that is laid out and can be drawn.
type Sheet struct {
	Marks []Mark // in the order in which they are drawn
	// Lacking is how many characters the font lacks; each is drawn as □.
	Lacking int

	title string
	code  []byte
}

var (
	blue   = color.RGBA{0x0B, 0x57, 0x9E, 0xFF}
	pale   = color.RGBA{0xEA, 0xF2, 0xFA, 0xFF}
	dark   = color.RGBA{0x1B, 0x25, 0x33, 0xFF}
	grey   = color.RGBA{0x55, 0x62, 0x70, 0xFF}
	orange = color.RGBA{0xC2, 0x41, 0x0C, 0xFF}
	cream  = color.RGBA{0xFF, 0xF3, 0xE0, 0xFF}
	white  = color.RGBA{0xFF, 0xFF, 0xFF, 0xFF}
)

// Lay lays a poster out. It fails with ErrCode.
func (p Poster) Lay() (Sheet, error) {
	if err := checkCode(p.Code); err != nil {
		return Sheet{}, err
	}
	l := &layout{scribe: newScribe()}
	l.head(p)
	l.name(p.Name)
	l.codeCard()
	l.services()
	l.free()
	l.foot(p)
	l.invented(p)
	return Sheet{Marks: l.marks, Lacking: len(l.scribe.lacks), title: p.Name, code: p.Code}, nil
}

// layout collects marks from top to bottom.
type layout struct {
	scribe *scribe
	marks  []Mark
}

func (l *layout) area(b Box, radius float64, c color.RGBA) {
	l.marks = append(l.marks, Mark{Box: b, Color: c, Radius: radius})
}

// align says where a line stands in its box.
type align int

const (
	left align = iota
	centred
	right
)

// text writes into a box, in its middle from top to bottom, and answers the box that
// the lines take.
func (l *layout) text(b Box, text string, most, least float64, a align, c color.RGBA) Box {
	lines, size := l.scribe.fit(l.scribe.known(text), b.W, b.H, most, least)
	h := pitch*size*float64(len(lines)-1) + tall*size
	y := b.Y + (b.H-h)/2
	took := Box{b.X + b.W, y, 0, h}
	for i, line := range lines {
		w := l.scribe.width(line) * size
		x := b.X + (b.W-w)*float64(a)/2
		if a == left {
			x = b.X
		}
		l.marks = append(l.marks, Mark{Box: Box{x, y + pitch*size*float64(i), w, tall * size}, Color: c, Text: line, Size: size})
		took.X, took.W = min(took.X, x), max(took.W, w)
	}
	return took
}

func (l *layout) head(p Poster) {
	band := Box{margin, margin, inner, 40}
	l.area(band, 5, blue)
	l.text(Box{band.X + 9, band.Y, 80, band.H}, brand, 25, 25, left, white)
	chip := Box{band.X + band.W - 9 - 52, band.Y + 6, 52, 12}
	l.area(chip, 6, white)
	l.text(chip.inset(1.5), p.Kind, 7, 3, centred, blue)
	l.text(Box{band.X + 96, chip.Y + chip.H + 2, band.W - 96 - 9, 15}, slogan, 8, 5, right, white)
}

func (l *layout) name(name string) {
	l.text(Box{margin, 54, inner, 35}, name, 20, 6, centred, dark)
}

// codeBox is where the code is; the white around it is a part of the code.
var codeBox = Box{margin + 4, 96, 100, 100}

// CodeWithin is where the code is on a picture of a whole poster, as PNG draws it in any
// size; ok is false when the picture has not the shape of a sheet.
func CodeWithin(picture image.Rectangle) (code image.Rectangle, ok bool) {
	dots := float64(picture.Dx()) / sheetWidth
	if math.Abs(float64(picture.Dy())-sheetHeight*dots) > dots { // a millimetre
		return image.Rectangle{}, false
	}
	at := func(mm float64) int { return int(math.Round(mm * dots)) }
	code = image.Rect(at(codeBox.X), at(codeBox.Y), at(codeBox.X+codeBox.W), at(codeBox.Y+codeBox.H))
	return code.Add(picture.Min), true
}

func (l *layout) codeCard() {
	card := Box{margin, 92, codeBox.W + 8, 124}
	l.area(card, 5, blue)
	l.area(card.inset(1.2), 4, white)
	l.marks = append(l.marks, Mark{Box: codeBox, Code: true})
	l.text(Box{card.X + 6, codeBox.Y + codeBox.H, card.W - 12, 18}, scanMe, 9.5, 5, centred, blue)
}

func (l *layout) services() {
	const x, w, high, gap = margin + 114, inner - 114, 19.0, 2.0
	for i, s := range services {
		row := Box{x, 92 + float64(i)*(high+gap), w, high}
		l.area(row, 3, pale)
		l.area(Box{row.X, row.Y, 2.4, row.H}, 1.2, blue)
		l.text(Box{row.X + 7, row.Y + 1.2, row.W - 9, 9.6}, s.title, 7.6, 5, left, blue)
		l.text(Box{row.X + 7, row.Y + 10.6, row.W - 9, 6.6}, s.words, 4.5, 3, left, grey)
	}
}

func (l *layout) free() {
	band := Box{margin, 222, inner, 30}
	l.area(band, 4, cream)
	l.area(Box{band.X, band.Y, 46, band.H}, 4, orange)
	l.text(Box{band.X + 3, band.Y, 40, band.H}, "公益 免费", 11.5, 8, centred, white)
	l.text(Box{band.X + 52, band.Y + 2, band.W - 56, 9}, freeOfCharge, 6, 4, left, orange)
	l.text(Box{band.X + 52, band.Y + 11, band.W - 56, 17}, noDeposit, 5.2, 3.5, left, dark)
}

// foot writes what is known of where and when; what is not leaves no gap.
func (l *layout) foot(p Poster) {
	var rows [][2]string
	for _, row := range [][2]string{{"地址", p.Address}, {"开放时间", p.Hours}, {"联系电话", p.Phone}, {"主管部门", p.Agency}} {
		if strings.TrimSpace(row[1]) != "" {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return
	}
	bottom := Box{margin, 255, inner, 31}
	high := min(bottom.H/float64(len(rows)), 16)
	for i, row := range rows {
		y := bottom.Y + float64(i)*high
		l.text(Box{bottom.X + 2, y, 26, high}, row[0], 5.2, 5.2, left, grey)
		l.text(Box{bottom.X + 30, y, bottom.W - 32, high}, row[1], 6, 2.6, left, dark)
	}
}

// invented says of an example that it is one.
func (l *layout) invented(p Poster) {
	if p.Example {
		l.text(Box{margin, 286.5, inner, 6}, example, 4.6, 4.6, centred, orange)
	}
}
