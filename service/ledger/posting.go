package ledger

import (
	"regexp"
	"strconv"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

// Posting is a row of 岗位信息登记.
type Posting struct {
	Sheet       string
	Row         int           // as Excel numbers it, from 1
	Date        calendar.Date // registered
	Employer    string
	USCC        string // canonical; empty when the ledger gives none
	Title       string
	Headcount   int
	Place       string // may be empty, as all that follows
	Pay         Pay
	Kind        string // part_time, temporary, phase or fixed
	Conditions  string
	Description string
	ValidUntil  calendar.Date // zero: not said
	WorkTime    string
	Contact     string
	Phone       string // canonical
	Note        string
}

const (
	maxPlace     = 120
	maxWorkTime  = 120
	maxContact   = 40
	maxText      = 1_000
	maxHeadcount = 10_000
)

// Words of the column 用工形式.
var workKinds = []struct {
	kind string
	as   *regexp.Regexp
}{
	{"part_time", regexp.MustCompile(`非全日制|小时工|钟点工|兼职`)},
	{"phase", regexp.MustCompile(`阶段性|季节`)},
	{"temporary", regexp.MustCompile(`临时|短期|零工|散工|日结`)},
	{"fixed", regexp.MustCompile(`固定|长期|全职|全日制|正式|合同`)},
}

// posting reads a record, as registration does.
func (w *Workbook) posting(r record, today calendar.Date) (Posting, *Refusal) {
	in := input{record: r, date1904: w.date1904, today: today}
	out := Posting{
		Sheet:       r.sheet,
		Row:         r.row,
		Date:        in.date(),
		Employer:    in.employer(),
		USCC:        in.uscc(),
		Title:       in.title(),
		Headcount:   in.headcount(),
		Place:       in.text(fieldPlace, maxPlace),
		Pay:         in.pay(),
		Kind:        in.workKind(),
		Conditions:  in.text(fieldConditions, maxText),
		Description: in.text(fieldDescription, maxText),
		ValidUntil:  in.validUntil(),
		WorkTime:    in.text(fieldWorkTime, maxWorkTime),
		Contact:     in.text(fieldContact, maxContact),
		Phone:       in.phone(optional),
		Note:        in.note(),
	}
	if refused := in.refusal(); refused != nil {
		return Posting{}, refused
	}
	return out, nil
}

func (in *input) title() string {
	title := in.text(fieldTitle, maxTitle)
	if title == "" {
		in.refuse(CodeTitleMissing, "没有填写岗位名称")
	}
	return title
}

// uscc may be blank. A code with letters cannot have been a number cell; one of
// digits alone has lost its end there.
func (in *input) uscc() string {
	text := in.get(fieldUSCC)
	if text == "" {
		return ""
	}
	code, _, err := identity.CanonicalUSCC(text)
	in.check(err)
	return code
}

var someMany = regexp.MustCompile(`^(?:约|各|拟招)?(\d{1,5})(?:\.0)?(?:-(\d{1,5}))?(人|名|位|个)?(左右|以上)?$`)

// headcount takes the smaller number of a range: that many are sure.
func (in *input) headcount() int {
	text := plain(dashes.Replace(in.get(fieldHeadcount)))
	m := someMany.FindStringSubmatch(text)
	if m == nil {
		in.refuse(CodeHeadcount, "没有填写招聘人数，或看不出是多少人")
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n < 1 || n > maxHeadcount {
		in.refuse(CodeHeadcount, "招聘人数须为1至10000人")
	}
	return n
}

func (in *input) pay() Pay {
	text := in.get(fieldPay)
	p, ok := readPay(text, in.record.cells[fieldPay].above)
	if !ok {
		in.refuse(CodePay, "看不出薪资是多少、按什么计，请写成 200元/天、5000-7000元/月、25元/小时、计件或面议")
	}
	return p
}

func (in *input) workKind() string {
	text := word(in.get(fieldKind))
	for _, k := range workKinds {
		if k.as.MatchString(text) {
			return k.kind
		}
	}
	return ""
}

// validUntil may be blank, or say that the posting has no end, which is not said
// either.
func (in *input) validUntil() calendar.Date {
	text := word(in.get(fieldValid))
	if text == "" || text == "长期" || text == "长期有效" || text == "招满为止" {
		return calendar.Date{}
	}
	d, ok := day(in.record.cells[fieldValid], in.record.period, in.date1904)
	if !ok {
		in.refuse(CodeValid, "截止日期不存在或看不出是哪一天，请写成 2026-01-31 这样的完整日期")
	}
	return d
}
