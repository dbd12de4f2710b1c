package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
)

const (
	mostPixels = 50_000_000
	mostSide   = 20_000
	mostMemory = 256 << 20 // that decoding one photo may take
)

// tooLarge looks at what a header announces, before anything of that size is
// made: a few kilobytes can announce gigabytes.
func tooLarge(c image.Config, perPixel int64) bool {
	pixels := int64(c.Width) * int64(c.Height)
	return c.Width > mostSide || c.Height > mostSide || pixels > mostPixels || pixels*perPixel > mostMemory
}

// jpegCost: three planes without subsampling, or four; a progressive file has
// every coefficient in memory besides, as four bytes each.
func jpegCost(data []byte, c image.Config) int64 {
	planes := int64(3)
	switch c.ColorModel {
	case color.GrayModel:
		planes = 1
	case color.CMYKModel:
		planes = 4
	}
	if progressive(data) {
		return planes * 5
	}
	return planes
}

// pngCost is the wider of 8 and 16 bits a sample, with alpha.
func pngCost(_ []byte, c image.Config) int64 {
	switch c.ColorModel {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.Gray16Model:
		return 2
	case color.RGBAModel, color.NRGBAModel:
		return 4
	}
	return 1 // grey or with a palette
}

// mostScans of a JPEG are decoded: a progressive one has about ten. Each goes over
// all pixels again, and may take a few bytes to ask for it.
const mostScans = 50

// scans counts a JPEG's scans up to its end, and no further than is of interest.
func scans(data []byte) (n int) {
	for rest := data[min(2, len(data)):]; n <= mostScans; {
		at := bytes.IndexByte(rest, 0xff)
		if at < 0 || at+4 > len(rest) {
			return n
		}
		marker := rest[at+1]
		switch {
		case marker == 0xd9: // the end
			return n
		case marker == 0xff: // a fill byte
			rest = rest[at+1:]
			continue
		case marker == 0 || marker >= 0xd0 && marker <= 0xd8: // within a scan, or without a body
			rest = rest[at+2:]
			continue
		case marker == 0xda:
			n++
		}
		rest = rest[min(len(rest), at+2+int(binary.BigEndian.Uint16(rest[at+2:]))):]
	}
	return n
}

// segments calls each for every marker segment before the first scan, until it
// returns false.
func segments(data []byte, each func(marker byte, body []byte) bool) {
	for rest := data[min(2, len(data)):]; len(rest) >= 4 && rest[0] == 0xff; {
		marker := rest[1]
		if marker == 0xff { // fill byte
			rest = rest[1:]
			continue
		}
		n := int(binary.BigEndian.Uint16(rest[2:]))
		if n < 2 || len(rest) < 2+n || marker == 0xda {
			return
		}
		if !each(marker, rest[4:2+n]) {
			return
		}
		rest = rest[2+n:]
	}
}

func progressive(data []byte) (found bool) {
	segments(data, func(marker byte, _ []byte) bool {
		found = found || marker == 0xc2
		return !found
	})
	return found
}
