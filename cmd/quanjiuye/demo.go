package main

import "github.com/quanjiuye/backend/handler/web"

// demoAccounts are those of the example data, which the login page offers while WeChat
// is the simulator.
var demoAccounts = []web.DemoAccount{
	{OpenID: "demo-city", Name: "市级主管"}, {OpenID: "demo-county", Name: "县级主管（丰泽区）"}, {OpenID: "demo-manager", Name: "站点负责人"},
	{OpenID: "demo-staff", Name: "工作人员"}, {OpenID: "demo-admin", Name: "管理员"},
}
