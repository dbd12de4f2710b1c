package rubric

import "fmt"

// scorePublishing fills item 4. Facts: enterprises, postings, vacancies; counted
// says which of the last two the policy counts; target_enterprises and
// target_postings; missing_enterprises and missing_postings, of what is counted.
func scorePublishing(in input, it *Item) {
	const what = "发布企业和岗位数"
	f := in.facts.Publishing
	q, known := quotas[in.facts.Kind]
	switch {
	case f == nil:
		it.Explanation = unknown(what)
	case !believable(f.Enterprises, f.Postings, f.Vacancies):
		it.Explanation = mistaken(what)
	case !known:
		it.Explanation = unknownKind
	case in.pace.ahead && !in.pace.ok():
		it.Explanation = unknownMonths
	default:
		in.publish(q, Publishing{
			Enterprises: in.pace.of(f.Enterprises),
			Postings:    in.pace.of(f.Postings),
			Vacancies:   in.pace.of(f.Vacancies),
		}, it)
	}
}

func (in input) publish(q quota, f Publishing, it *Item) {
	at := func(p Policy) gap { return q.gap(p, f.Enterprises, f.counted(p)) }
	g := at(in.policy)
	score := g.score()
	it.Score = &score
	it.Range = in.policy.spread(it.No, func(p Policy) Score { return at(p).score() })
	it.Facts = map[string]any{
		"enterprises":         f.Enterprises,
		"postings":            f.Postings,
		"vacancies":           f.Vacancies,
		"counted":             in.policy.value(item4Unit),
		"target_enterprises":  q.enterprises,
		"target_postings":     q.postings,
		"missing_enterprises": g.enterprisesMissing,
		"missing_postings":    g.postingsMissing,
	}
	noun := postingNouns[in.policy.value(item4Unit)]
	it.Explanation = fmt.Sprintf("本年度发布企业（单位）%d家、%s%d个，", f.Enterprises, noun, f.counted(in.policy)) + g.explain(noun)
	it.Next = g.next(noun)
}

// counted is the number of postings as the policy counts them.
func (f Publishing) counted(p Policy) int {
	if p.value(item4Unit) == byVacancies {
		return f.Vacancies
	}
	return f.Postings
}

// postingNouns name what item 4 counts.
var postingNouns = map[string]string{byPostings: "岗位信息", byVacancies: "招聘名额"}
