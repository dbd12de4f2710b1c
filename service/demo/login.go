package demo

import (
	"github.com/quanjiuye/backend/service"
)

// Market is the id of the site that a tour is about: the odd-job market of
// 丰泽区 (350503), opened two years ago.
const Market = "demo-market"

// The openids of the accounts that a tour logs in with; their account ids are
// the same.
const (
	AdminLogin   = "demo-admin"
	CityLogin    = "demo-city"
	CountyLogin  = "demo-county"
	ManagerLogin = "demo-manager"
	StaffLogin   = "demo-staff"
	Staff2Login  = "demo-staff2"
	SeekerLogin  = "demo-seeker"
)

const marketCounty = "350503"

// Login is an account to try out, as a start-up banner lists it.
type Login struct {
	OpenID string
	Role   string // Chinese
	Place  string // Chinese name of what the role covers; empty for a seeker
}

// Logins lists the accounts of the tour, from the widest role to the narrowest.
func Logins() []Login {
	county := service.Counties[marketCounty]
	market := county + "示例零工市场"
	return []Login{
		{AdminLogin, "系统管理员", "全市"},
		{CityLogin, "市级主管", "泉州市"},
		{CountyLogin, "县（市、区）主管", county},
		{ManagerLogin, "站点负责人", market},
		{StaffLogin, "工作人员", market},
		{Staff2Login, "工作人员", market},
		{SeekerLogin, "求职者", ""},
	}
}
