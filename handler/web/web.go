// Package web is the supervisors' dashboard: pages that the binary serves by
// itself, with everything they are made of inside it.
//
// A page knows no rule. It asks the API what its viewer may see, with the viewer's
// own session, and draws the answer, may flags included; a form on a page is a call
// of the API (do.go). So nobody sees or does here what the API would not allow, and
// the two never disagree. Pages work without scripts; htmx keeps them from
// reloading, ECharts draws what a table beside it says.
package web

import (
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"sync"

	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/handler/asset"
)

//go:embed assets pages
var embedded embed.FS

// DemoAccount is an account that the login page of a demonstration offers.
type DemoAccount struct{ OpenID, Name string }

// Deps is what the pages stand on.
type Deps struct {
	// API answers /v1, and /sim in a demonstration.
	API http.Handler
	// Demo are offered on the login page, with one click and no question asked.
	// They must be empty unless WeChat is the simulator.
	Demo []DemoAccount
}

// Pages serves the dashboard.
type Pages struct {
	api    http.Handler
	demo   []DemoAccount
	assets asset.Files

	login, refused *template.Template
}

// assets are unpacked once.
var assets = sync.OnceValue(func() asset.Files {
	files, err := fs.Sub(embedded, "assets")
	if err != nil {
		panic(err) // cannot happen: the folder is embedded
	}
	return asset.Load(files)
})

// New makes the pages. It panics on a page that cannot be read, which its tests
// would show.
func New(d Deps) *Pages {
	p := &Pages{api: d.API, demo: d.Demo, assets: assets()}
	p.login, p.refused = templates()["login"], templates()["refused"]
	return p
}

// Mount is the table of contents.
func (p *Pages) Mount(g gin.IRouter) {
	g.Use(policy)
	g.GET("/assets/*path", p.serveAsset)
	g.POST("/login/demo", p.loginDemo)
	g.POST("/login/code", p.loginWithCode)
	g.GET("/login/state", p.loginState)
	g.POST("/logout", p.logout)
	g.POST("/do/*path", p.do)

	read := func(path string, serve gin.HandlerFunc) {
		g.GET(path, serve)
		g.HEAD(path, serve)
	}
	read("/login", p.loginPage)
	read("/", p.page("overview", "总览", overview))
	read("/sites/:id", p.page("site", "站点", site))
	read("/verification", p.page("verification", "核实", verification))
	read("/sites/:id/verification", p.page("site_verification", "核实站点记录", siteVerification))
	read("/assessments", p.page("assessments", "考核", assessments))
	read("/sites/:id/assessments/:year", p.page("assessment", "考核表", assessment))
	read("/months", p.page("months", "月份", months))
	read("/postings", p.page("postings", "岗位审核", postings))
	read("/policies", p.page("policies", "评分口径", policies))
	read("/people", p.page("people", "人员", people))
	g.POST("/people", p.page("people", "人员", people)) // a name that is looked for is in no address
	read("/audit", p.page("audit", "审计", auditLog))
	read("/screen/:id", p.page("screen", "大屏", screen))
}

// policy lets pages load what they are made of from here and call this server, and
// nothing else. Charts draw on a canvas; nothing is inline.
func policy(c *gin.Context) {
	c.Header("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "+
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	c.Header("Cache-Control", "no-store")
}

func (p *Pages) serveAsset(c *gin.Context) {
	if !p.assets.Serve(c.Writer, c.Request, c.Param("path")[1:]) {
		c.String(http.StatusNotFound, "没有这个文件")
	}
}
