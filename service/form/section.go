package form

import (
	"fmt"
	"strings"

	"github.com/quanjiuye/backend/service/rubric"
)

// itemRows is how many rows of the table an item has.
func itemRows(no int) (n int) {
	for _, r := range layout {
		if r.item == no {
			n++
		}
	}
	return n
}

// sectionRows is how many rows each section has, by its name.
func sectionRows() map[string]int {
	rows := map[string]int{}
	for _, e := range rubric.Catalogue() {
		rows[e.Section] += itemRows(e.No)
	}
	return rows
}

func sectionCell(name string, rows int) cell {
	c := cell{colSection, 1, rows, sectionText(name), false}
	if c.tall() {
		c.text = blankLines + c.text
	}
	return c
}

// sectionText is a section's heading as the form prints it: its name two
// characters to a line where that comes out even, and the printed total.
func sectionText(name string) string {
	var lines []string
	for _, s := range rubric.Sections() {
		if s.Name != name {
			continue
		}
		runes := []rune(name)
		for ; len(runes) > 0 && len(runes)%2 == 0; runes = runes[2:] {
			lines = append(lines, string(runes[:2]))
		}
		if len(runes) > 0 {
			lines = append(lines, name)
		}
		lines = append(lines, fmt.Sprintf("（%d分）", s.Printed))
	}
	return strings.Join(lines, "\n")
}
