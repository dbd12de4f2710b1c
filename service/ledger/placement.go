package ledger

import (
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

// Placement is a row of 推荐就业.
type Placement struct {
	Sheet    string
	Row      int           // as Excel numbers it, from 1
	Date     calendar.Date // first day at work
	Name     string
	ID       identity.ID // zero when the ledger gives none; then there is a phone
	Phone    string      // canonical; may be empty when there is an ID
	Employer string
	Title    string // 岗位; may be empty
	Kind     Kind   // Stable only where Contract names what makes it so
	Contract string // the evidence as written; may be empty
	Note     string // may be empty
	Remark   string // Chinese; what was read otherwise than written (CodeUnproven), or empty
}

const unproven = "岗位类型为固定，但佐证材料没有写明 6 个月以上的合同或 3 个月以上的社保，按零工计"

// placement reads a record, as registration does.
func (w *Workbook) placement(r record, today calendar.Date) (Placement, *Refusal) {
	in := input{record: r, date1904: w.date1904, today: today}
	out := Placement{
		Sheet:    r.sheet,
		Row:      r.row,
		Date:     in.date(),
		Name:     in.name(),
		ID:       in.id(),
		Phone:    in.phone(optional),
		Employer: in.employer(),
		Title:    in.text(fieldTitle, maxTitle),
		Contract: in.text(fieldEvidence, maxEvidence),
		Note:     in.note(),
	}
	if out.ID.IsZero() && out.Phone == "" {
		in.refuse(CodeIdentityMissing, "没有身份证号码，也没有联系电话，无法确认是谁")
	}
	out.Kind, out.Remark = in.kind(out.Contract)
	if refused := in.refusal(); refused != nil {
		return Placement{}, refused
	}
	return out, nil
}
