package ledger

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// field is something that a column of a ledger may hold.
type field int

const (
	fieldNone field = iota
	fieldSerial
	fieldMonth
	fieldDate
	fieldName
	fieldID
	fieldPhone
	fieldStatus
	fieldOccupation
	fieldArea
	fieldEmployer
	fieldTitle
	fieldKind
	fieldEvidence
	fieldNote
	fieldUSCC
	fieldHeadcount
	fieldPlace
	fieldPay
	fieldConditions
	fieldDescription
	fieldValid
	fieldWorkTime
	fieldContact
	fields
)

// fieldTitles are what refusals call a column.
var fieldTitles = map[field]string{
	fieldDate: "日期", fieldName: "姓名", fieldID: "身份证号码", fieldPhone: "联系电话",
	fieldEmployer: "用人单位", fieldKind: "岗位类型", fieldTitle: "岗位名称",
}

// heading says by which words a column is known. The patterns go from the
// exact word to the vaguer: of several columns that might be meant, the one
// that matches the earliest pattern is, and of equals the leftmost. What
// matches not is never meant.
type heading struct {
	field    field
	patterns []*regexp.Regexp
	not      *regexp.Regexp
}

func known(f field, not string, patterns ...string) heading {
	h := heading{field: f}
	if not != "" {
		h.not = regexp.MustCompile(not)
	}
	for _, p := range patterns {
		h.patterns = append(h.patterns, regexp.MustCompile(p))
	}
	return h
}

// Words that turn a column into somebody else's: the employer's or the clerk's.
const (
	employers = `单位|企业|公司|雇主|用工`
	others    = employers + `|紧急|家属|亲属|经办|负责|(^|[^被])推荐人(电话|姓名|手机)|联系人|工作人员|回访`
)

// nameHeading is the one column that every header has.
var nameHeading = known(fieldName, others, `^姓名$`,
	`^(求职者|求职人员?|劳动者|务工人员|人员|本人|零工|被推荐人|(被|所)?推荐(人员|对象)|就业人员|上岗人员|登记人)(姓名|名字)$`,
	`^(求职者|求职人员|劳动者|务工人员|被推荐人|名字)$`)

// common are the columns of both sheets.
var common = []heading{
	nameHeading,
	known(fieldSerial, "", `^(序号?|编号|no\.?|顺序号?|登记(序|编)号)$`),
	known(fieldMonth, "", `^(月份?|登记月份|上岗月份|所属月份)$`),
	known(fieldID, others, `^(公民|居民)?身份证(件)?(号|号码)?$`, `身份证|证件号|公民身份号`),
	known(fieldPhone, others, `^(本人|求职者|个人)?(联系电话|手机号?码?|联系方式)$`, `电话|手机|联系方式|联系号码`),
	known(fieldNote, "", `^备注`, `^(附注|其他|其它|说明)$`),
}

const dateEnd = `(日期|时间|年月日)$`

// registrationHeadings are the columns of 求职登记.
var registrationHeadings = append([]heading{
	known(fieldDate, `出生|毕业|离|到期|有效|截止|回访|到岗`, `^(求职)?登记`+dateEnd, `^(求职|来访|接待|填表)`+dateEnd, `^`+dateEnd, `登记.*`+dateEnd),
	known(fieldStatus, "", `^(目前|当前|现|现在)?(就业失业|就业|失业|从业|工作)(登记)?(状态|状况|情况)$`, `^(人员|求职者?|劳动者)(类别|类型|身份)$`),
	known(fieldOccupation, "", `^求职意向$`, `(意向|求职|期望|应聘|意愿|希望|拟从事)(的)?(岗位|工种|职业|职位|工作|行业)$`, `^(工种|岗位|职业|职位|意向|就业意向|求职意愿)$`),
	known(fieldArea, "", `(意向|期望|求职|工作|就业|希望|意愿)(工作|就业)?(区域|地区|地点|地域|地)$`, `^(区域|地区|地点)$`),
}, common...)

// placementHeadings are the columns of 推荐就业.
var placementHeadings = append([]heading{
	known(fieldDate, `出生|毕业|离|到期|有效|截止|回访|合同|社保|签订`, `^(实际)?(上岗|到岗|入职|就业|录用)`+dateEnd,
		`(上岗|到岗|入职)`+dateEnd, `^推荐(就业|成功|上岗|就业成功)?`+dateEnd, `^(登记|用工|介绍)?`+dateEnd),
	known(fieldEmployer, `电话|联系|地址|类型|类别|性质|行业|代码|负责|法人|规模|推荐单位|经办`,
		`^(用人|用工|就业|录用|接收|招聘|上岗|招工)(单位|企业|公司)(名称|全称)?$`, `^(单位|企业|公司|雇主|用工主体|工作单位|单位/?企业|企业/?单位)(名称|全称)?$`,
		`(用人|用工|就业|录用|接收|招聘)(单位|企业|公司|主体)`),
	known(fieldTitle, "", `^(上岗|就业|录用|推荐|工作|用工|应聘)?(岗位|职位|工种|职务)(名称)?$`, `^从事(岗位|工种|工作|职业)$`),
	known(fieldKind, `单位|企业|合同|证件|人员`, `^(岗位|就业|用工|工作|上岗)(类型|类别|性质|形式|方式)$`, `^(类型|类别|性质|用工)$`, `零工/?固定|固定/?零工`),
	known(fieldEvidence, "", `佐证|证明|印证|凭证|支撑材料`, `合同|社保|社会保险|参保`, `^(材料|依据|附件)$`),
}, common...)

// titleHeading is the one column that every header of 岗位信息登记 has.
var titleHeading = known(fieldTitle, "", `^(招聘|招工|用工|需求|空缺)?(岗位|职位|工种|职务)(名称)?$`)

// postingHeadings are the columns of 岗位信息登记.
var postingHeadings = []heading{
	titleHeading,
	known(fieldSerial, "", `^(序号?|编号|no\.?|顺序号?|登记(序|编)号)$`),
	known(fieldMonth, "", `^(月份?|登记月份|发布月份|所属月份)$`),
	known(fieldDate, `到期|有效|截止|上岗|到岗|成立`, `^(岗位|首次)?登记`+dateEnd, `^(岗位)?(发布|采集|收集|报送|填表)`+dateEnd, `^`+dateEnd, `(登记|发布).*`+dateEnd),
	known(fieldEmployer, `电话|联系|地址|类型|类别|性质|行业|代码|负责|法人|规模|经办`,
		`^(用人|用工|招聘|招工)(单位|企业|公司)(名称|全称)?$`, `^(单位|企业|公司|雇主|用工主体|单位/?企业|企业/?单位)(名称|全称)?$`),
	known(fieldUSCC, "", `^统一社会信用代码$`, `信用代码`),
	known(fieldHeadcount, "", `^(招聘|招工|招用|需求|用工|拟招|拟聘|岗位|缺工)(人数|数量|名额)$`, `^(人数|数量|需求)$`),
	known(fieldPlace, `单位|企业|注册`, `^(工作|上班|用工|就业)(地点|地址|区域|地)$`, `^(岗位)?(地点|地址|区域)$`),
	known(fieldPay, "", `^(基本)?(薪资|工资|薪酬|月薪|日薪|时薪)(/?(薪资|工资|薪酬))?(待遇|范围|标准|水平)?$`, `薪|工资`, `^待遇$`),
	known(fieldDescription, "", `^(工作|岗位)(内容|职责|描述|说明)$`, `^(内容|职责)$`),
	known(fieldConditions, "", `^(岗位|招聘|任职|应聘|录用|用工)?(要求|条件)$`, `(要求|条件)$`),
	known(fieldValid, "", `^有效期(限|至|到)?$`, `^(招聘)?(有效|截止|截至|到期)(日期|时间|期限|日)?$`, `有效期|截止`),
	known(fieldWorkTime, "", `^(工作|上班)(时间|时段|班次)$`),
	known(fieldKind, `单位|企业`, `^(用工|就业|岗位|工作)(类型|类别|性质|形式|方式)$`),
	known(fieldContact, "", `^(单位|企业|招聘)?联系人(姓名)?$`),
	known(fieldPhone, "", `^(单位|企业|招聘|联系人)?(联系电话|电话|手机号?码?|联系方式)$`),
	known(fieldNote, "", `^备注`, `^(附注|其他|其它|说明)$`),
}

var asides = regexp.MustCompile(`\([^)]*\)|\[[^\]]*\]|【[^】]*】|[*:★]`)

// plain is a text without width and blanks.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, width.Fold.String(s))
}

// word is a heading's text, plain and without asterisks, colons and asides.
func word(s string) string {
	return strings.ToLower(asides.ReplaceAllString(plain(s), ""))
}

// rank is how well a heading fits: 0 is best, negative not at all.
func (h heading) rank(word string) int {
	if word == "" || h.not != nil && h.not.MatchString(word) {
		return -1
	}
	for i, p := range h.patterns {
		if p.MatchString(word) {
			return i
		}
	}
	return -1
}
