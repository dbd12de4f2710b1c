package handler

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// startingRetry is when a client should come back while engines are opened.
const startingRetry = 5 * time.Second

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
		refuse(c, p)
	})
	return withRequestID(trusted, g)
}
