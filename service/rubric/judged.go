package rubric

import (
	"fmt"
	"math"
	"strings"
)

// leastArea is item 1's least floor area in square metres.
var leastArea = map[SiteKind]int{Market: 100, Station: 30}

// undecided ends the sentence of every judged item.
const undecided = "；本项由考核人员评定，系统不打分。"

// describe fills a judged item: what is known, and who decides. Facts of every
// judged item: count, types, missing and text of its evidence.
func describe(f Facts, it *Item) {
	var known []string
	switch it.No {
	case 1:
		known = describeArea(f, it)
	case 6:
		known = describeCompleteness(f, it)
	}
	if e, ok := f.Evidence[it.No]; ok && believable(e.Count) {
		it.Facts["count"], it.Facts["text"] = e.Count, e.Text
		if len(e.Types) > 0 {
			it.Facts["types"] = e.Types
		}
		if len(e.Missing) > 0 {
			it.Facts["missing"] = e.Missing
		}
		known = append(known, e.String())
	}
	if len(known) == 0 {
		known = []string{"暂无可供参考的数据"}
	}
	it.Explanation = strings.Join(known, "，") + undecided
}

// String is the evidence in words.
func (e Evidence) String() string {
	text := fmt.Sprintf("本年度有佐证记录%d条", e.Count)
	if e.Text != "" {
		text += "（" + e.Text + "）"
	}
	return text
}

// describeArea adds area_m2, required and short (whether the area is below
// what is required). A shortfall is flagged, never scored.
func describeArea(f Facts, it *Item) []string {
	least, known := leastArea[f.Kind]
	if known {
		it.Facts["required"] = least
	}
	if f.AreaM2 == nil || !(*f.AreaM2 > 0) || math.IsInf(*f.AreaM2, 0) {
		return nil
	}
	area := *f.AreaM2
	it.Facts["area_m2"] = area
	text := "服务场所面积" + square(area)
	if !known {
		return []string{text}
	}
	short := area < float64(least)
	it.Facts["short"] = short
	verdict := "达到"
	if short {
		verdict = "未达到"
	}
	return []string{fmt.Sprintf("%s，%s%s不少于%d㎡的要求", text, verdict, f.Kind, least)}
}

// describeCompleteness adds complete, total and, when there is a total, share
// (a number from 0 to 1).
func describeCompleteness(f Facts, it *Item) []string {
	c := f.Completeness
	if c == nil || !believable(c.Complete, c.Total) || c.Complete > c.Total {
		return nil
	}
	it.Facts["complete"], it.Facts["total"] = c.Complete, c.Total
	if c.Total == 0 {
		return []string{"本年度还没有求职登记"}
	}
	it.Facts["share"] = ratio(int64(c.Complete), int64(c.Total))
	return []string{fmt.Sprintf("本年度求职登记%d条，必填信息完整的%d条，占%s",
		c.Total, c.Complete, percent(c.Complete, c.Total))}
}
