package handler

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// readyz says whether this instance can serve, engine by engine. Why an engine
// is missing is in the log, not in the answer.
func (a *API) readyz(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
	defer cancel()
	status, engines := http.StatusOK, gin.H{}
	for name, err := range a.deps.Ready(ctx) {
		engines[name] = "ok"
		if err != nil {
			a.log.WarnContext(ctx, "engine not ready", "engine", name, "error", err)
			status, engines[name] = http.StatusServiceUnavailable, "unavailable"
			c.Header("Retry-After", "5")
		}
	}
	c.JSON(status, engines)
}
