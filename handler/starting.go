package handler

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// startingRetry is when a client should come back while engines are opened.
const startingRetry = 5 * time.Second

// startingPage is for who opens a page meanwhile: it comes back by itself.
var startingPage = fmt.Sprintf(`<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="%d"><title>正在启动 · 泉就业</title></head>
<body><main><h1>系统正在启动</h1><p>请稍候，本页每 %[1]d 秒自动刷新，启动完成后即可使用。</p></main></body></html>
`, int(startingRetry/time.Second))

// Starting answers in the API's place while the engines are not open: the process
// is up, it is not ready, and everything else is refused with the code starting,
// which says that nothing was done. trusted and ready are as in Deps.
func Starting(trusted []string, ready func(context.Context) map[string]error) http.Handler {
	g := gin.New()
	g.Use(secureHeaders())
	g.GET("/healthz", healthz)
	g.GET("/readyz", func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), readyTimeout)
		defer cancel()
		sendReadiness(c, newReadiness(ready(ctx)).starting())
	})
	g.NoRoute(func(c *gin.Context) {
		p := newProblem(http.StatusServiceUnavailable, "starting", "系统正在启动，请稍后再试")
		p.retryAfter = startingRetry
		if c.Request.Method == http.MethodGet && strings.Contains(c.GetHeader("Accept"), "text/html") {
			c.Header("Retry-After", p.GetHeaders().Get("Retry-After"))
			c.Data(p.Status, "text/html; charset=utf-8", []byte(startingPage))
			return
		}
		refuse(c, p)
	})
	return withRequestID(trusted, g)
}
