package demo

import "github.com/quanjiuye/backend/service"

// short is how employers call the county in their names.
var short = map[string]string{
	"350502": "鲤城", "350503": "丰泽", "350504": "洛江", "350505": "泉港", "350521": "惠安",
	"350524": "安溪", "350525": "永春", "350526": "德化", "350581": "石狮", "350582": "晋江",
	"350583": "南安", "QZ-KFQ": "泉州开发区", "QZ-TSTZQ": "泉州台商区",
}

// agencies name the supervising office where it is not the county's 人社局.
var agencies = map[string]string{"QZ-KFQ": "社会事业局", "QZ-TSTZQ": "民生保障局"}

func agency(county string) string {
	if office, ok := agencies[county]; ok {
		return service.Counties[county] + office
	}
	return service.Counties[county] + "人力资源和社会保障局"
}

// trade is a line of business with the work it has.
type trade struct {
	name  string // as in an employer's name, with its legal form
	works []string
}

var (
	shoes        = trade{"鞋业有限公司", []string{"针车工", "成型工", "鞋面裁断工", "包装工"}}
	garments     = trade{"服饰有限公司", []string{"缝纫工", "裁剪工", "熨烫工", "尾部包装工"}}
	food         = trade{"食品有限公司", []string{"流水线操作工", "分拣工", "装卸工", "包装工"}}
	stone        = trade{"石业有限公司", []string{"石材切割工", "磨边工", "搬运工"}}
	plumbing     = trade{"水暖有限公司", []string{"组装工", "抛光工", "质检员"}}
	tea          = trade{"茶业有限公司", []string{"采茶工", "拣茶工", "茶叶包装工"}}
	rattan       = trade{"藤铁工艺有限公司", []string{"藤编工", "焊工", "喷漆工"}}
	incense      = trade{"香业有限公司", []string{"制香工", "晒香工", "包装工"}}
	ceramics     = trade{"陶瓷有限公司", []string{"注浆工", "彩绘工", "装窑工", "打包工"}}
	machinery    = trade{"机械有限公司", []string{"普工", "焊工", "数控机床操作工"}}
	electronics  = trade{"电子科技有限公司", []string{"装配工", "检验员", "普工"}}
	bags         = trade{"箱包有限公司", []string{"车包工", "裁料工", "打包工"}}
	construction = trade{"建筑劳务有限公司", []string{"小工", "钢筋工", "木工", "泥水工"}}
	logistics    = trade{"物流有限公司", []string{"分拣员", "装卸工", "跟车员"}}
	online       = trade{"电子商务有限公司", []string{"打包员", "网店客服", "直播助理"}}
	retail       = trade{"商贸有限公司", []string{"理货员", "收银员", "促销员"}}
	catering     = trade{"餐饮服务部", []string{"餐厅服务员", "后厨帮工", "洗碗工"}}
	household    = trade{"家政服务有限公司", []string{"保洁员", "家政服务员", "护理员"}}
	property     = trade{"物业服务有限公司", []string{"秩序维护员", "保洁员", "绿化工"}}
)

// trades lists each county's business, the most typical first. Catering and
// what every town needs are everywhere.
var trades = map[string][]trade{
	"350502":     {retail, catering, household, online, garments},
	marketCounty: {household, online, logistics, catering, property, retail},
	"350504":     {machinery, electronics, logistics, catering, property},
	"350505":     {machinery, logistics, construction, catering, property},
	"350521":     {stone, construction, garments, food, catering},
	"350524":     {tea, rattan, construction, catering, logistics},
	"350525":     {incense, ceramics, food, catering, retail},
	"350526":     {ceramics, online, logistics, catering, property},
	"350581":     {garments, online, logistics, retail, catering},
	"350582":     {shoes, food, garments, logistics, machinery, catering},
	"350583":     {plumbing, stone, food, logistics, catering},
	"QZ-KFQ":     {electronics, shoes, machinery, property, catering},
	"QZ-TSTZQ":   {bags, electronics, construction, catering, logistics},
}
