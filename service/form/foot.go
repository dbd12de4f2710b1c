package form

import (
	"fmt"

	"github.com/quanjiuye/backend/service/rubric"
)

// column is what one column of scores adds up to so far.
type column struct {
	name          string
	sum           rubric.Score
	filled, blank int
}

func (c column) total() *rubric.Score {
	if c.blank > 0 {
		return nil
	}
	return &c.sum
}

// foot is the small type below the official table, a paragraph each: what the
// form's own headings get wrong, why a total is missing, and the caller's note.
func (f Form) foot() []string {
	lines := []string{"注：" + rubric.Note}
	for _, c := range []column{f.self(), f.assessed()} {
		if c.filled > 0 && c.blank > 0 {
			lines = append(lines, fmt.Sprintf("%s已填%d项，小计%s分；另有%d项未填，未填不是0分，填齐后再填合计。",
				c.name, c.filled, c.sum, c.blank))
		}
	}
	if note := clean(f.Note); note != "" {
		lines = append(lines, note)
	}
	return lines
}
