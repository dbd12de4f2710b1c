package poster

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the font
	"io"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed font/poster.ttf.gz
var packed []byte

// typeface is the one font of a poster.
type typeface struct {
	ttf    []byte
	parsed *opentype.Font
}

// unpacked is the font as both backends want it; it stays in memory (6 MB).
var unpacked = sync.OnceValue(func() typeface {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(err) // what is embedded is whole, which a test shows
	}
	ttf, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	parsed, err := opentype.Parse(ttf)
	if err != nil {
		panic(err)
	}
	return typeface{ttf, parsed}
})

// missing is drawn for what the font lacks.
const missing = '□'

// scribe measures texts. It is for one goroutine.
type scribe struct {
	font   *opentype.Font
	buffer sfnt.Buffer
	widths map[rune]float64
	lacks  map[rune]bool
}

func newScribe() *scribe {
	return &scribe{font: unpacked().parsed, widths: map[rune]float64{}, lacks: map[rune]bool{}}
}

// known is text with the missing sign for each character that the font lacks.
func (s *scribe) known(text string) string {
	return strings.Map(func(r rune) rune {
		if s.glyph(r) == 0 {
			s.lacks[r] = true
			return missing
		}
		return r
	}, text)
}

func (s *scribe) glyph(r rune) sfnt.GlyphIndex {
	i, err := s.font.GlyphIndex(&s.buffer, r)
	if err != nil {
		return 0
	}
	return i
}

// width is how far text reaches at a size of 1.
func (s *scribe) width(text string) float64 {
	sum := 0.0
	for _, r := range text {
		w, ok := s.widths[r]
		if !ok {
			em := s.font.UnitsPerEm()
			a, err := s.font.GlyphAdvance(&s.buffer, s.glyph(r), fixed.I(int(em)), font.HintingNone)
			if err != nil {
				a = fixed.I(int(em))
			}
			w = float64(a) / 64 / float64(em)
			s.widths[r] = w
		}
		sum += w
	}
	return sum
}
