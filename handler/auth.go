package handler

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/handler/web"
	"github.com/quanjiuye/backend/service"
)

// public lists the /v1 routes that need no token, as Gin writes them.
var public = map[string]bool{
	"POST /v1/auth/wechat":     true,
	"POST " + scanLoginsPath:   true,
	"POST " + codeLoginPath:    true,
	"POST " + finishLoginPath:  true,
	"GET " + scanLoginCodePath: true,

	"GET /v1/privacy-notice":   true,
	"GET /v1/rubric":           true,
	"POST /v1/rubric/evaluate": true,

	"GET /v1/jobs":     true,
	"GET /v1/jobs/:id": true,

	"GET /v1/report-kinds": true,
	"GET /v1/help-types":   true,

	"GET /v1/courses":     true,
	"GET /v1/courses/:id": true,

	"GET /v1/notices":     true,
	"GET /v1/notices/:id": true,

	"POST /v1/employer-links/open":   true,
	"POST /v1/employer-links/answer": true,

	"POST /v1/application-links/open":   true,
	"POST /v1/application-links/phone":  true,
	"POST /v1/application-links/answer": true,
}

type callerKey struct{}

type caller struct {
	actor   service.Actor
	session service.Session
	token   string
}

// actorOf is who makes the request; the zero Actor on public routes.
func actorOf(ctx context.Context) service.Actor {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c.actor
}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

// authenticate lets requests for /v1 pass only with a token in force.
func (a *API) authenticate(c *gin.Context) {
	if !strings.HasPrefix(c.Request.URL.Path, "/v1/") || c.FullPath() == "" ||
		public[c.Request.Method+" "+c.FullPath()] {
		return
	}
	token := tokenOf(c.Request)
	if token == "" {
		a.unauthenticated(c, service.ErrUnauthenticated)
		return
	}
	actor, session, err := a.svc.Authenticate(c.Request.Context(), token)
	if err != nil {
		a.unauthenticated(c, err)
		return
	}
	who := caller{actor, session, token}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), callerKey{}, who))
}

// tokenOf is the token that a request carries: in its header, or in the cookie that
// the dashboard's login set. What a cookie may do, crossOrigin guards.
func tokenOf(r *http.Request) string {
	if given := r.Header.Get("Authorization"); given != "" {
		token, _ := strings.CutPrefix(given, "Bearer ")
		return token
	}
	if c, err := r.Cookie(web.SessionCookie); err == nil {
		return c.Value
	}
	return ""
}

func (a *API) unauthenticated(c *gin.Context, err error) {
	p := a.problem(c.Request.Context(), err)
	if p.Status == http.StatusUnauthorized {
		c.Header("WWW-Authenticate", "Bearer")
	}
	refuse(c, p)
}
