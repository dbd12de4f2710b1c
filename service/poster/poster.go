package poster

import (
	"bytes"
	"errors"
	"image/jpeg"
)

// Poster is what a site's poster says.
type Poster struct {
	Name    string // of the site
	Kind    string // what such a site is called
	Agency  string // the supervising office; may be empty, as all that follow
	Address string
	Phone   string
	Hours   string
	Code    []byte // the mini-program code: a JPEG, square
	Example bool   // invented: the sheet says so, lest it hang anywhere
}

// Size is a sheet of paper, upright.
type Size string

// The sizes.
const (
	A4 Size = "a4"
	A3 Size = "a3"
)

// paper is what is known of a size.
type paper struct {
	width, height float64 // millimetres
	scale         float64 // of what is laid out on A4
	dpi           int     // of its PNG
}

var papers = map[Size]paper{
	A4: {sheetWidth, sheetHeight, 1, 300},
	A3: {297, 420, 297 / sheetWidth, 150},
}

// Errors of Lay.
var (
	ErrSize = errors.New("poster: no such size of paper")
	ErrCode = errors.New("poster: the code is not a square JPEG of sound size")
)

// mostCode is the longest side of a code, in pixels.
const mostCode = 2048

// checkCode looks at the whole picture: half a code on a wall helps nobody.
func checkCode(data []byte) error {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width != c.Height || c.Width > mostCode || c.Width < 1 {
		return ErrCode
	}
	if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
		return ErrCode
	}
	return nil
}
