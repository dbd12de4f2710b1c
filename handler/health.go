package handler

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
)

// readyTimeout bounds the question to all engines; each is asked at the same time.
const readyTimeout = 2 * time.Second

// Readiness is what /readyz says. Why an engine is missing is in the log, not here.
type Readiness struct {
	Status string `json:"status" enum:"ready,starting,unavailable" doc:"unavailable and starting are answered with 503"`
	Store  string `json:"store" enum:"ok,unavailable" doc:"The records"`
	Redis  string `json:"redis" enum:"ok,unavailable" doc:"Counters, limits and live messages"`
}

// The values of Readiness.
const (
	isReady       = "ready"
	isStarting    = "starting"
	isUnavailable = "unavailable"
	isOK          = "ok"
)

func newReadiness(engines map[string]error) Readiness {
	r := Readiness{Status: isReady, Store: engineState(engines["store"]), Redis: engineState(engines["redis"])}
	for _, err := range engines {
		if err != nil {
			r.Status = isUnavailable
		}
	}
	return r
}

func engineState(err error) string {
	if err != nil {
		return isUnavailable
	}
	return isOK
}

func (r Readiness) starting() Readiness {
	r.Status = isStarting
	return r
}

func healthz(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": isOK}) }

// readyz says whether this instance can serve, engine by engine.
func (a *API) readyz(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), readyTimeout)
	defer cancel()
	engines := a.deps.Ready(ctx)
	for name, err := range engines {
		if err != nil {
			a.log.WarnContext(ctx, "engine not ready", "engine", name, "error", err)
		}
	}
	sendReadiness(c, newReadiness(engines))
}

func sendReadiness(c *gin.Context, r Readiness) {
	status := http.StatusOK
	if r.Status == isUnavailable || r.Status == isStarting {
		status = http.StatusServiceUnavailable
		c.Header("Retry-After", strconv.Itoa(int(startingRetry/time.Second)))
	}
	c.JSON(status, r)
}
