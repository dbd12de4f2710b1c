package demo

import (
	"image"
	"image/color"
	"image/draw"
)

// canvas is a picture in the making.
type canvas struct{ *image.RGBA }

func (c canvas) box(x, y, w, h int, r, g, b uint8) {
	draw.Draw(c, image.Rect(x, y, x+w, y+h), image.NewUniform(color.RGBA{r, g, b, 255}), image.Point{}, draw.Src)
}

// certificate is cream in a golden frame, with n+1 ribbons.
func (c canvas) certificate(n int) {
	c.box(0, 0, 320, 240, 190, 150, 60)
	c.box(10, 10, 300, 220, 252, 246, 226)
	c.box(60, 36, 200, 14, 170, 40, 40)
	for i := range n + 1 {
		c.box(40+30*i, 190, 16, 28, 190, 30, 30)
	}
}

// contract is a page of lines that are not words; every one breaks elsewhere.
func (c canvas) contract(n int) {
	c.box(0, 0, 320, 240, 225, 225, 222)
	c.box(30, 8, 260, 224, 255, 255, 255)
	c.box(100, 20, 120, 12, 40, 40, 40)
	for i := range 14 {
		c.box(44, 44+13*i, 120+(i*37+n*53)%112, 4, 120, 120, 120)
	}
}

// scene is a house by the road with a coloured board and n+1 visitors.
func (c canvas) scene(n int) {
	c.box(0, 0, 320, 240, 175, 210, 235)
	c.box(0, 180, 320, 60, 150, 150, 145)
	c.box(40, 60, 240, 120, 235, 228, 215)
	c.box(40, 40, 240, 26, 30, uint8(90+30*n), 150)
	for i := range n + 1 {
		c.box(60+44*i, 160, 18, 44, 60, 70, 110)
		c.box(63+44*i, 146, 12, 12, 225, 180, 150)
	}
}

// stamp writes 示例 (example), each dot a square of so many pixels.
func (c canvas) stamp(at image.Point, size int, ink color.RGBA) {
	for y, row := range example {
		for x, dot := range row {
			if dot == '#' {
				c.box(at.X+x*size, at.Y+y*size, size, size, ink.R, ink.G, ink.B)
			}
		}
	}
}

// example is the two characters, dot by dot.
var example = [...]string{
	"...#########.......#.........#.",
	"...................#.#####...#.",
	"..................#...#....#.#.",
	".#############....#...#....#.#.",
	".......#.........##..####..#.#.",
	".......#.........##..#..#..#.#.",
	"...#...#...#....#.#.#...#..#.#.",
	"...#...#...##.....#.#.#.#..#.#.",
	"..#....#....#.....#.#..##..#.#.",
	"..#....#....##....#....#...#.#.",
	".#.....#.....#....#...#......#.",
	".......#..........#..#.......#.",
	".......#..........#.#......#.#.",
	".....##...........##........#..",
}
