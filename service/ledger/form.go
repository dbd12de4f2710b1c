package ledger

import "regexp"

// form is one of the two ledgers, as a kind of sheet.
type form struct {
	placements bool // 推荐就业 rather than 求职登记
	headings   []heading
	called     *regexp.Regexp // by what sheet names it is known
	required   [][]field      // columns without which no row can be read; of each group one
	telling    [][]field      // columns that give it away when the sheet's name does not
}

var (
	registrationForm = form{
		headings: registrationHeadings,
		called:   regexp.MustCompile(`求职`),
		required: [][]field{{fieldDate, fieldMonth}, {fieldName}, {fieldPhone}},
		telling:  [][]field{{fieldStatus, fieldOccupation}, {fieldName}, {fieldDate, fieldMonth}},
	}
	placementForm = form{
		placements: true,
		headings:   placementHeadings,
		called:     regexp.MustCompile(`推荐|就业成功|上岗`),
		required:   [][]field{{fieldDate, fieldMonth}, {fieldName}, {fieldID, fieldPhone}, {fieldEmployer}, {fieldKind}},
		telling:    [][]field{{fieldEmployer}, {fieldKind}, {fieldName}},
	}
	notLedger = regexp.MustCompile(`说明|汇总|统计|须知|指引|字典|选项`)
)

// tableOf finds the ledger in a sheet. ok is false when there is none; a sheet
// that is called a ledger and holds something must be one.
func tableOf(sheet string, all []line) (t table, ok bool, err error) {
	named := formsNamed(sheet)
	for _, f := range named {
		if t, ok := f.find(sheet, all, len(named) == 1); ok {
			return t, true, t.missing()
		}
	}
	if len(named) == 1 && len(all) > 0 && !notLedger.MatchString(sheet) {
		return table{}, false, refuse(CodeNoHeader,
			"工作表“"+sheet+"”里没有找到表头，表头一行至少要有日期、姓名和联系电话或身份证号码")
	}
	return table{}, false, nil
}

// formsNamed is the form that a sheet's name tells, or both when it tells
// neither or both: placements first, which have the more telling columns.
func formsNamed(sheet string) []form {
	seeks, placed := registrationForm.called.MatchString(sheet), placementForm.called.MatchString(sheet)
	switch {
	case seeks && !placed:
		return []form{registrationForm}
	case placed && !seeks:
		return []form{placementForm}
	default:
		return []form{placementForm, registrationForm}
	}
}

// find looks for the form's header, wherever it is, and reads what is below.
func (f form) find(sheet string, all []line, named bool) (table, bool) {
	for i, l := range all {
		h, ok := readHeader(f.headings, l)
		if !ok || !named && h.missing(f.telling...) != "" {
			continue
		}
		t := table{sheet: sheet, form: f, header: h}
		t.period = periodNamed(sheet, all[:i])
		t.read(all, i)
		return t, true
	}
	return table{}, false
}
