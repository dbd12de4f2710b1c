package ledger

import "regexp"

// Kind is what sort of work somebody was placed in.
type Kind string

// The kinds, as the rest of the system spells them.
const (
	Casual Kind = "casual" // 零工
	Stable Kind = "stable" // 固定岗位实现稳定就业
)

// Words of the kind column. 兼职 is in neither: a part-time post may be both.
var (
	casualWords = regexp.MustCompile(`^(零工|散工|短工|临时|临时性|短期|阶段性|季节性|季节工|日结|小时工|钟点工|计时工|计件工|非全日制|灵活就业|灵活用工|灵活)(工|岗|岗位|就业|用工|人员)?$`)
	fixedWords  = regexp.MustCompile(`^(固定|稳定|稳定性|长期|长期性|全职|全日制|正式|合同)(工|岗|岗位|就业|用工|员工)?$`)
)

// readKind reads the kind column; ok is false when it names neither kind.
func readKind(s string) (fixed, ok bool) {
	w := word(s)
	return fixedWords.MatchString(w), casualWords.MatchString(w) || fixedWords.MatchString(w)
}
