package picture

import (
	"image"
	"image/draw"
)

// shrink makes img at most side pixels long, on white, each pixel the average of
// the area that it covers. It takes the image row by row, so that beside img
// itself only the small one is in memory. A smaller image keeps its size.
func shrink(img image.Image, side int) *image.RGBA {
	src := img.Bounds()
	w, h := src.Dx(), src.Dy()
	dw, dh := fit(w, h, side)
	out := image.NewRGBA(image.Rect(0, 0, dw, dh))
	row := image.NewRGBA(image.Rect(0, 0, w, 1))
	line, sum := make([]uint64, 3*dw), make([]uint64, 3*dw)
	dy := 0
	// In units in which the image is h·dh high: a source row is dh of them, a row
	// of the result h, so one lies in at most two of the other.
	for y := range h {
		draw.Draw(row, row.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(row, row.Rect, img, image.Pt(src.Min.X, src.Min.Y+y), draw.Over)
		addAcross(line, row.Pix, w, dw)
		end := (dy + 1) * h
		within := min((y+1)*dh, end) - y*dh
		add(sum, line, uint64(within))
		if (y+1)*dh >= end {
			emit(out, dy, sum, uint64(w)*uint64(h))
			clear(sum)
			add(sum, line, uint64(dh-within))
			dy++
		}
	}
	return out
}

// fit is the size of a w by h image that is at most side pixels long.
func fit(w, h, side int) (int, int) {
	longest := max(w, h)
	if longest <= side {
		return w, h
	}
	return max(1, w*side/longest), max(1, h*side/longest)
}

// addAcross puts the w pixels of a row into dw sums, whose weights are w each.
func addAcross(line []uint64, pix []byte, w, dw int) {
	clear(line)
	dx := 0
	for x := range w {
		end := (dx + 1) * w
		within := min((x+1)*dw, end) - x*dw
		p, d := pix[4*x:4*x+3], line[3*dx:]
		for c := range 3 {
			d[c] += uint64(p[c]) * uint64(within)
		}
		if (x+1)*dw >= end {
			if dx++; dx == dw {
				return
			}
			d = line[3*dx:]
			for c := range 3 {
				d[c] += uint64(p[c]) * uint64(dw-within)
			}
		}
	}
}

func add(sum, line []uint64, weight uint64) {
	if weight == 0 {
		return
	}
	for i, v := range line {
		sum[i] += v * weight
	}
}

func emit(out *image.RGBA, y int, sum []uint64, total uint64) {
	pix := out.Pix[y*out.Stride:]
	for x := range out.Rect.Dx() {
		for c := range 3 {
			pix[4*x+c] = byte((sum[3*x+c] + total/2) / total)
		}
		pix[4*x+3] = 0xff
	}
}

// upright turns and mirrors an image as its orientation tells.
func upright(img *image.RGBA, orientation int) *image.RGBA {
	if orientation == normal {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			to := turned(x, y, w, h, orientation)
			copy(out.Pix[out.PixOffset(to.X, to.Y):][:4], img.Pix[img.PixOffset(x, y):])
		}
	}
	return out
}

// turned is where the pixel at x, y of a w by h image belongs (TIFF 6.0, tag
// Orientation).
func turned(x, y, w, h, orientation int) image.Point {
	switch orientation {
	case 2: // mirrored
		return image.Pt(w-1-x, y)
	case 3: // upside down
		return image.Pt(w-1-x, h-1-y)
	case 4:
		return image.Pt(x, h-1-y)
	case 5:
		return image.Pt(y, x)
	case 6: // lies on its left side
		return image.Pt(h-1-y, x)
	case 7:
		return image.Pt(h-1-y, w-1-x)
	case 8: // lies on its right side
		return image.Pt(y, w-1-x)
	}
	return image.Pt(x, y)
}
