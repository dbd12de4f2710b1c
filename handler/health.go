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
//
// Without the store nothing can be served: 503, and a load balancer sends people
// elsewhere. Without Redis, or its relay, this instance still takes writes, scores
// sites from the records and shows its own changes live; it is slower, and what
// other instances change reaches its screens seconds late. Every instance loses
// the one Redis at the same time, so a 503 would take all of them out of rotation
// and stop the writes that are meant to go on: 200, and status says degraded for
// whoever watches. The same holds for the place where photos and files are.
type Readiness struct {
	Status string `json:"status" enum:"ready,degraded,starting,unavailable" doc:"ready and degraded are answered with 200, the others with 503"`
	Store  string `json:"store" enum:"ok,unavailable" doc:"The records"`
	Redis  string `json:"redis" enum:"ok,unavailable" doc:"Counters, limits and live messages; without it writes go on"`
	Relay  string `json:"relay" enum:"ok,unavailable" doc:"Whether changes made by other instances reach this one at once"`
	Blobs  string `json:"blobs" enum:"ok,unavailable" doc:"Photos and files; without them everything else goes on"`
}

// The values of Readiness.
const (
	isReady       = "ready"
	isDegraded    = "degraded"
	isStarting    = "starting"
	isUnavailable = "unavailable"
	isOK          = "ok"
)

func newReadiness(engines map[string]error) Readiness {
	r := Readiness{
		Status: isReady, Store: engineState(engines["store"]),
		Redis: engineState(engines["redis"]), Relay: engineState(engines["relay"]),
		Blobs: engineState(engines["blobs"]),
	}
	switch {
	case r.Store != isOK:
		r.Status = isUnavailable
	case r.Redis != isOK || r.Relay != isOK || r.Blobs != isOK:
		r.Status = isDegraded
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
