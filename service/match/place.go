package match

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed place.txt
var placeSource string

var places = mustPlaces(placeSource)

// counties is a set of county-level areas, a bit each.
type counties uint16

// townID is a town's place among all of them, from 1; 0 is none.
type townID int16

type gazetteer struct {
	county []string // by bit
	next   []counties
	town   []town // by townID
	words  map[string][]spot
	most   int // bytes of the longest word
}

type town struct {
	name   string
	county int // bit; -1 of the first, which is none
}

// spot is what a word of place means: a county, or a town of it.
type spot struct {
	county int
	town   townID
}

// County reports whether name is a county-level area that matching knows.
func County(name string) bool { return places.bit(name) != 0 }

func (g *gazetteer) bit(name string) counties {
	if i := slices.Index(g.county, name); i >= 0 {
		return 1 << i
	}
	return 0
}

func (g *gazetteer) names(c counties) string {
	var out []string
	for i, name := range g.county {
		if c&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return strings.Join(out, "、")
}

// around is the counties next to any of c.
func (g *gazetteer) around(c counties) (next counties) {
	for i, n := range g.next {
		if c&(1<<i) != 0 {
			next |= n
		}
	}
	return next &^ c
}

// read lists the counties and towns that a text names. A town brings its county; one
// whose name two counties have brings the one that is named as well, or both.
func (g *gazetteer) read(text string) (named counties, towns []townID) {
	var spots []spot
	for i := 0; i < len(text); {
		j := min(len(text), i+g.most)
		for ; j > i; j-- {
			if found, ok := g.words[text[i:j]]; ok {
				spots = append(spots, found...)
				break
			}
		}
		i = max(j, i+1)
	}
	for _, s := range spots {
		if s.town == 0 {
			named |= 1 << s.county
		}
	}
	said := named
	for _, s := range spots {
		if s.town != 0 && (said == 0 || said&(1<<s.county) != 0 || !g.shared(s)) && !slices.Contains(towns, s.town) {
			towns, named = append(towns, s.town), named|1<<s.county
		}
	}
	return named, towns
}

// shared reports whether another county has a town of that name.
func (g *gazetteer) shared(s spot) bool { return len(g.words[g.town[s.town].name]) > 1 }

func mustPlaces(text string) *gazetteer {
	g := &gazetteer{town: []town{{county: -1}}, words: map[string][]spot{}}
	var lines [][]string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			f := strings.Split(line, "|")
			lines, g.county = append(lines, f), append(g.county, strings.TrimSpace(f[0]))
		}
	}
	for i, f := range lines {
		g.add(i, f)
	}
	for w := range g.words {
		g.most = max(g.most, len(w))
	}
	return g
}

func (g *gazetteer) add(i int, fields []string) {
	for _, w := range append(strings.Fields(fields[1]), g.county[i]) {
		g.words[w] = append(g.words[w], spot{county: i})
	}
	var next counties
	for _, name := range strings.Fields(fields[2]) {
		if g.bit(name) == 0 {
			panic(fmt.Sprintf("place.txt: no %s", name)) // of the embedded table
		}
		next |= g.bit(name)
	}
	g.next = append(g.next, next)
	for _, name := range strings.Fields(fields[3]) {
		name, long := strings.CutSuffix(name, "!")
		g.town = append(g.town, town{name, i})
		s := spot{i, townID(len(g.town) - 1)}
		g.words[name] = append(g.words[name], s)
		if !long {
			short := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(name, "街道"), "镇"), "乡")
			g.words[short] = append(g.words[short], s)
		}
	}
}
