package wording_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/wording"
)

// say is what was found, as "category:words".
func say(r wording.Result) []string {
	list := []string{}
	for _, f := range r.Findings {
		list = append(list, string(f.Category)+":"+f.Words)
	}
	return list
}

func finds(r wording.Result, c wording.Category) bool {
	return slices.ContainsFunc(r.Findings, func(f wording.Finding) bool { return f.Category == c })
}

// violations name the category and the words that are found in them.
var violations = []struct{ text, want string }{
	{"招两名送水工，限男性", "gender:限男性"},
	{"送水工，男性优先考虑", "gender:男性优先考虑"},
	{"洗碗工，男的不要", "gender:男的不要"},
	{"门卫(男)，包住", "gender:男"},
	{"男普工3名", "gender:男普工3名"},
	{"男女各4名", "gender:男女各4名"},
	{"装卸，除了女性都可以", "gender:除了女性都可以"},
	{"叠衣工，非女性不收", "gender:非女性不收"},
	{"男搬运每天300元，女搬运每天220元", "gender:男搬运每天300元 gender:女搬运每天220元"},

	{"18-45周岁", "age:18-45周岁"},
	{"四十五岁以下", "age:四十五岁以下"},
	{"45周岁（含）以下", "age:45周岁（含）以下"},
	{"不超过50岁", "age:不超过50岁"},
	{"55以下，能熬夜", "age:55以下"},
	{"年龄：20～38", "age:20～38"},
	{"25岁以上", "age:25岁以上"},
	{"50多岁的勿扰", "age:50多岁的勿扰"},
	{"1980年以后出生", "age:1980年以后出生"},
	{"只要00后", "age:只要00后"},
	{"岁数大的别来", "age:岁数大的别来"},

	{"＜45岁", "age:＜45岁"},
	{"年龄4字头以内", "age:4字头以内"},
	{"5字头的免谈", "age:5字头的免谈"},

	{"仅限汉族", "ethnicity:仅限汉族"},
	{"民族：汉", "ethnicity:民族：汉"},
	{"藏族、彝族不收", "ethnicity:藏族、彝族不收"},
	{"少数民族谢绝", "ethnicity:少数民族谢绝"},
	{"黑人勿扰", "ethnicity:黑人勿扰"},

	{"信佛的优先", "religion:信佛的优先"},
	{"宗教信仰：无", "religion:宗教信仰：无"},
	{"不招教徒", "religion:不招教徒"},

	{"回族的简历不看", "ethnicity:回族的简历不看"},
	{"外省籍贯不招", "region:外省籍贯不招"},
	{"面向女性招聘", "gender:面向女性招聘"},
	{"结了婚的不考虑", "marital:结了婚的不考虑"},
	{"江西的不要", "region:江西的不要"},
	{"只招本地人", "region:只招本地人"},
	{"外地人，勿扰", "region:外地人，勿扰"},
	{"籍贯：安徽", "region:籍贯：安徽"},

	{"须本市户籍", "hukou:须本市户籍"},
	{"户口不在泉州的不要", "hukou:户口不在泉州的不要"},
	{"户籍：鲤城", "hukou:户籍：鲤城"},

	{"未婚优先", "marital:未婚优先"},
	{"两年内不得怀孕", "marital:不得怀孕"},
	{"带孩子的勿扰", "marital:带孩子的勿扰"},

	{"残疾人谢绝", "disability:残疾人谢绝"},
	{"要求四肢健全", "disability:要求四肢健全"},
	{"无残疾", "disability:无残疾"},

	{"体检查乙肝", "hepatitis_b:乙肝"},
	{"小三阳勿扰", "hepatitis_b:小三阳勿扰"},
	{"不得患有乙肝", "hepatitis_b:不得患有乙肝"},

	{"属龙的优先", "other:属龙的优先"},
	{"身高170以上", "other:身高170以上"},
	{"O型血", "other:O型血"},
	{"姓赵的不要", "other:姓赵的不要"},

	{"入职需交押金500元", "fee:交押金500元"},
	{"服装押金 200", "fee:服装押金"},
	{"体检费由本人缴给我司", "fee:体检费由本人缴给"},
	{"先交钱再上班", "fee:先交钱"},
	{"不交押金不能上岗", "fee:押金不能"},
	{"扣押身份证", "fee:扣押身份证"},
	{"身份证由公司统一保管", "fee:身份证由公司统一保管"},
	{"须有本地担保人", "fee:须有本地担保人"},
	{"工服从工资里扣", "fee:工服从工资里扣"},
	{"外地户口需交押金", "hukou:外地户口需交押金 fee:交押金"},
	{"刷单兼职，日结", "scam:刷单兼职"},
	{"高价租用银行卡", "scam:高价租用银行卡"},
}

func TestViolationsAreNamed(t *testing.T) {
	for _, c := range violations {
		r := wording.Check(c.text)
		if got := strings.Join(say(r), " "); got != c.want {
			t.Errorf("%s: found %q, want %q", c.text, got, c.want)
		}
		for _, f := range r.Findings {
			if r.Verdict != f.Category.Verdict() && r.Verdict != wording.Block {
				t.Errorf("%s: %s, which is too mild for %s", c.text, r.Verdict, f.Category)
			}
			if !strings.Contains(f.Clause, "《") || !suggestsLawful(f.Suggestion) {
				t.Errorf("%s: cites %q and suggests %q", c.text, f.Clause, f.Suggestion)
			}
		}
	}
}

// suggestsLawful reports whether what is proposed, in quotes, passes itself.
func suggestsLawful(s string) bool {
	_, rest, found := strings.Cut(s, "“")
	for found {
		var words string
		words, rest, _ = strings.Cut(rest, "”")
		if wording.Check(words).Verdict != wording.OK {
			return false
		}
		_, rest, found = strings.Cut(rest, "“")
		if !found {
			return true
		}
	}
	return false
}

// lookAlikes hold the same words and shut nobody out.
var lookAlikes = []string{
	"男女不限", "性别不限，民族不限", "男生女生均可", "不得限男性", "禁止只招男性", "招工不分男女老少",
	"女职工宿舍", "男更衣室在二楼", "女装导购", "招男鞋厂成型工", "女足赛检票", "联系人：林女士", "看护一位女性老人", "女职工产假98天",
	"年满16周岁", "未满16周岁不招", "18周岁以上", "25-35元/小时", "18-22点", "成立45年", "年龄不限", "欢迎50岁以上的师傅", "60岁以上也可",
	"民族服装厂", "回族自治县", "尊重少数民族习惯", "少数民族优先照顾", "畲族乡工地",
	"寺庙旁小吃店", "无宗教信仰要求", "信息部",
	"新疆大盘鸡店", "会闽南语优先", "本地外地均可", "外地员工包住", "东北菜馆",
	"户外作业", "农户采茶", "户籍不限", "无户籍要求", "协助落户",
	"婚庆布置", "生育津贴", "已婚未婚均可", "月嫂",
	"残疾人优先", "优先安排残疾人", "盲人按摩店", "非残疾人勿扰",
	"体检不含乙肝", "乙肝携带者同等录用", "持健康证",
	"①包吃住②日结③年满16周岁", "①男女不限②35名", "面积60㎡以上", "60m²以上的店面", "⑩人以上团队", "male or female", "Men/Women welcome", "只限E-mail报名，email only", "departments only", "男女不限（male/female）", "腊月廿八放假", "No.3车间", "cash only",
	"不收取任何费用", "无需押金", "免费培训", "带身份证原件面试", "周边租房押一付三", "已建立工资保证金制度", "押金全免", "体检费由公司承担", "凡收押金的请举报",
	"负责收取客户押金", "押运员", "不扣押证件", "停车场收费员", "刷单的勿扰", "交社保", "保管员", "创业担保贷款",
	"三阳村保洁", "面向女性顾客", "时薪>20元", "工资5字头起", "哺乳期女职工可提前一小时下班",
	"限本科以上学历", "限前50名", "中介勿扰", "身高不限", "家属区保洁", "货架高180厘米",
}

func TestLookAlikesPass(t *testing.T) {
	for _, text := range lookAlikes {
		if r := wording.Check(text); r.Verdict != wording.OK || len(r.Findings) != 0 {
			t.Errorf("%s: %s %v", text, r.Verdict, say(r))
		}
	}
}

// What is written to escape a search is read as what it is.
func TestDisguisesDoNotHelp(t *testing.T) {
	for text, want := range map[string]wording.Category{
		"限 男 性": wording.Gender, "限.男.性": wording.Gender, "限，男，性": wording.Gender, "限男\u200b性": wording.Gender,
		"僅限女性": wording.Gender, "限♂": wording.Gender, "🈲女": wording.Gender, "男❤️生❤️优❤️先": wording.Gender, "【女】【生】【勿】【扰】": wording.Gender,
		"４５岁以下": wording.Age, "45 岁 以 下": wording.Age, "四十五周岁以内": wording.Age,
		"少*数*民*族*勿*扰": wording.Ethnicity, "限漢族": wording.Ethnicity, "乙-肝-勿-扰": wording.HepatitisB, "ＨＢＶ阳性不要": wording.HepatitisB,
		"只要⼥性": wording.Gender, "限㊚": wording.Gender, "仅限㊛性": wording.Gender, "只要男ㅤ性": wording.Gender, "限女\u115f性": wording.Gender, "限⽼人勿扰": wording.Age,
		"年龄18-㉟岁": wording.Age, "年龄⑱至㊱岁": wording.Age, "③⑤岁以下": wording.Age, "𝟷8-35岁": wording.Age, "35歳以下": wording.Age,
		"卅五岁以下": wording.Age, "廿五至卅五岁": wording.Age, "②35岁以下": wording.Age, "①男性优先": wording.Gender,
		"只限male": wording.Gender, "men only": wording.Gender, "男only": wording.Gender, "Female preferred": wording.Gender, "收银员, ladies only": wording.Gender,
		"only women": wording.Gender, "no women": wording.Gender, "只要boy": wording.Gender, "wanted: male": wording.Gender,
		"nánxìng yōuxiān": wording.Gender, "nvxing优先": wording.Gender, "男xing优先": wording.Gender,
		"殘疾人勿擾": wording.Disability, "外 省 人 不 要": wording.Region, "本 市 户 口 优 先": wording.Hukou,
	} {
		if r := wording.Check(text); !finds(r, want) {
			t.Errorf("%q: %v", text, say(r))
		}
	}
}

func TestAnEmptyTextIsFine(t *testing.T) {
	for _, text := range []string{"", " ", "。，、", "\xff\xfe", "😀😀"} {
		if r := wording.Check(text); r.Verdict != wording.OK || r.Findings != nil {
			t.Errorf("%q: %v", text, r)
		}
	}
}

func TestTheWorstFindingDecides(t *testing.T) {
	for text, want := range map[string]wording.Verdict{
		"45岁以下，属虎优先": wording.Review, "45岁以下，限男性": wording.Block, "限男性，45岁以下": wording.Block,
	} {
		if r := wording.Check(text); r.Verdict != want || len(r.Findings) != 2 {
			t.Errorf("%s: %s %v", text, r.Verdict, say(r))
		}
	}
}
