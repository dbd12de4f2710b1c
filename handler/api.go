package handler

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/handler/web"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/live"
)

// Paths of native routes, as Gin spells them.
const (
	importPath    = "/v1/imports"
	evidencePath  = "/v1/evidence"
	contentPath   = "/v1/evidence/:id/content"
	thumbnailPath = "/v1/evidence/:id/thumbnail"
	streamPath    = "/v1/sites/:id/progress/stream"
	livePath      = "/v1/live"
	eventsPath    = "/v1/live/events"
	wordingPath   = "/v1/wording/check"
	qrcodePath    = "/v1/sites/:id/qrcode"
	posterPath    = "/v1/sites/:id/poster"
	simPath       = "/sim/*path"
)

// Deps is what the HTTP side stands on. Service, Hub, Feed and Log are needed.
type Deps struct {
	Service *service.Service
	Hub     *live.Hub
	Feed    *service.Feed
	Log     *slog.Logger
	// Ready reports what is wrong with store, redis, relay and blobs (nil: nothing).
	Ready func(context.Context) map[string]error
	// Sim, if set, serves the simulator's controls under /sim/.
	Sim http.Handler
	// Demo are the accounts that the login page offers to everybody: only with Sim.
	Demo []web.DemoAccount
	// Metrics, if set, is served at /metrics.
	Metrics http.Handler
	// TrustedProxies may say who the client is and name a request; empty: nobody may.
	TrustedProxies []string
	// AllowedOrigins are foreign web origins that may call, "https://host".
	AllowedOrigins []string
	// Limiter bounds logins per address and calls per account.
	Limiter service.Limiter
	// Observe, if set, is told of every finished request.
	Observe func(route string, status int, took time.Duration)
}

// API serves the whole HTTP contract.
type API struct {
	svc    *service.Service
	hub    *live.Hub
	feed   *service.Feed
	log    *slog.Logger
	deps   Deps
	humapi huma.API
	pages  *web.Pages

	reading chan struct{} // held by whoever reads a workbook
	posters chan struct{} // held by whoever waits for a poster
	drawing chan struct{} // held by whoever draws one
	http.Handler
}

// New puts the routes together. It panics when a route is described wrongly,
// which the tests would show.
func New(d Deps) *API {
	a := &API{svc: d.Service, hub: d.Hub, feed: d.Feed, log: d.Log, deps: d, reading: make(chan struct{}, 1), posters: make(chan struct{}, postersWaiting), drawing: make(chan struct{}, 1)}
	g := gin.New()
	g.HandleMethodNotAllowed = true
	g.RedirectTrailingSlash = false
	g.ContextWithFallback = true
	if err := g.SetTrustedProxies(d.TrustedProxies); err != nil {
		panic(err) // config has checked them
	}
	g.Use(a.observe, a.recoverPanic, secureHeaders(), a.deadline, a.authenticate, limitBody, a.limit, a.idempotent, a.audit)
	a.pages = web.New(web.Deps{API: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.ServeHTTP(w, r) }), Demo: d.Demo})
	g.NoRoute(func(c *gin.Context) {
		if strings.Contains(c.GetHeader("Accept"), "text/html") && !strings.HasPrefix(c.Request.URL.Path, "/v1/") {
			a.pages.NotFound(c)
			return
		}
		refuse(c, newProblem(http.StatusNotFound, "not_found", "没有这个地址"))
	})
	g.NoMethod(func(c *gin.Context) {
		refuse(c, newProblem(http.StatusMethodNotAllowed, "method_not_allowed", "该地址不支持这种请求方法"))
	})
	a.humapi = humagin.New(g, humaConfig())
	a.typedRoutes()
	a.describeNative()
	a.nativeRoutes(g)
	a.Handler = withRequestID(d.TrustedProxies, crossOrigin(d.AllowedOrigins, a, g))
	return a
}

// typedRoutes is the table of contents of the JSON contract.
func (a *API) typedRoutes() {
	a.authRoutes()
	a.scanLoginRoutes()
	a.accountRoutes()
	a.meRoutes()
	a.privacyNoticeRoutes()
	a.myDataRoutes()
	a.myPersonRoutes()
	a.erasureRoutes()
	a.siteRoutes()
	a.memberRoutes()
	a.inviteRoutes()
	a.linkCodeRoutes()
	a.scanRoutes()
	a.registrationRoutes()
	a.searchRoutes()
	a.enterpriseRoutes()
	a.postingRoutes()
	a.jobRoutes()
	a.myApplicationRoutes()
	a.applicationRoutes()
	a.applicationLinkRoutes()
	a.viewRoutes()
	a.matchingRoutes()
	a.placementRoutes()
	a.followUpRoutes()
	a.activityRoutes()
	a.guidanceRoutes()
	a.trainingBodyRoutes()
	a.courseRoutes()
	a.signUpRoutes()
	a.helpRequestRoutes()
	a.monthReportRoutes()
	a.rightsReportRoutes()
	a.myRightsReportRoutes()
	a.evidenceRoutes()
	a.noticeRoutes()
	a.pushRoutes()
	a.subscriptionRoutes()
	a.honourRoutes()
	a.closingRoutes()
	a.assessmentRoutes()
	a.assessmentListRoutes()
	a.exhibitRoutes()
	a.batchRoutes()
	a.verificationRoutes()
	a.confirmationRoutes()
	a.sampleRoutes()
	a.employerLinkRoutes()
	a.myPlacementRoutes()
	a.progressRoutes()
	a.whatIfRoutes()
	a.planRoutes()
	a.boardRoutes()
	a.visitRoutes()
	a.rubricRoutes()
	a.policyRoutes()
	a.auditRoutes()
	a.importRoutes()
	a.wordingRoutes()
}

func (a *API) nativeRoutes(g *gin.Engine) {
	g.GET(streamPath, a.streamProgress)
	g.GET(livePath, a.liveSocket)
	g.GET(eventsPath, a.streamEvents)
	g.POST(importPath, a.postImport)
	g.POST(evidencePath, a.postEvidence)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		g.Handle(method, contentPath, a.getContent)
		g.Handle(method, thumbnailPath, a.getThumbnail)
	}
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		g.Handle(method, qrcodePath, a.getQRCode)
		g.Handle(method, posterPath, a.getPoster)
	}
	g.GET(scanLoginCodePath, a.getScanLoginCode)
	g.GET(formPath, a.getForm)
	g.GET(workbookPath, a.getForm)
	g.GET(summaryPath, a.getSummary)
	g.GET(letterPath, a.getLetter)
	g.GET("/healthz", healthz)
	g.GET("/readyz", a.readyz)
	g.GET("/openapi.json", a.openAPI)
	a.docsRoutes(g)
	a.hireRoutes(g)
	a.pages.Mount(g.Group("/"))
	if a.deps.Metrics != nil {
		g.GET("/metrics", gin.WrapH(a.deps.Metrics))
	}
	if a.deps.Sim != nil {
		g.Any(simPath, gin.WrapH(a.deps.Sim))
	}
}

func humaConfig() huma.Config {
	c := huma.DefaultConfig("泉就业 零工市场（驿站）后台", "1.0.0")
	c.Info.Description = apiDescription
	c.CreateHooks = nil // no $schema links in answers
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.Formats = map[string]huma.Format{"application/json": strictJSON, "json": strictJSON} // json: for …+json
	c.DefaultFormat = "application/json"
	c.RejectUnknownQueryParameters = true
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "The token of POST /v1/auth/wechat."},
	}
	c.Security = []map[string][]string{{"token": {}}}
	return c
}

// ginPath spells a path of the document as Gin does.
var ginPath = strings.NewReplacer("{", ":", "}", "")

// route describes an operation and hands its errors to the one table.
func route[I, O any](a *API, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	op.Errors = append(op.Errors, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden,
		http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusServiceUnavailable)
	if public[op.Method+" "+ginPath.Replace(op.Path)] {
		op.Security = []map[string][]string{}
	}
	if isWrite(op.Method) {
		op.Errors = append(op.Errors, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
		op.MaxBodyBytes = maxBody
	}
	huma.Register(a.humapi, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
	if again, ok := op.Responses["200"]; ok && op.DefaultStatus == http.StatusCreated {
		again.Content = op.Responses["201"].Content
	}
}
