package web

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
)

const (
	// SessionCookie holds the token of a browser's session. The API takes it where
	// there is no Authorization header.
	SessionCookie = "__Host-session"
	// askingCookie holds the secret of the login that the browser waits for.
	askingCookie = "__Host-asking"
)

// setCookie sets a cookie that only this server over a safe line gets, and no script.
// Browsers take a loopback address for safe.
func setCookie(c *gin.Context, name, value string, seconds int) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// loginPage shows a code to scan, which is good for two minutes.
func (p *Pages) loginPage(c *gin.Context) {
	if c.Request.Method == http.MethodHead { // shows no code
		c.Header("Content-Type", "text/html; charset=utf-8")
		c.Status(http.StatusOK)
		return
	}
	d, err := p.call(c.Request, http.MethodPost, "/v1/scan-logins", nil)
	if err != nil {
		p.refuse(c, err)
		return
	}
	setCookie(c, askingCookie, text(d, "secret"), int((10 * time.Minute).Seconds()))
	p.send(c, http.StatusOK, p.login, doc{
		"title": "登录", "page": "login", "live": "", "ticket": text(d, "ticket"), "demo": p.demo, "next": localPath(c.Query("next")),
	})
}

// loginState tells the waiting page how far its login is, and logs it in when the
// phone has said yes. It answers a part of the page.
func (p *Pages) loginState(c *gin.Context) {
	secret, _ := c.Cookie(askingCookie)
	d, err := p.call(c.Request, http.MethodPost, "/v1/scan-logins/finish", doc{"ticket": c.Query("ticket"), "secret": secret})
	state := text(d, "state")
	var r *refusal
	switch {
	case errors.As(err, &r) && r.Status < http.StatusInternalServerError && r.Status != http.StatusTooManyRequests:
		state = "expired"
	case err != nil:
		state = "away"
	}
	if token := text(d, "token"); token != "" {
		p.loggedIn(c, d)
		c.Header("HX-Redirect", localPath(c.Query("next")))
	}
	part := doc{"state": state, "ticket": c.Query("ticket"), "next": localPath(c.Query("next"))}
	if err := p.login.ExecuteTemplate(c.Writer, "state", part); err != nil {
		panic(err)
	}
}

// loggedIn keeps the session of an answer that holds one, and ends the one that the
// browser had before: nothing would end it any more.
func (p *Pages) loggedIn(c *gin.Context, d doc) {
	if _, err := c.Request.Cookie(SessionCookie); err == nil {
		_, _ = p.call(c.Request, http.MethodPost, "/v1/auth/logout", nil) // over already, or over by itself tomorrow
	}
	until, err := time.Parse(time.RFC3339, text(d, "expires_at"))
	if err != nil {
		until = time.Now().Add(time.Hour)
	}
	setCookie(c, SessionCookie, text(d, "token"), int(time.Until(until).Seconds()))
	setCookie(c, askingCookie, "", -1)
	setCookie(c, saidCookie, "", -1) // it was said to somebody else
}

// loginDemo logs in as an account of the demonstration, through the simulator's own
// door.
func (p *Pages) loginDemo(c *gin.Context) {
	openID := c.PostForm("openid")
	if !slices.ContainsFunc(p.demo, func(a DemoAccount) bool { return a.OpenID == openID }) {
		p.refuse(c, &refusal{Status: http.StatusNotFound, Code: "not_found", Detail: "没有这个演示账号"})
		return
	}
	code, err := p.call(c.Request, http.MethodPost, "/sim/codes", doc{"openid": openID})
	if err == nil {
		p.enter(c, "/v1/auth/wechat", doc{"code": text(code, "code")})
		return
	}
	p.refuse(c, err)
}

// loginWithCode logs in with a code that an administrator made.
func (p *Pages) loginWithCode(c *gin.Context) {
	p.enter(c, "/v1/auth/code", doc{"code": c.PostForm("code")})
}

func (p *Pages) enter(c *gin.Context, path string, body doc) {
	d, err := p.call(c.Request, http.MethodPost, path, body)
	if err != nil {
		p.undone(c, err)
		return
	}
	p.loggedIn(c, d)
	next := localPath(c.PostForm("next"))
	if c.GetHeader("HX-Request") != "" {
		c.Header("HX-Redirect", next)
		c.Status(http.StatusNoContent)
		return
	}
	c.Redirect(http.StatusSeeOther, next)
}

// logout ends the session, also when the API no longer knows it.
func (p *Pages) logout(c *gin.Context) {
	if _, err := p.call(c.Request, http.MethodPost, "/v1/auth/logout", nil); err != nil {
		var r *refusal
		if !errors.As(err, &r) || r.Status != http.StatusUnauthorized {
			p.refuse(c, err)
			return
		}
	}
	setCookie(c, SessionCookie, "", -1)
	setCookie(c, saidCookie, "", -1)
	c.Redirect(http.StatusSeeOther, "/login")
}
