package service

// Counties maps the code of each of Quanzhou's county-level areas to its name.
// The two development zones have no GB/T 2260 code of their own and carry ours.
// 金门县 (350527) has no sites.
var Counties = map[string]string{
	"350502":   "鲤城区",
	"350503":   "丰泽区",
	"350504":   "洛江区",
	"350505":   "泉港区",
	"350521":   "惠安县",
	"350524":   "安溪县",
	"350525":   "永春县",
	"350526":   "德化县",
	"350581":   "石狮市",
	"350582":   "晋江市",
	"350583":   "南安市",
	"QZ-KFQ":   "泉州经济技术开发区",
	"QZ-TSTZQ": "泉州台商投资区",
}

// countyOf is the code of a county that is named by code or by name; what is no
// county stays as it is.
func countyOf(s string) string {
	for code, name := range Counties {
		if s == name || s != "" && (s+"区" == name || s+"县" == name || s+"市" == name) {
			return code
		}
	}
	return s
}
