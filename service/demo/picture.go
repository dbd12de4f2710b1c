package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"sync"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/picture"
)

// motif is what a picture shows.
type motif string

const (
	certificate motif = "certificate"
	contract    motif = "contract"
	scene       motif = "scene"
)

// file is a picture as an upload brings it and as it is kept.
type file struct {
	sum  string // of the upload
	kept picture.Accepted
}

// File has the bytes that a piece of the demonstration's evidence tells of; none for
// any other evidence.
func File(e service.Evidence) picture.Accepted {
	for _, stock := range pictures() {
		for _, f := range stock {
			if f.sum == e.SHA256 {
				return f.kept
			}
		}
	}
	return picture.Accepted{}
}

// pictures are drawn once: the same few serve every site and every day.
var pictures = sync.OnceValue(func() map[motif][]file {
	all := map[motif][]file{}
	for s, n := range map[motif]int{certificate: 3, contract: mostContracts, scene: mostScenes} {
		for i := range n {
			all[s] = append(all[s], drawn(s, i))
		}
	}
	return all
})

func drawn(s motif, n int) file {
	c := canvas{image.NewRGBA(image.Rect(0, 0, 320, 240))}
	map[motif]func(canvas, int){certificate: canvas.certificate, contract: canvas.contract, scene: canvas.scene}[s](c, n)
	c.stamp(image.Pt(80, 80), 5, color.RGBA{200, 30, 30, 255})
	var b bytes.Buffer
	err := jpeg.Encode(&b, c, &jpeg.Options{Quality: 80})
	if err != nil {
		panic(fmt.Sprint("demo: encode a picture: ", err))
	}
	sum := sha256.Sum256(b.Bytes())
	kept, err := picture.Accept(b.Bytes())
	if err != nil {
		panic(fmt.Sprint("demo: a picture is not accepted: ", err))
	}
	return file{hex.EncodeToString(sum[:]), kept}
}

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
