package rubric

import (
	"math"
	"math/big"
	"math/bits"
)

// Score is an exact number of points, never negative. The zero Score is 0.
// Equal scores are == to each other, so a Score may be a map key.
type Score struct {
	num   int64
	under int64 // denominator minus one, so that the zero value is 0/1; always in lowest terms
}

// Points is a whole number of points; a negative n counts as 0.
func Points(n int) Score { return Score{num: int64(max(n, 0))} }

// ratio is num/den in lowest terms, for num >= 0 and den > 0.
func ratio(num, den int64) Score {
	d := gcd(num, den)
	return Score{num / d, den/d - 1}
}

// Cmp is -1, 0 or +1 as s is less than, equal to or greater than o.
func (s Score) Cmp(o Score) int {
	hi1, lo1 := bits.Mul64(uint64(s.num), uint64(o.den()))
	hi2, lo2 := bits.Mul64(uint64(o.num), uint64(s.den()))
	switch {
	case hi1 < hi2, hi1 == hi2 && lo1 < lo2:
		return -1
	case hi1 == hi2 && lo1 == lo2:
		return 0
	}
	return 1
}

// Add is s + o: exact over any one sheet, and over any number of sheets scored
// in whole or half points. Only a sum whose fraction no longer fits 63 bits is
// rounded to 4 places.
func (s Score) Add(o Score) Score {
	if small(s) && small(o) {
		return ratio(s.num*o.den()+o.num*s.den(), s.den()*o.den())
	}
	sum := new(big.Rat).Add(s.rat(), o.rat())
	if sum.Num().IsInt64() && sum.Denom().IsInt64() {
		return Score{sum.Num().Int64(), sum.Denom().Int64() - 1}
	}
	return nearest(sum)
}

// small reports whether products of two such scores' parts fit 62 bits.
func small(s Score) bool { return s.num < 1<<31 && s.under < 1<<31-1 }

// Distance is how far s and o are apart, exact like Add.
func (s Score) Distance(o Score) Score {
	d := new(big.Rat).Sub(s.rat(), o.rat())
	d.Abs(d)
	if d.Num().IsInt64() && d.Denom().IsInt64() {
		return Score{d.Num().Int64(), d.Denom().Int64() - 1}
	}
	return nearest(d)
}

// nearest is r rounded to 4 places, at most what a Score can hold.
func nearest(r *big.Rat) Score {
	units, _ := new(big.Rat).SetString(r.FloatString(places))
	units.Mul(units, big.NewRat(scale, 1))
	if !units.Num().IsInt64() {
		return Score{num: math.MaxInt64}
	}
	return ratio(units.Num().Int64(), scale)
}

// Half reports whether s is a whole number of half points.
func (s Score) Half() bool { return s.den() <= 2 }

// Float64 is the nearest floating-point number, for charts; never for sums.
func (s Score) Float64() float64 {
	f, _ := s.rat().Float64()
	return f
}

func (s Score) den() int64    { return s.under + 1 }
func (s Score) rat() *big.Rat { return big.NewRat(s.num, s.den()) }

func lesser(a, b Score) Score {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func greater(a, b Score) Score {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
