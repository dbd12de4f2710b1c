package rubric

import "fmt"

// Change is an item whose score differs between two sheets.
type Change struct {
	No    int
	Title string
	From  *Score // nil: was not known
	To    *Score // nil: is not known any more
	Text  string // Chinese, without a full stop
}

// Changes lists the items whose score differs from one sheet to another, in the
// order of the form.
func Changes(from, to Sheet) []Change {
	var list []Change
	for i, was := range from.Items {
		is := to.Items[i]
		if equal(was.Score, is.Score) {
			continue
		}
		c := Change{No: was.No, Title: was.Title, From: was.Score, To: is.Score}
		c.Text = fmt.Sprintf("第%d项（%s）", c.No, c.Title) + c.words()
		list = append(list, c)
	}
	return list
}

func (c Change) words() string {
	switch {
	case c.From == nil:
		return fmt.Sprintf("此前尚无数据，从0起算，得 %s 分", c.To)
	case c.To == nil:
		return fmt.Sprintf("原得 %s 分，改为暂不计分", c.From)
	}
	return "得分" + fromTo(*c.From, *c.To)
}

func equal(a, b *Score) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }
