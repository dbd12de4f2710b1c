package wording_test

import (
	"strings"

	"github.com/quanjiuye/backend/service/wording"
)

// grid crosses the words for people of a kind with the frames they are put in.
// "X" in a frame is the subject.
type grid struct {
	category wording.Category
	subjects string
	frames   []string // names of frame sets
	lawful   string   // frames that are no violation for these subjects, and why is said beside
}

var frames = map[string]string{
	"refuse": `
		X勿扰 X勿投 X莫来 X别来 X免谈 X抱歉 X不收 X不招 X不要 X不考虑 X不用 X不录 X算了 X不安排 X均不在招收范围 X谢绝 谢绝X 不招X 不收X
		不要X 拒招X 不考虑X X一律不要 X请绕道 X恕不接待 X就别来了 除X外都可以 X除外 X不行 X暂不招 暂不招X X不合适 X不予录用 X不欢迎
		X慎投 X止步 X免 X不予考虑 X不接收 X请勿报名 请X勿投 X请另找 X名额没有 X没位置 X不在考虑之列 X不可报名 X不能报名 X不放心
		X来了也不收 X就不用来了 X就免了 X一概不录 X不敢用 X没得谈 X免开尊口 X不必联系 X轮不到 X拒绝 拒绝X 不得为X 不得是X 不能是X
		X不给安排 X我们不收 X这边不收 X抱歉了 X不好意思 X见谅 X一个不留 X不受理 X劝退 X淘汰 X不准进厂 别招X 不安排X 不敢用X 杜绝X X绕道走`,
	"limit": `
		限X 仅X 只要X 仅限X 只招X 只收X 限招X X限定 非X不招 非X勿扰 非X不要 非X免谈 要求：X 对象：X 招工对象：X X才要 X才收 X才给安排
		必须X 必须是X 须为X 只考虑X 仅限X报名 X才行 X方可 只用X 单招X 全部要X 一定要X 得是X 要求是X 指定X 限定X 不是X不要 仅收X 仅招X
		只给X安排 只安排X 只录X 只留X 清一色X 要是X才行 X才能报名 仅面向X 专招X 仅对X开放 只对X开放 名额只给X X专属 只接受X 光招X 就要X`,
	"prefer": `
		X优先 优先X X为佳 最好X 最好是X X最好 X优先录用 X优先考虑 优先录用X 优先考虑X 同等条件X优先 X者优先 首选X 优先招X X先安排
		X尤佳 倾向X X为主 X加分 X优先安排 优先安排X 优先选X 更想招X X更好 偏向X X优先上岗 先招X 先安排X X为宜 X更合适`,
	"recruit": `
		招X若干名 招X X一名 招X两名 招X3名 要X 找几个X 急招X X若干 X若干名 X5名 招两个X 需X一名 诚聘X 招聘X 来几个X 来两个X 缺X两名 要几个X
		找X 招几个X X两个 X数名`,
	"unequal": `
		X减半 X工价减半 X工资减半 X工价低一些 X工资低一点 X工钱少二十 X单价打八折 X押后 X排后面 X排最后 X最后考虑 X少给二十 X另算工价
		X工资要低`,
	"one": `非X勿扰 非X不要 限X 仅限X 只要X 民族：X 民族要求：X 民族：限X 民族为X 民族须为X`,
}

var contexts = []string{"%", "仓库打包，%。", "%，包吃住", "石狮仓库招工：%！"}

var grids = []grid{
	{wording.Gender, `
		男 女 男性 女性 男士 女士 男生 女生 男的 女的 男工 女工 男普工 女普工 男孩 女孩 男同志 女同志 男职工 女员工 男人 女人 小伙子
		小姑娘 妇女 大老爷们 女孩子 男孩子 查某 查埔 查埔人 查某人 男师傅 女师傅 男青年 女青年 男服务员 女保洁 男司机 女收银 女店员`,
		[]string{"refuse", "limit", "prefer", "recruit", "unequal"}, ""},
	{wording.Gender, `大叔 大妈 大爷 大婶`, []string{"limit", "prefer", "recruit"}, ""}, // to refuse them is of age
	{wording.Gender, `阿姨`, []string{"refuse", "limit", "prefer"}, ""},           // 招阿姨 is said of a trade
	{wording.Gender, `小哥 大哥 大姐 妹子 小姐姐 小哥哥 小伙 姑娘 大嫂 帅哥 美女 靓仔 靓女`,
		[]string{"refuse", "limit", "prefer", "recruit"}, ""},
	{wording.Ethnicity, `
		汉族 汉人 汉族人 汉族同胞 回族 回民 藏族 藏族人 藏民 藏胞 彝族 彝族人 彝胞 苗族 壮族 壮族人 维族 维吾尔族 蒙古族 朝鲜族 满族人
		土家族 布依族 瑶族 畲族 傣族群众 哈萨克族 侗族 仡佬族 羌族 黑人 彝族老乡 苗族的 汉族的 彝族工人`,
		[]string{"refuse", "limit", "prefer", "recruit"}, ""},
	{wording.Ethnicity, `汉 彝`, []string{"one"}, ""},
	{wording.Ethnicity, `少数民族 少数民族的 少数民族群众 少数民族人员 少数民族同胞 少数民族的朋友 少数民族工人`,
		[]string{"refuse"}, ""}, // to seek and prefer minorities is lawful
	{wording.Religion, `
		佛教徒 基督徒 信佛的 信教的 信教的人 有宗教信仰的 有信仰的 天主教徒 穆斯林 教徒 信徒 信基督教的 信道教的 信众 教友 伊斯兰教信徒
		无宗教信仰者 无信仰人士 不信教的 拜妈祖的 信主的 传教的 入教的 佛门弟子 有信仰者 宗教人士`,
		[]string{"refuse", "limit", "prefer"}, ""},
	{wording.Region, `
		河南人 贵州人 四川人 江西人 云南人 安徽人 东北人 新疆人 漳州人 莆田人 周口人 毕节人 泉州人 晋江人 惠安人 福建人 河南籍 江西籍人员
		安徽老乡 四川那边的 广西那边的人 贵州来的 河南的 江西的 外地人 外地的 外地人员 外地工 外省人 外省的 本地人 本地的 本地工 外来工
		外来人员 外来务工人员 省外的 本省人 本省的 闽南人 北方人 南方人 咱厝人 外口人 外乡人 老乡 本村人 本镇人 北仔 阿北仔 外地仔 湖南籍
		湖北一带的 闽西人 两广人 云贵川的 新疆来的 泉州本地的 泉州本地人 本地员工 身份证35开头的 四川同乡 凉山来的`,
		[]string{"refuse", "limit", "prefer"}, ""},
	{wording.Hukou, `
		本地户口 外地户口 农村户口 城镇户口 农业户口 非农户口 泉州户口 泉州户籍 晋江户籍 本市户籍 外省户籍 本区户籍 鲤城区户籍 本市户籍人员
		本地户口的 外地户口的 外地户籍人员 户口在本区的 户口不在石狮的 户籍在晋江的 农村户籍 福建户籍 福建省户籍 非本地户籍
		户口在外地的 农转非 非农 居民户口 外省户口人员 有本地户口的 没有本地户口的 户口不在本地的`,
		[]string{"refuse", "limit", "prefer"}, ""},
	{wording.Marital, `
		已婚 未婚 已婚的 未婚的 已婚已育 未婚未育 已婚已育的 已婚女性 未婚男性 孕妇 怀孕的 备孕的 有孕在身的 单身 单身的 离异的 离过婚的
		哺乳期的 哺乳期妇女 准备生孩子的 要二胎的 近期结婚的 没生过孩子的 未育的 已育女性 已婚人士 没结婚的 刚结婚的 准备要小孩的
		想生二胎的 怀孕女工 打算结婚的 大肚子的`,
		[]string{"refuse", "limit", "prefer"}, ""},
	{wording.Marital, `有小孩的 带孩子的 带娃的 宝妈 有孩子的 有对象的 要带小孩的 孩子小的 家里有小孩的 有男朋友的`,
		[]string{"refuse"}, ""},
	{wording.Disability, `
		残疾人 残疾人士 残障人士 残障者 残疾的 有残疾的 聋哑人 聋哑的 聋人 盲人 哑巴 瘸子 瘸腿的 跛脚的 跛脚的人 肢残的 肢体残疾的
		听力残疾 视力残疾 听障 视障人士 智障 智力残疾 精神残疾 残疾军人 残疾证持有人 持残疾证的 有残疾证的 腿脚不便的 腿脚不好的
		手脚不灵的 手脚有毛病的 身有残疾者 身体有缺陷的 肢体有缺陷的 坐轮椅的 少手指的 断指的 耳朵听不见的 眼睛看不见的 戴助听器的
		侏儒 驼背的 缺胳膊少腿的 精神病 癫痫患者 有精神病史的 行动不便的 口吃的`,
		[]string{"refuse", "unequal"}, ""}, // to seek and prefer disabled people is lawful
	{wording.Disability, `四肢健全 四肢健全的 身体健全者 健全人 肢体健全 五官健全 手脚健全 无残疾 无残疾的 无残疾者 非残疾人员`,
		[]string{"limit", "prefer"}, `非X不招 非X勿扰 非X不要 非X免谈 不是X不要`}, // 非+无残疾 is no Chinese
	{wording.HepatitisB, `
		乙肝 乙肝患者 乙肝携带者 乙肝病毒携带者 乙肝病毒携带人员 大三阳 小三阳 大三阳的 小三阳患者 大小三阳 有乙肝的 有乙肝史的 乙肝阳性
		乙肝阳性者 HBV携带者 表面抗原阳性的 HBsAg阳性 三阳的 病毒携带者 肝炎患者 肝病的 有肝炎的 两对半不正常的 乙肝两对半不合格的`,
		[]string{"refuse"}, ""},
	{wording.HepatitisB, `非乙肝携带者 乙肝阴性 乙肝阴性者 无乙肝 无乙肝者 HBsAg阴性 HBsAg阴性者 两对半正常的 乙肝两对半全阴 没有乙肝的`,
		[]string{"limit", "prefer"}, `非X不招 非X勿扰 非X不要 非X免谈`},
	{wording.Age, `
		年轻人 年轻的 年轻女孩 小年轻 90后 00后 90后的 80后 九零后 零零后 95后 小伙子 青年人 年轻力壮的 青壮年 青壮劳力 年纪轻的 年龄小的
		岁数小的`,
		[]string{"limit", "prefer"}, ""},
	{wording.Age, `
		年纪大的 年龄大的 岁数大的 上了年纪的 上年纪的 老人 老年人 老头 老太太 阿公 阿嬷 阿公阿嬷 老岁仔 头发白的 白头发的 中年人 中年妇女
		大爷 大妈 大爷大妈 退休的 退休人员 60后 70后 五零后 高龄 超龄的 年纪一把的 老家伙 老的 岁数偏大的 年过五十的 奔五的 奔六的
		五十往上的 60岁以上的 60岁以上 五十岁以上的人 50多岁的 五十几岁的 四十好几的 45岁以上人员 上岁数的 快五十的 年近五十的 过了四十的
		满五十的 45往上的 50开外的`,
		[]string{"refuse"}, ""},
	{wording.Other, `
		属虎的 属羊 属鸡的和属鼠的 处女座 天蝎座的 A型血 O型血的 AB型血者 胖的 胖子 矮的 矮个子 个子矮的 长得丑的 长相一般的 长得一般的
		颜值低的 皮肤黑的 有纹身的 纹身的 脸上有疤的 形象差的 肥胖者 身材胖的 长得不好看的 秃头的 太瘦的 戴眼镜的 难看的 丑的 龅牙的
		姓王的 姓赵的人 身高不够的 个子小的`,
		[]string{"refuse"}, ""},
	{wording.Other, `属龙的 属虎 狮子座 天秤座的 O型血 颜值高的 高颜值 长得好看的 长得漂亮的 形象好的 形象好气质佳 五官端正 身材好的 个子高的 高个子 漂亮的 皮肤白的 气质好的 美女帅哥`,
		[]string{"limit", "prefer"}, ""},
}

func (g grid) misses() (missed []string, total int) {
	except := map[string]bool{}
	for _, f := range strings.Fields(g.lawful) {
		except[f] = true
	}
	for _, set := range g.frames {
		for _, f := range strings.Fields(frames[set]) {
			if except[f] {
				continue
			}
			for _, s := range strings.Fields(g.subjects) {
				for _, c := range contexts {
					text := strings.Replace(c, "%", strings.ReplaceAll(f, "X", s), 1)
					total++
					v := wording.Check(text).Verdict
					if v != wording.Block && v != g.category.Verdict() {
						missed = append(missed, string(g.category)+"\t"+f+"\t"+s+"\t"+c)
					}
				}
			}
		}
	}
	return missed, total
}
