package match

import "math"

// reaches are distances in metres up to which they earn something.
var reaches = []struct {
	metres int64
	points int
}{{1_000, WeightArea}, {3_000, 18}, {5_000, 16}, {10_000, 12}, {20_000, 6}}

// far is from where on a distance speaks against.
const far = 20_000

func (p Point) known() bool { return p != Point{} }

// squared is the square of the distance in metres, as a crow flies, for two places
// at 25° north: right within a few in a thousand anywhere in Quanzhou.
func squared(a, b Point) int64 {
	const metresLat, metresLng = 110_770, 100_950 // of a degree there
	y := (int64(a.Lat) - int64(b.Lat)) * metresLat / 1_000_000
	x := (int64(a.Lng) - int64(b.Lng)) * metresLng / 1_000_000
	return x*x + y*y
}

// Metres is the distance between two known positions.
func Metres(a, b Point) int { return int(math.Sqrt(float64(squared(a, b)))) }

func near(a, b Point) int {
	d := squared(a, b)
	for _, r := range reaches {
		if d <= r.metres*r.metres {
			return r.points
		}
	}
	return 0
}
