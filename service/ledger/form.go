package ledger

import "regexp"

// form is one of the ledgers, as a kind of sheet.
type form struct {
	of       noun
	headings []heading
	anchor   heading        // the column that each of its headers has
	called   *regexp.Regexp // by what sheet names it is known
	required [][]field      // columns without which no row can be read; of each group one
	telling  [][]field      // columns that give it away when the sheet's name does not
	least    string         // Chinese: what a header needs
}

// noun is what a ledger keeps.
type noun int

const (
	registrations noun = iota
	placements
	postings
	nouns
)

// people is what a header of those ledgers needs whose rows are about somebody.
const people = "日期、姓名和联系电话或身份证号码"

var (
	registrationForm = form{
		of:       registrations,
		headings: registrationHeadings,
		anchor:   nameHeading,
		least:    people,
		called:   regexp.MustCompile(`求职`),
		required: [][]field{{fieldDate, fieldMonth}, {fieldName}, {fieldPhone}},
		telling:  [][]field{{fieldStatus, fieldOccupation}, {fieldName}, {fieldDate, fieldMonth}},
	}
	placementForm = form{
		of:       placements,
		headings: placementHeadings,
		anchor:   nameHeading,
		least:    people,
		called:   regexp.MustCompile(`推荐|就业成功|上岗`),
		required: [][]field{{fieldDate, fieldMonth}, {fieldName}, {fieldID, fieldPhone}, {fieldEmployer}, {fieldKind}},
		telling:  [][]field{{fieldEmployer}, {fieldKind}, {fieldName}},
	}
	postingForm = form{
		of:       postings,
		headings: postingHeadings,
		anchor:   titleHeading,
		least:    "单位名称、岗位名称和登记日期",
		called:   regexp.MustCompile(`岗位(信息|登记|发布|采集|需求)|招聘岗位|用工(需求|登记)`),
		required: [][]field{{fieldDate, fieldMonth}, {fieldEmployer}, {fieldTitle}},
		telling:  [][]field{{fieldEmployer}, {fieldTitle}, {fieldHeadcount, fieldPay}},
	}
	forms     = []form{placementForm, postingForm, registrationForm} // from the most telling columns to the least
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
			"工作表“"+sheet+"”里没有找到表头，表头一行至少要有"+named[0].least)
	}
	return table{}, false, nil
}

// formsNamed is the form that a sheet's name tells, or all when it tells none or
// several.
func formsNamed(sheet string) []form {
	var named []form
	for _, f := range forms {
		if f.called.MatchString(sheet) {
			named = append(named, f)
		}
	}
	if len(named) != 1 {
		return forms
	}
	return named
}

// find looks for the form's header, wherever it is, and reads what is below.
func (f form) find(sheet string, all []line, named bool) (table, bool) {
	for i, l := range all {
		h, ok := readHeader(f, l)
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
