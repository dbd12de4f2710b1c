package handler

import (
	"embed"
	"net/http"

	"github.com/gin-gonic/gin"
)

// linkPages are the pages that an employer sees: each reads the code behind its # and
// asks the routes of its link.
//
//go:embed hire answer
var linkPages embed.FS

// hirePolicy lets a page load its own two files and call this server, no more.
const hirePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func (a *API) hireRoutes(g *gin.Engine) {
	for path, file := range map[string][2]string{
		linkPage:               {"hire/index.html", "text/html; charset=utf-8"},
		linkPage + "/page.css": {"hire/page.css", "text/css; charset=utf-8"},
		linkPage + "/page.js":  {"hire/page.js", "text/javascript; charset=utf-8"},

		applicationPage:               {"answer/index.html", "text/html; charset=utf-8"},
		applicationPage + "/page.css": {"hire/page.css", "text/css; charset=utf-8"},
		applicationPage + "/page.js":  {"answer/page.js", "text/javascript; charset=utf-8"},
	} {
		body, err := linkPages.ReadFile(file[0])
		if err != nil {
			panic(err) // cannot happen: they are embedded
		}
		g.GET(path, func(c *gin.Context) {
			c.Header("Content-Security-Policy", hirePolicy)
			c.Data(http.StatusOK, file[1], body)
		})
	}
}
