package poster

import "image/color"

// canvas is what a sheet is drawn on, in millimetres of its own paper. It keeps its
// first error to itself until the end.
type canvas interface {
	area(b Box, radius float64, c color.RGBA)
	// text writes one line that begins at x on the baseline.
	text(x, baseline, size float64, line string, c color.RGBA)
	code(b Box)
}

func (s Sheet) draw(on canvas, scale float64) {
	for _, m := range s.Marks {
		b := Box{m.X * scale, m.Y * scale, m.W * scale, m.H * scale}
		switch {
		case m.Code:
			on.code(b)
		case m.Text != "":
			on.text(b.X, b.Y+above*m.Size*scale, m.Size*scale, m.Text, m.Color)
		default:
			on.area(b, m.Radius*scale, m.Color)
		}
	}
}
