package poster

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

const inch = 25.4 // millimetres

// PNG draws the sheet as a picture that prints in its true size: A4 with 300 dots to
// the inch, A3 with 150.
func (s Sheet) PNG(size Size) ([]byte, error) {
	p, ok := papers[size]
	if !ok {
		return nil, ErrSize
	}
	code, err := jpeg.Decode(bytes.NewReader(s.code))
	if err != nil {
		return nil, ErrCode
	}
	dots := float64(p.dpi) / inch
	on := &pngCanvas{
		picture: image.NewRGBA(image.Rect(0, 0, int(math.Round(p.width*dots)), int(math.Round(p.height*dots)))),
		scanned: code, dots: dots, shape: &vector.Rasterizer{},
	}
	draw.Draw(on.picture, on.picture.Bounds(), image.White, image.Point{}, draw.Src)
	s.draw(on, p.scale)
	if on.err != nil {
		return nil, fmt.Errorf("poster: draw the PNG: %w", on.err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, on.picture); err != nil {
		return nil, fmt.Errorf("poster: write the PNG: %w", err)
	}
	return withDensity(out.Bytes(), p.dpi), nil
}

type pngCanvas struct {
	picture *image.RGBA
	scanned image.Image
	dots    float64 // to the millimetre
	shape   *vector.Rasterizer
	err     error
}

// bow is how far the control points of a quarter circle are from its ends.
const bow = 0.5523

func (c *pngCanvas) area(b Box, radius float64, fill color.RGBA) {
	at := image.Rect(int(b.X*c.dots), int(b.Y*c.dots), int((b.X+b.W)*c.dots)+1, int((b.Y+b.H)*c.dots)+1)
	x0, y0 := float32(b.X*c.dots-float64(at.Min.X)), float32(b.Y*c.dots-float64(at.Min.Y))
	x1, y1 := x0+float32(b.W*c.dots), y0+float32(b.H*c.dots)
	r := float32(radius * c.dots)
	k := r * (1 - bow)
	c.shape.Reset(at.Dx(), at.Dy())
	c.shape.MoveTo(x0+r, y0)
	c.shape.LineTo(x1-r, y0)
	c.shape.CubeTo(x1-k, y0, x1, y0+k, x1, y0+r)
	c.shape.LineTo(x1, y1-r)
	c.shape.CubeTo(x1, y1-k, x1-k, y1, x1-r, y1)
	c.shape.LineTo(x0+r, y1)
	c.shape.CubeTo(x0+k, y1, x0, y1-k, x0, y1-r)
	c.shape.LineTo(x0, y0+r)
	c.shape.CubeTo(x0, y0+k, x0+k, y0, x0+r, y0)
	c.shape.ClosePath()
	c.shape.Draw(c.picture, at, image.NewUniform(fill), image.Point{})
}

func (c *pngCanvas) text(x, baseline, size float64, line string, ink color.RGBA) {
	face, err := opentype.NewFace(unpacked().parsed, &opentype.FaceOptions{Size: size * c.dots, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		c.err = err
		return
	}
	at := fixed.Point26_6{X: fixed.Int26_6(x * c.dots * 64), Y: fixed.Int26_6(baseline * c.dots * 64)}
	(&font.Drawer{Dst: c.picture, Src: image.NewUniform(ink), Face: face, Dot: at}).DrawString(line)
	if err := face.Close(); err != nil {
		c.err = err
	}
}

func (c *pngCanvas) code(b Box) {
	at := image.Rect(int(math.Ceil(b.X*c.dots)), int(math.Ceil(b.Y*c.dots)), int((b.X+b.W)*c.dots), int((b.Y+b.H)*c.dots))
	draw.CatmullRom.Scale(c.picture, at, c.scanned, c.scanned.Bounds(), draw.Src, nil)
}

// withDensity says how many dots make an inch (the chunk pHYs, behind the header),
// so that the picture prints as large as the paper is.
func withDensity(picture []byte, dpi int) []byte {
	const header = 8 + 25 // signature, IHDR
	perMetre := uint32(math.Round(float64(dpi) / inch * 1000))
	chunk := []byte("\x00\x00\x00\x09pHYs")
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // to the metre
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	out := make([]byte, 0, len(picture)+len(chunk))
	out = append(append(out, picture[:header]...), chunk...)
	return append(out, picture[header:]...)
}
