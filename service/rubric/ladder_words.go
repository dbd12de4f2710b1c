package rubric

import "fmt"

// explain leads from a monthly average to points: "达到5人得5分，每多整1人加1.5分，
// 多2人，得8分". It ends without a full stop.
func (l ladder) explain(total, months int, s slope, unit string) string {
	over := l.beyond(total, months, s)
	if over < 0 {
		return l.explainBelow(total, months, s, unit)
	}
	text := fmt.Sprintf("达到%d%s得%d分，%s加%s分，", l.base, unit, basePoints, s.each(unit), ratio(l.rateNum, l.rateDen))
	if over > 0 {
		text += "多" + about(over, months) + unit + "，"
	} else if total > l.base*months {
		text += "多出的不足1" + unit + "，"
	}
	if l.uncapped(over, months).Cmp(Points(l.max)) > 0 {
		text += fmt.Sprintf("最高%d分，", l.max)
	}
	return text + "得" + l.score(total, months, s).String() + "分"
}

func (l ladder) explainBelow(total, months int, s slope, unit string) string {
	text := fmt.Sprintf("未达到%d%s，", l.base, unit)
	if s.prorata {
		text += fmt.Sprintf("按%d%s得%d分的比例计，", l.base, unit, basePoints)
	}
	return text + "得" + l.score(total, months, s).String() + "分"
}

func (s slope) each(unit string) string {
	if s.linear {
		return "每多1" + unit + "（不足的按比例）"
	}
	return "每多整1" + unit
}

// counted is the first half of the sentence up to what was counted.
func (p pace) counted(verb string) string {
	if p.ahead {
		return fmt.Sprintf("%d个月预计%s约", p.upTo, verb)
	}
	return fmt.Sprintf("%d个月共%s", p.upTo, verb)
}
