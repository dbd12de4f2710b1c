package rubric

import (
	"fmt"
	"sort"
	"strings"
)

var partStepWords = map[string]string{
	wholeUp:   "不足一档按一档扣",
	wholeDown: "不足一档不扣",
	prorata:   "不足一档按比例扣",
}

// explain is the second half of item 4's sentence.
func (g gap) explain(noun string) string {
	if g.enterprisesMissing == 0 && g.postingsMissing == 0 {
		return fmt.Sprintf("达到%d家、%d个的要求，得%s分。", g.enterprises, g.postings, g.score())
	}
	var parts []string
	costE, costP := g.costs()
	if n := g.enterprisesMissing; n > 0 {
		parts = append(parts, fmt.Sprintf("企业比要求的%d家少%d家扣%s分", g.enterprises, n, inPoints(costE)))
	}
	if n := g.postingsMissing; n > 0 {
		parts = append(parts, fmt.Sprintf("%s比要求的%d个少%d个扣%s分", noun, g.postings, n, inPoints(costP)))
	}
	if len(parts) == 2 {
		parts = append(parts, g.combined(costE, costP))
	}
	steps := fmt.Sprintf("（每少%d家或%d个扣1分，%s）", g.enterpriseStep, g.postingsStep, partStepWords[g.how])
	return strings.Join(parts, "，") + steps + "，" + g.verdict()
}

func (g gap) combined(costE, costP int) string {
	if g.larger {
		return fmt.Sprintf("取较大的一项扣%s分", inPoints(max(costE, costP)))
	}
	return fmt.Sprintf("合计扣%s分", inPoints(costE+costP))
}

func (g gap) verdict() string {
	if g.cost() == allPoints {
		return "扣完为止，得0分。"
	}
	return fmt.Sprintf("得%s分。", g.score())
}

func inPoints(hundredths int) Score { return ratio(int64(hundredths), onePoint) }

// next is the fewest enterprises, postings or both that raise the score. Where
// the other kind alone reaches the same score, the text says so.
func (g gap) next(noun string) *Next {
	e, p, ok := g.smallest()
	if !ok {
		return nil
	}
	better := g.less(e, p)
	firms := func(n int) string { return fmt.Sprintf("%d 家企业（单位）", n) }
	posts := func(n int) string { return fmt.Sprintf("%d 个%s", n, noun) }

	next := &Next{Need: e, Unit: "家", Score: better.score()}
	var what string
	switch {
	case e > 0 && p > 0:
		next.Also = &More{Need: p, Unit: "个"}
		what = firms(e) + "和 " + posts(p)
	case e > 0:
		what = firms(e)
		if n, ok := fewest(g.postingsMissing, better.cost(), func(n int) gap { return g.less(0, n) }); ok {
			what += "，或 " + posts(n)
		}
	default:
		next.Need, next.Unit = p, "个"
		what = posts(p)
		if n, ok := fewest(g.enterprisesMissing, better.cost(), func(n int) gap { return g.less(n, 0) }); ok {
			what += "，或 " + firms(n)
		}
	}
	next.Text = rise("本年度再发布 "+what, g.score(), next.Score)
	return next
}

// fewest is the smallest n up to most at which less(n) costs exactly cost.
func fewest(most, cost int, less func(n int) gap) (n int, ok bool) {
	n = sort.Search(most+1, func(n int) bool { return less(n).cost() <= cost })
	return n, n <= most && less(n).cost() == cost
}
