package rubric

import "fmt"

// explain is item 8's sentence.
func (t tally) explain(in input, score Score) string {
	measured := t.measured(in.policy)
	text := fmt.Sprintf("%s%d人", in.pace.counted("推荐成功"), in.pace.persons(t))
	share := in.policy.value(item8Stable) == pointsShare
	if t.Stable > 0 && !share {
		text += fmt.Sprintf("，其中稳定就业%d人加倍计，折合%d人次", in.pace.of(t.Stable), in.pace.of(t.weighted()))
	}
	text += fmt.Sprintf("，月均%s人：%s", about(measured, t.months),
		t.ladder.explain(measured, t.months, in.policy.slope(item8Below, item8Increment), "人"))
	if t.Stable > 0 && share {
		text += t.explainShare(in.pace, score)
	}
	return text + "。"
}

// explainShare is the second step of the points_share reading.
func (t tally) explainShare(p pace, score Score) string {
	text := fmt.Sprintf("；其中稳定就业%d人，占%s，这部分得分加倍，", p.of(t.Stable), percent(t.Stable, t.persons()))
	if score == Points(t.max) {
		text += fmt.Sprintf("最高%d分，", t.max)
	}
	return text + "共得" + score.String() + "分"
}
