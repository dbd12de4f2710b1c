package handler

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
)

const (
	scanLoginsPath    = "/v1/scan-logins"
	finishLoginPath   = scanLoginsPath + "/finish"
	scanLoginCodePath = scanLoginsPath + "/:ticket/qrcode"
)

// Asking is who asks: a browser's own name and its address. Neither is in a body,
// where the caller could say anything.
type Asking struct {
	Agent   string `header:"User-Agent" maxLength:"1024" hidden:"true"`
	address string
}

// Resolve implements huma.Resolver.
func (b *Asking) Resolve(ctx huma.Context) []error {
	b.address = humagin.Unwrap(ctx).ClientIP()
	return nil
}

// ScanLogin is a fresh login by scanning; its secret is shown only here.
type ScanLogin struct {
	Ticket    string `json:"ticket" doc:"Its code is at /v1/scan-logins/{ticket}/qrcode"`
	Secret    string `json:"secret" doc:"For the asking browser alone: the ticket without it gives no session"`
	ExpiresAt string `json:"expires_at"`
}

// ScanLoginBody names a login and proves to be the browser that asked.
type ScanLoginBody struct {
	Ticket string `json:"ticket" maxLength:"64"`
	Secret string `json:"secret" maxLength:"64"`
}

// ScanLoginReply is how far a login is, with its session when it is there.
type ScanLoginReply struct {
	State     string   `json:"state" enum:"new,scanned,confirmed,refused,consumed"`
	Token     string   `json:"token,omitempty" doc:"Once, when the phone has said yes"`
	ExpiresAt string   `json:"expires_at,omitempty" doc:"Of the session"`
	Account   *Account `json:"account,omitempty"`
}

// LoginSceneBody carries what the scanned code said.
type LoginSceneBody struct {
	Scene string `json:"scene" maxLength:"64" example:"l.4QJ2BDEAZIPJ2Q3UAZ6YQ3VQ5Q"`
}

// LoginAnswerBody is what the phone says.
type LoginAnswerBody struct {
	LoginSceneBody
	Confirm bool `json:"confirm"`
}

// LoginQuestion is what the phone asks its holder: is that you?
type LoginQuestion struct {
	State     string `json:"state" enum:"scanned,confirmed,refused"`
	Browser   string `json:"browser" example:"Chrome（Windows）"`
	Address   string `json:"address" doc:"Where it asked from"`
	AskedAt   string `json:"asked_at"`
	ExpiresAt string `json:"expires_at"`
}

func newLoginQuestion(l service.ScanLogin) LoginQuestion {
	return LoginQuestion{string(l.State), l.Browser, l.Address, stamp(l.CreatedAt), stamp(l.ExpiresAt)}
}

// ticketOf is the ticket in a scene; what is no scene of ours is no ticket either.
func ticketOf(scene string) string {
	ticket, ok := strings.CutPrefix(scene, "l.")
	if !ok {
		return ""
	}
	return ticket
}

func (a *API) scanLoginRoutes() {
	tags := []string{"account"}
	route(a, huma.Operation{
		OperationID: "begin-scan-login", Method: http.MethodPost, Path: scanLoginsPath, DefaultStatus: http.StatusCreated,
		Summary: "Log a computer in by scanning with the mini-program", Tags: tags,
		Description: "Show the code and ask finish every two seconds. It is good for two minutes and for one phone.",
	}, func(ctx context.Context, in *struct{ Asking }) (*Reply[ScanLogin], error) {
		ticket, secret, l, err := a.svc.BeginScanLogin(ctx, browserName(in.Agent), in.address)
		return &Reply[ScanLogin]{http.StatusCreated, ScanLogin{ticket, secret, stamp(l.ExpiresAt)}}, err
	})
	route(a, huma.Operation{
		OperationID: "finish-scan-login", Method: http.MethodPost, Path: finishLoginPath,
		Summary: "Has the phone said yes?", Tags: tags,
		Description: "404 scan_login_invalid for what is unknown, expired or another browser's, all alike.",
	}, func(ctx context.Context, in *struct{ Body ScanLoginBody }) (*Reply[ScanLoginReply], error) {
		state, l, err := a.svc.FinishScanLogin(ctx, in.Body.Ticket, in.Body.Secret)
		out := ScanLoginReply{State: string(state)}
		if l.Token != "" {
			out.Token, out.ExpiresAt, out.Account = l.Token, stamp(l.Session.ExpiresAt), ptr(newAccount(l.Actor))
		}
		return &Reply[ScanLoginReply]{http.StatusOK, out}, err
	})
	route(a, huma.Operation{
		OperationID: "open-scan-login", Method: http.MethodPost, Path: "/v1/me/scan-logins/open",
		Summary: "Which browser does the code that I scanned log in?", Tags: tags,
		Description: "For a scene that begins with l. From here on the code is this phone's. Show browser, place and time, and ask.",
	}, func(ctx context.Context, in *struct{ Body LoginSceneBody }) (*Reply[LoginQuestion], error) {
		l, err := a.svc.OpenScanLogin(ctx, actorOf(ctx), ticketOf(in.Body.Scene))
		return &Reply[LoginQuestion]{http.StatusOK, newLoginQuestion(l)}, err
	})
	route(a, huma.Operation{
		OperationID: "answer-scan-login", Method: http.MethodPost, Path: "/v1/me/scan-logins/answer",
		Summary: "Log that browser in as me, or do not", Tags: tags,
	}, func(ctx context.Context, in *struct{ Body LoginAnswerBody }) (*Reply[LoginQuestion], error) {
		l, err := a.svc.AnswerScanLogin(ctx, actorOf(ctx), ticketOf(in.Body.Scene), in.Body.Confirm)
		return &Reply[LoginQuestion]{http.StatusOK, newLoginQuestion(l)}, err
	})
}

// getScanLoginCode answers the picture that a phone scans.
func (a *API) getScanLoginCode(c *gin.Context) {
	picture, err := a.svc.ScanLoginCode(c.Request.Context(), c.Param("ticket"))
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	c.Data(http.StatusOK, "image/jpeg", picture)
}

// browserName says in words what a User-Agent header claims. Order matters: most
// browsers name others as well.
func browserName(agent string) string {
	name := firstIn(agent, browsers, "浏览器")
	if system := firstIn(agent, systems, ""); system != "" {
		return name + "（" + system + "）"
	}
	return name
}

var (
	browsers = [][2]string{{"MicroMessenger", "微信"}, {"Edg", "Edge"}, {"Firefox", "Firefox"}, {"QQBrowser", "QQ浏览器"},
		{"360", "360浏览器"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}}
	systems = [][2]string{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"Macintosh", "macOS"}, {"Linux", "Linux"}}
)

// firstIn is the word of the first mark that text holds.
func firstIn(text string, marks [][2]string, none string) string {
	for _, m := range marks {
		if strings.Contains(text, m[0]) {
			return m[1]
		}
	}
	return none
}
