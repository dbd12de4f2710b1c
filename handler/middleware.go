package handler

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/unrolled/secure"

	"github.com/quanjiuye/backend/service"
)

const (
	// callTimeout bounds one call that is not a stream.
	callTimeout = 15 * time.Second
	// uploadTimeout bounds an import, which works while it reads, and a photo on its
	// way from a bad network.
	uploadTimeout = 5 * time.Minute
	// downloadTimeout bounds what is sent of a file.
	downloadTimeout = 2 * time.Minute
	// callsPerMinute is per account: a busy counter with an offline queue stays
	// far below it.
	callsPerMinute = 1200
	// uploadsPerMinute is per account: each costs about a second of a core.
	uploadsPerMinute = 60
	// wordingsPerMinute is per account: each reads up to a hundred texts.
	wordingsPerMinute = 120
	// postersPerMinute is per account: each costs about a second of a core.
	postersPerMinute = 30
	// loginsPerMinute is per address. A whole site sits behind one.
	loginsPerMinute = 300
	// linksPerMinute is per address: an employer answers a handful, and whoever
	// guesses codes of 130 bits is told so early.
	linksPerMinute = 60
	// jobsPerMinute is per address: a whole site and its visitors sit behind one.
	jobsPerMinute = 600
	// audiencesPerMinute is per account: each reads every registration of a place.
	audiencesPerMinute = 30
)

// observe logs and measures every request, by route and never by its values.
func (a *API) observe(c *gin.Context) {
	start := time.Now()
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "unmatched"
	}
	took := time.Since(start)
	if a.deps.Observe != nil {
		a.deps.Observe(c.Request.Method+" "+route, c.Writer.Status(), took)
	}
	level := slog.LevelDebug
	if c.Writer.Status() >= http.StatusInternalServerError {
		level = slog.LevelWarn
	}
	a.log.Log(c.Request.Context(), level, "request", "route", c.Request.Method+" "+route,
		"status", c.Writer.Status(), "took", took.String(), "account", actorOf(c.Request.Context()).Account.ID)
}

// recoverPanic turns a bug into a 503 and a log line.
func (a *API) recoverPanic(c *gin.Context) {
	defer func() {
		if v := recover(); v != nil {
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			a.log.ErrorContext(c.Request.Context(), "panic", "value", v, "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				refuse(c, a.problem(c.Request.Context(), service.ErrUnavailable))
			}
		}
	}()
	c.Next()
}

// secureHeaders suits answers that are data, never a page; pages set their own
// Content-Security-Policy.
func secureHeaders() gin.HandlerFunc {
	s := secure.New(secure.Options{
		FrameDeny: true, ContentTypeNosniff: true, ReferrerPolicy: "no-referrer",
		ContentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
	})
	return func(c *gin.Context) {
		if err := s.Process(c.Writer, c.Request); err != nil {
			c.Abort()
			return
		}
		c.Header("Cache-Control", "no-store")
	}
}

// crossOrigin refuses writes that a foreign page makes a browser send.
func crossOrigin(origins []string, a *API, next http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	for _, o := range origins {
		if err := p.AddTrustedOrigin(o); err != nil {
			panic(err) // config has checked them
		}
	}
	p.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := gin.CreateTestContextOnly(w, gin.New())
		c.Request = r
		refuse(c, newProblem(http.StatusForbidden, "cross_origin", "不接受来自其他网站的请求"))
	}))
	return p.Handler(next)
}

// deadline bounds how long a call may take, except for streams.
func (a *API) deadline(c *gin.Context) {
	most := callTimeout
	switch c.FullPath() {
	case streamPath, livePath, eventsPath:
		return
	case importPath, evidencePath:
		most = uploadTimeout
	case contentPath, thumbnailPath, qrcodePath, posterPath:
		most = downloadTimeout
	}
	// Whoever sends or reads too slowly is cut off; not every writer can tell.
	rc := http.NewResponseController(c.Writer)
	_ = rc.SetReadDeadline(time.Now().Add(most))
	_ = rc.SetWriteDeadline(time.Now().Add(2 * most))
	ctx, cancel := context.WithTimeout(c.Request.Context(), most)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// limit bounds the calls of one account, and logins of one address.
func (a *API) limit(c *gin.Context) {
	key, most := "", 0
	switch account := actorOf(c.Request.Context()).Account.ID; {
	case c.FullPath() == evidencePath && c.Request.Method == http.MethodPost:
		key, most = "upload:"+account, uploadsPerMinute
	case c.FullPath() == wordingPath && account != "":
		key, most = "wording:"+account, wordingsPerMinute
	case c.FullPath() == audienceRoute, c.FullPath() == pushesRoute && c.Request.Method == http.MethodPost:
		key, most = "audience:"+account, audiencesPerMinute
	case c.FullPath() == posterPath:
		key, most = "poster:"+account, postersPerMinute
	case account != "":
		key, most = "account:"+account, callsPerMinute
	case c.FullPath() == codeLoginPath: // typed by hand, and guessed by nobody
		key, most = "login-code:"+c.ClientIP(), linksPerMinute
	case c.FullPath() == scanLoginsPath:
		key, most = "desk:"+c.ClientIP(), loginsPerMinute
	case strings.HasPrefix(c.FullPath(), "/do/"):
		key, most = "forms:"+c.ClientIP(), callsPerMinute
	case c.FullPath() == "/v1/auth/wechat":
		key, most = "login:"+c.ClientIP(), loginsPerMinute
	case c.FullPath() == finishLoginPath: // asked again and again by whoever waits
		key, most = "finish-login:"+c.ClientIP(), callsPerMinute
	case c.FullPath() == "/v1/rubric/evaluate":
		key, most = "evaluate:"+c.ClientIP(), callsPerMinute
	case c.FullPath() == openLinkPath, c.FullPath() == answerLinkPath, strings.HasPrefix(c.FullPath(), "/v1/application-links/"):
		key, most = "employer-link:"+c.ClientIP(), linksPerMinute
	case c.FullPath() == jobsPath, c.FullPath() == jobPath:
		key, most = "jobs:"+c.ClientIP(), jobsPerMinute
	case c.Request.Method == http.MethodGet && public["GET "+c.FullPath()]:
		key, most = "public:"+c.ClientIP(), callsPerMinute
	default:
		return
	}
	if ok, wait := a.deps.Limiter.Allow(c.Request.Context(), key, most); !ok {
		p := a.problem(c.Request.Context(), service.ErrLimited)
		p.retryAfter = max(wait, time.Second)
		refuse(c, p)
	}
}
