package wording_test

import (
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/wording"
)

// honest are frames that take a condition back, speak about a wording, or look
// after people. No word for people makes a violation of them.
var honest = map[string]string{
	"indifferent": `
		X不限 不限X X均可 X都行 X都可以 X没有关系 X没关系 X不影响录用 X也欢迎 X同样欢迎 X也可以 不因X拒绝录用 不排斥X 欢迎X 欢迎X报名 X也能做
		X也收 X照样收 不歧视X 不得歧视X 不嫌弃X X也要 X一样对待 X一视同仁 不是X也可以 不是X也没关系 X同等录用 X可以报名 X照样录用
		不拒绝X X同工同酬 X也照收 X来者不拒 X不受影响 不会不要X X与其他人同等对待 保护X的合法权益 X享受同等待遇 X不设限`,
	"quoted": `
		已删除“限X”的要求 原“限X”条件已取消 不得写“限X” 请勿写“X优先” 禁止写“X勿扰” 招聘信息里不能出现“仅限X” 请商家不要写“只招X”
		写了“不要X”的岗位一律退回 “X勿扰”属于歧视 谁写“限X”就举报谁 “X优先”字样已删除 不得以X为由拒绝录用 不得设置X优先的条件
		本驿站不发布“限X”的信息 “限X”的条款无效 禁止以“X勿扰”等理由拒绝求职者 不得要求X优先 不得拒绝X报名 “仅限X”的内容已改掉
		原来写的X优先是我们写错了，已更正 严禁发布含有“X免谈”的信息 发现“不招X”请拨打12333举报 不能在招聘启事里写“X不要”
		“谢绝X”这样的话不许写 不得出现X勿扰等内容 “限X”已作废 如遇到以X为由拒录的，可投诉 “限X”的说法我们不用 不允许写X优先`,
	"asked":   `请问X能做吗 X可以报名吗 X收不收？收 是不是X都可以`,
	"neutral": `对X无要求 对X没有要求 对X不作要求 X无要求 不要求X 不看X 不问X 不核查X 不以X作为录用条件 X不作为录用条件 无X限制 无X要求 取消X限制`,
	"welcome": `X优先 优先安排X 招X若干名 X专场 优先录用X 招X两名 面向X招工`,
	"tests":   `体检不含X 不查X 不做X 体检不包括X X不查 不要求X 不得检测X 不会要求X 无需X 入职体检取消X 禁止检测X 不得要求X 体检项目没有X 不得强制X检查 不用做X 不必查X 严禁将X列入体检 体检不含X检测 不会要求检测X 从不查X 已取消X 不把X作为录用条件`,
	"care":    `保护X权益 X每天有一小时休息 X不安排夜班 X可以调岗 X依法休产假 X体检由厂里出钱 不得辞退X 不得安排X从事禁忌劳动 X享受产假 X可提前下班 给X发补贴 X每月多休一天 不得因怀孕降低X工资 X有单独休息室 关爱X活动 为X购买保险 X有哺乳时间 不得安排X加班`,
	"things":  `X宿舍 X厕所有热水 X更衣室 X服装打包 X鞋成型工 X装车间 X裤车工 X袜包装 X浴室保洁 X宿舍分开 X宿舍有空调 X款毛衣 X鞋面针车`,
	"served":  `照顾X 护理X 陪护X 为X送餐 给X送餐 X活动中心保洁 X用品店 服务X 上门照料X 帮X洗澡 X免费乘车 X食堂帮厨`,
}

// honestGrid crosses subjects with frames that are lawful for all of them.
type honestGrid struct {
	category wording.Category
	subjects string
	frames   []string
	unlawful string // frames that do not take this back, or are no Chinese
}

var honestGrids = []honestGrid{
	{wording.Gender, `男性 女性 男士 女士 男生 女生 男的 女的 男工 女工 女职工 妇女 查某 小哥 大姐 大叔 阿姨 女普工 男女 男女工`, []string{"indifferent", "quoted", "asked"}, ""},
	{wording.Ethnicity, `汉族 回族 回民 藏族 彝族 少数民族 维吾尔族 藏胞 苗族同胞 少数民族群众 壮族人`, []string{"indifferent", "quoted", "asked"}, ""},
	{wording.Ethnicity, `民族 民族成分`, []string{"neutral"}, ""},
	{wording.Religion, `佛教徒 信佛的 基督徒 信教的 穆斯林 信徒 有宗教信仰的`, []string{"indifferent", "quoted", "asked"}, ""},
	{wording.Religion, `宗教信仰 信仰`, []string{"neutral"}, ""},
	{wording.Region, `河南人 外地人 本地人 外省的 贵州老乡 外来工 四川籍 老乡 云南人 外来务工人员 咱厝人`, []string{"indifferent", "quoted", "asked"}, ""},
	{wording.Region, `籍贯 地域 出生地`, []string{"neutral"}, ""},
	{wording.Hukou, `本地户口 外地户口 农村户口 本市户籍 外省户籍人员 非本地户籍`, []string{"indifferent", "quoted", "asked"}, ""},
	{wording.Hukou, `户口 户籍 户口性质`, []string{"neutral"}, ""},
	{wording.Marital, `已婚 未婚 已婚女性 孕妇 单身 离异的 宝妈 带孩子的 备孕的 哺乳期女工`, []string{"indifferent", "quoted", "asked"}, ""},
	{wording.Marital, `婚育状况 婚姻状况 婚否`, []string{"neutral"}, ""},
	{wording.Disability, `残疾人 残疾的 聋哑人 残障人士 腿脚不便的 视力障碍者 肢残人员`, []string{"indifferent", "quoted", "asked"}, ""},
	{wording.Disability, `残疾人`, []string{"welcome"}, ""},
	{wording.HepatitisB, `乙肝 乙肝携带者 大三阳 小三阳 乙肝病毒携带者`, []string{"indifferent", "quoted", "asked"}, "X也要"},
	{wording.HepatitisB, `乙肝 乙肝两对半 乙肝五项 乙肝表面抗原`, []string{"tests"}, ""},
	{wording.Marital, `孕检 妊娠检测 早孕 验孕`, []string{"tests"}, ""},
	{wording.Age, `年纪大的 60岁以上的 老人 70后 退休的 年轻人 50岁以上 中年人 五十多岁的 大龄的`, []string{"indifferent", "quoted", "asked"}, ""},
	{wording.Age, `年龄 年纪 岁数`, []string{"neutral"}, ""},
	{wording.Other, `胖的 矮的 属虎的 处女座 有纹身的 长得丑的 长相一般的`, []string{"indifferent", "quoted", "asked"}, ""},
	{wording.Other, `身高 长相 属相 星座 血型 形象 体重`, []string{"neutral"}, ""},
	{wording.Gender, `女工 女职工 女士 女员工 妇女 女生`, []string{"care"}, ""},
	{wording.Gender, `男 女 男工 女工 男士 女士 男生 女生`, []string{"things"}, ""},
	{wording.Age, `老人 老年人 60岁以上老人 中老年人 爷爷奶奶`, []string{"served"}, ""},
	{wording.Disability, `残疾人 聋哑人 盲人 残障人士`, []string{"served"}, ""},
	{wording.Marital, `孕妇 哺乳期 怀孕女职工 哺乳期妇女 孕期女工`, []string{"care"}, ""},
}

func (g honestGrid) misses() (missed []string, total int) {
	for _, set := range g.frames {
		for _, f := range strings.Fields(honest[set]) {
			if slices.Contains(strings.Fields(g.unlawful), f) {
				continue
			}
			for _, s := range strings.Fields(g.subjects) {
				for _, c := range []string{"%", "仓库打包，%。", "%，包吃住", "石狮仓库：%！"} {
					text := strings.Replace(c, "%", strings.ReplaceAll(f, "X", s), 1)
					total++
					if r := wording.Check(text); r.Verdict != wording.OK {
						missed = append(missed, string(g.category)+"\t"+f+"\t"+s+"\t"+c)
					}
				}
			}
		}
	}
	return missed, total
}
