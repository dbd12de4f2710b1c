package service

import (
	"fmt"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// assessedOn is the day on which the county finished its column; zero before.
func (n Assessment) assessedOn() calendar.Date {
	if st, ok := n.last(ScoreStep); ok {
		return calendar.DateOf(st.At)
	}
	return calendar.Date{}
}

// returned is the step that sent the form back, as long as nobody has handed it on.
func (n Assessment) returned() (AssessmentStep, bool) {
	for _, st := range slices.Backward(n.Steps) {
		switch st.Kind {
		case SelfStep, AssessStep: // mending it
		case ReturnStep:
			return st, true
		default:
			return AssessmentStep{}, false
		}
	}
	return AssessmentStep{}, false
}

// next says where the form is on a day, and who does what next.
func (n Assessment) next(today calendar.Date) string {
	_, returned := n.returned()
	_, answered := n.last(AnswerStep)
	_, accepted := n.last(AcceptStep)
	until := n.appealUntil()
	switch {
	case n.Status == Draft && returned:
		return "考核表已退回站点，站点按退回原因修改后重新提交。"
	case n.Status == Draft:
		return "站点自评中，还没有提交；填齐自评分值后提交县（市、区）考核。"
	case n.Status == Submitted && returned:
		return "考核表已退回县（市、区），按退回原因重新考核。"
	case n.Status == Submitted:
		return "考核表已提交，由县（市、区）评定考核分值。"
	case n.Status == Approved:
		return "市级已批准，考核表已封存，不能再更改。"
	case n.appealed():
		return "站点已申诉，由县（市、区）答复后再由市级批准。"
	case answered:
		return "县（市、区）已答复申诉，由市级批准。"
	case accepted:
		return "站点已同意考核分值，由市级批准。"
	case until.Before(today):
		return "申诉期已满，站点没有申诉，由市级批准。"
	}
	return fmt.Sprintf("县（市、区）已完成考核。站点可在%s前（含当日）同意或申诉；站点同意后，或期满没有申诉，由市级批准。", inWords(until))
}
