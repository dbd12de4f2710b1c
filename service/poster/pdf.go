package poster

import (
	"bytes"
	"fmt"
	"image/color"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// PDF draws the sheet as a document of one page, with only as much of the font as it
// needs and the code as it came. Its text can be searched and copied.
func (s Sheet) PDF(size Size) ([]byte, error) {
	p, ok := papers[size]
	if !ok {
		return nil, ErrSize
	}
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: p.width, Ht: p.height}})
	doc.SetCatalogSort(true) // equal input, equal bytes
	doc.SetCreationDate(time.Unix(0, 0).UTC())
	doc.SetModificationDate(time.Unix(0, 0).UTC())
	doc.SetTitle(s.title, true)
	doc.SetLang("zh-CN")
	doc.SetDisplayMode("default", "default") // no action when it is opened
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes(family, "", unpacked().ttf)
	doc.RegisterImageOptionsReader(codeName, jpegOptions, bytes.NewReader(s.code))
	doc.AddPage()
	s.draw(pdfCanvas{doc}, p.scale)
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fmt.Errorf("poster: write the PDF: %w", err)
	}
	return bytes.ReplaceAll(out.Bytes(), noFiles, bytes.Repeat([]byte(" "), len(noFiles))), nil
}

// noFiles is the list of embedded files that the library writes even when there are
// none. Who looks for files in PDFs, as we do in evidence, would take the poster for a
// carrier. Blanks in its place leave every offset right.
var noFiles = []byte("/EmbeddedFiles << /Names [\n  \n] >>")

const (
	family   = "poster"
	codeName = "code"
)

var jpegOptions = fpdf.ImageOptions{ImageType: "JPG"}

type pdfCanvas struct{ doc *fpdf.Fpdf }

func (c pdfCanvas) area(b Box, radius float64, fill color.RGBA) {
	c.doc.SetFillColor(int(fill.R), int(fill.G), int(fill.B))
	c.doc.RoundedRect(b.X, b.Y, b.W, b.H, radius, "1234", "F")
}

func (c pdfCanvas) text(x, baseline, size float64, line string, ink color.RGBA) {
	c.doc.SetTextColor(int(ink.R), int(ink.G), int(ink.B))
	c.doc.SetFont(family, "", 1)
	c.doc.SetFontUnitSize(size)
	c.doc.Text(x, baseline, line)
}

func (c pdfCanvas) code(b Box) {
	c.doc.ImageOptions(codeName, b.X, b.Y, b.W, b.H, false, jpegOptions, 0, "")
}
