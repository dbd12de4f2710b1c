package picture

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestShrinkIsTheAverageOfTheArea compares with the same average, computed pixel
// by pixel in floating point.
func TestShrinkIsTheAverageOfTheArea(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 40).Draw(t, "w"), rapid.IntRange(1, 40).Draw(t, "h")
		side := rapid.IntRange(1, 40).Draw(t, "side")
		img := image.NewGray(image.Rect(3, 5, 3+w, 5+h))
		for i, v := range rapid.SliceOfN(rapid.Byte(), w*h, w*h).Draw(t, "pixels") {
			img.Pix[i] = v
		}
		got := shrink(img, side)
		dw, dh := got.Rect.Dx(), got.Rect.Dy()
		if max(dw, dh) > max(1, side) || max(w, h) <= side && (dw != w || dh != h) {
			t.Fatalf("%d by %d, from %d by %d and side %d", dw, dh, w, h, side)
		}
		for y := range dh {
			for x := range dw {
				want := area(img, float64(x)*float64(w)/float64(dw), float64(x+1)*float64(w)/float64(dw),
					float64(y)*float64(h)/float64(dh), float64(y+1)*float64(h)/float64(dh))
				if c := got.RGBAAt(x, y); math.Abs(float64(c.R)-want) > 0.51 || c.R != c.G || c.A != 255 {
					t.Fatalf("at %d, %d: %v, want %v", x, y, c, want)
				}
			}
		}
	})
}

func area(img *image.Gray, x0, x1, y0, y1 float64) float64 {
	sum := 0.0
	for y := int(y0); float64(y) < y1 && y < img.Rect.Dy(); y++ {
		for x := int(x0); float64(x) < x1 && x < img.Rect.Dx(); x++ {
			wx := max(0, min(x1, float64(x+1))-max(x0, float64(x)))
			wy := max(0, min(y1, float64(y+1))-max(y0, float64(y)))
			sum += wx * wy * float64(img.GrayAt(img.Rect.Min.X+x, img.Rect.Min.Y+y).Y)
		}
	}
	return sum / ((x1 - x0) * (y1 - y0))
}

// Four turns by a quarter, and two of each other step, are none.
func TestTurnsAreUndone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 9).Draw(t, "w"), rapid.IntRange(1, 9).Draw(t, "h")
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		for i := range w * h {
			img.SetRGBA(i%w, i/w, color.RGBA{byte(i), byte(i * 7), 3, 255})
		}
		for o, back := range map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6} {
			got := upright(upright(img, o), back)
			if got.Rect != img.Rect || string(got.Pix) != string(img.Pix) {
				t.Fatalf("%d and %d back: %v", o, back, got)
			}
		}
	})
}

func FuzzOrientation(f *testing.F) {
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"))
	f.Add([]byte("MM\x00*\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		jpeg := append(binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe1"), uint16(len(data)+8)), "Exif\x00\x00"...)
		for _, o := range []int{orientation(data), jpegOrientation(data), jpegOrientation(append(jpeg, data...)), pngOrientation(data)} {
			if o < 1 || o > 8 {
				t.Fatalf("orientation %d", o)
			}
		}
		progressive(data)
	})
}

func TestScans(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "\xff\xd8": 0, "\xff\xd8\xff\xd9": 0, "\xff\xd8\xff\xda": 0,
		"\xff\xd8\xff\xda\x00\x02data\xff\x00\xff\xd0\xff\xda\x00\x02more\xff\xd9\xff\xda\x00\x02": 2,
		"\xff\xd8\xff\xe1\x00\x06\xff\xda\x00\x02\xff\xda\x00\x02x":                                1, // a preview in Exif is not this photo's
		"\xff\xd8\xff\xe1\xff\xff":         0,
		"\xff\xd8\xff\xff\xff\xda\x00\x02": 1,
	} {
		if got := scans([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
