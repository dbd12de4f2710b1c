package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
)

// The media types that come out.
const (
	JPEG = "image/jpeg"
	PDF  = "application/pdf"
)

const (
	longestSide  = 2560 // pixels of what is kept: enough to read a contract on a page
	thumbSide    = 320
	quality      = 85
	thumbQuality = 75
)

// Accepted is a file that may be kept.
type Accepted struct {
	Media     string // JPEG or PDF
	Data      []byte // for a PDF the very slice that was given
	Width     int    // pixels, upright; 0 for a PDF
	Height    int
	Thumbnail []byte // a JPEG; nil for a PDF
}

// Accept makes of an uploaded file what may be kept, or returns an *Error. The
// same file always makes the same bytes, as long as the program is the same.
func Accept(data []byte) (Accepted, error) {
	var photo codec
	switch {
	case len(data) == 0:
		return Accepted{}, errEmpty
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		photo = jpegCodec
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		photo = pngCodec
	case bytes.HasPrefix(data, []byte("%PDF-")):
		if err := checkPDF(data); err != nil {
			return Accepted{}, err
		}
		return Accepted{Media: PDF, Data: data}, nil
	default:
		return Accepted{}, errKind
	}
	if mixed(data) {
		return Accepted{}, errMixed
	}
	return photo.accept(data)
}

// codec is how one format of photos is read.
type codec struct {
	config      func(data []byte) (image.Config, error)
	cost        func(data []byte, c image.Config) int64 // bytes per pixel that decoding takes at most
	scans       func(data []byte) int                   // nil: each pixel is decoded once
	orientation func(data []byte) int
	decode      func(data []byte) (image.Image, error)
}

var jpegCodec = codec{
	config:      func(data []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(data)) },
	cost:        jpegCost,
	scans:       scans,
	orientation: jpegOrientation,
	decode:      func(data []byte) (image.Image, error) { return jpeg.Decode(bytes.NewReader(data)) },
}

var pngCodec = codec{
	config:      func(data []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(data)) },
	cost:        pngCost,
	orientation: pngOrientation,
	decode:      func(data []byte) (image.Image, error) { return png.Decode(bytes.NewReader(data)) },
}

func (c codec) accept(data []byte) (Accepted, error) {
	head, err := c.config(data)
	switch {
	case err != nil || head.Width <= 0 || head.Height <= 0:
		return Accepted{}, errDamaged
	case tooLarge(head, c.cost(data, head)):
		return Accepted{}, errPixels
	case c.scans != nil && c.scans(data) > mostScans:
		return Accepted{}, errDamaged
	}
	img, err := c.decode(data)
	if err != nil {
		return Accepted{}, errDamaged
	}
	photo := upright(shrink(img, longestSide), c.orientation(data))
	out := Accepted{Media: JPEG, Width: photo.Rect.Dx(), Height: photo.Rect.Dy()}
	if out.Data, err = encode(photo, quality); err != nil {
		return Accepted{}, err
	}
	out.Thumbnail, err = encode(shrink(photo, thumbSide), thumbQuality)
	return out, err
}

func encode(img *image.RGBA, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}
