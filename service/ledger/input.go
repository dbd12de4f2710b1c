package ledger

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

// input reads the cells of one record and remembers the first fault.
type input struct {
	record   record
	date1904 bool
	today    calendar.Date
	fault    *Error
}

// need says whether a column may be blank.
type need bool

const (
	required need = true
	optional need = false
)

// formulaErrors are the values that Excel saves for a formula that failed.
var formulaErrors = regexp.MustCompile(`^#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)$`)

func (in *input) refuse(code, message string) {
	if in.fault == nil {
		in.fault = refuse(code, message)
	}
}

// check notes what another package refused.
func (in *input) check(err error) {
	var coded interface{ Reason() (code, message string) }
	if err != nil && errors.As(err, &coded) {
		in.refuse(coded.Reason())
	}
}

func (in *input) refusal() *Refusal {
	if in.fault == nil {
		return nil
	}
	return &Refusal{in.record.sheet, in.record.row, in.fault.Code, in.fault.Message}
}

// get is a cell's text. A failed formula is a fault wherever it stands.
func (in *input) get(f field) string {
	text := in.record.cells[f].text
	if formulaErrors.MatchString(text) {
		in.refuse(CodeFormula, "单元格里的公式出错，请改为填写文字")
		return ""
	}
	return text
}

func (in *input) date() calendar.Date {
	if in.get(fieldDate) == "" {
		in.refuse(CodeDate, "没有填写日期")
		return calendar.Date{}
	}
	d, ok := day(in.record.cells[fieldDate], in.record.period, in.date1904)
	switch {
	case !ok:
		in.refuse(CodeDate, "日期不存在或看不出是哪一天，请写成 2026-01-31 这样的完整日期")
	case d.After(in.today):
		in.refuse(CodeDateFuture, "日期晚于今天")
	}
	return d
}

func (in *input) name() string {
	text := in.get(fieldName)
	if in.record.cells[fieldName].number {
		in.refuse(identity.CodeNameRunes, "姓名一栏是数字，请核对")
		return ""
	}
	name, err := identity.CanonicalName(strings.Join(strings.Fields(text), " "))
	in.check(err)
	return name
}

var scientific = regexp.MustCompile(`^\d(\.\d+)?[eE]\+?\d+$`)

// id may be blank. A number cell has lost every digit after the fifteenth, and
// whatever stands there now was made up by Excel.
func (in *input) id() identity.ID {
	text := strings.TrimLeft(in.get(fieldID), "'’‘`")
	switch {
	case text == "":
		return identity.ID{}
	case in.record.cells[fieldID].number, scientific.MatchString(text):
		in.refuse(CodeIDIsNumber, "身份证号码被 Excel 存成了数字，末几位已丢失，请把单元格设为文本后重新填写")
		return identity.ID{}
	}
	id, err := identity.CheckID(text, in.today)
	in.check(err)
	return id
}

// phone takes the first of several numbers, if all of them are good.
func (in *input) phone(n need) string {
	text := strings.TrimLeft(in.get(fieldPhone), "'’‘`")
	if in.record.cells[fieldPhone].number {
		text = plainNumber(text)
	}
	if text == "" && n == optional {
		return ""
	}
	first, err := identity.CanonicalPhone(text)
	if err == nil {
		return first
	}
	for i, part := range between.Split(text, -1) {
		phone, failed := identity.CanonicalPhone(part)
		if failed != nil {
			in.check(err)
			return ""
		}
		if i == 0 {
			first = phone
		}
	}
	return first
}

// plainNumber writes a number cell's value without an exponent. Phone numbers
// fit into Excel's fifteen digits, so nothing is lost.
func plainNumber(text string) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

func (in *input) text(f field, most int) string {
	text, err := identity.CanonicalText(in.get(f), most)
	in.check(err)
	return text
}

func (in *input) employer() string {
	employer := in.text(fieldEmployer, maxEmployer)
	if employer == "" {
		in.refuse(CodeEmployerMissing, "没有填写用人单位")
	}
	return employer
}

func (in *input) occupations() []string {
	var out []string
	for _, part := range between.Split(in.get(fieldOccupation), -1) {
		text, err := identity.CanonicalText(part, maxOccupation)
		in.check(err)
		if text != "" {
			out = append(out, text)
		}
	}
	if len(out) > maxOccupations {
		in.refuse(identity.CodeTextTooLong, "求职意向最多填写 10 项")
	}
	return out
}

// kind is Stable for a fixed post whose evidence proves it.
func (in *input) kind(evidence string) (Kind, string) {
	fixed, ok := readKind(in.get(fieldKind))
	switch {
	case !ok:
		in.refuse(CodeKind, "岗位类型只能是零工或固定")
		return "", ""
	case !fixed:
		return Casual, ""
	case !proven(evidence):
		return Casual, unproven
	default:
		return Stable, ""
	}
}

// note refuses a row that its clerk has struck out.
func (in *input) note() string {
	note := in.text(fieldNote, maxNote)
	if note == "作废" || note == "已作废" {
		in.refuse(CodeVoid, "备注注明该行作废")
	}
	return note
}
