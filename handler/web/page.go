package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
)

// visit is one request for a page, and what the page will draw.
type visit struct {
	p    *Pages
	c    *gin.Context
	data doc
}

// get asks the API and keeps the answer under name.
func (v *visit) get(name, path string) (doc, error) {
	d, err := v.p.call(v.c.Request, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	v.data[name] = d
	return d, nil
}

// all asks for a list to its end, or to most of its items, and keeps them under name.
func (v *visit) all(name, path string, most int) error {
	var items []any
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	for cursor := ""; ; {
		d, err := v.p.call(v.c.Request, http.MethodGet, path+sep+"limit=100&cursor="+url.QueryEscape(cursor), nil)
		if err != nil {
			return err
		}
		items = append(items, list(d, "items")...)
		if cursor = text(d, "next_cursor"); cursor == "" || len(items) >= most {
			v.data[name] = doc{"items": items, "more": cursor != ""}
			return nil
		}
	}
}

// page serves a page: who looks, what it needs, how it is drawn.
func (p *Pages) page(file, title string, load func(*visit) error) gin.HandlerFunc {
	t := templates()[file]
	return func(c *gin.Context) {
		v := &visit{p, c, doc{"title": title, "path": c.Request.URL.Path, "self": c.Request.URL.RequestURI(), "query": firsts(c.Request.URL.Query()), "page": file, "live": ""}}
		_, err := v.get("me", "/v1/me")
		if err == nil {
			v.data["said"] = p.said(c)
			err = load(v)
		}
		if err != nil {
			p.refuse(c, err)
			return
		}
		p.send(c, http.StatusOK, t, v.data)
	}
}

// send draws a page, whole or not at all.
func (p *Pages) send(c *gin.Context, status int, t *template.Template, data doc) {
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "layout", data); err != nil {
		panic(err) // a template that does not fit what the API says: a bug, and the API's recovery tells
	}
	c.Header("Vary", "Accept-Encoding, HX-Request")
	if b.Len() < 1024 || !strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		c.Data(status, "text/html; charset=utf-8", b.Bytes())
		return
	}
	c.Header("Content-Encoding", "gzip")
	c.Header("Content-Type", "text/html; charset=utf-8")
	c.Status(status)
	w := gzip.NewWriter(c.Writer)
	_, _ = w.Write(b.Bytes())
	_ = w.Close()
}

// refuse shows why there is no page, or where to log in.
func (p *Pages) refuse(c *gin.Context, err error) {
	var r *refusal
	if !errors.As(err, &r) {
		panic(err)
	}
	if r.Status == http.StatusUnauthorized {
		next := c.Request.URL.RequestURI()
		if c.Request.Method == http.MethodPost { // the page that the form is on
			next = localPath(c.PostForm("_back"))
		}
		back := "/login?next=" + url.QueryEscape(next)
		switch {
		case c.GetHeader("HX-Request") == "":
			c.Redirect(http.StatusSeeOther, back)
		case c.Request.Method == http.MethodPost:
			c.Header("HX-Redirect", back)
			c.Status(http.StatusNoContent)
		default: // a page that follows changes: it goes on showing the last figures, and says so
			p.part(c, r)
		}
		return
	}
	if r.retryAfter != "" {
		c.Header("Retry-After", r.retryAfter)
	}
	p.send(c, r.Status, p.refused, doc{"title": "无法显示", "page": "refused", "refusal": r, "live": ""})
}

// part says within a page why something could not be done.
func (p *Pages) part(c *gin.Context, r *refusal) {
	var b strings.Builder
	if err := p.refused.ExecuteTemplate(&b, "undone", r); err != nil {
		panic(err)
	}
	c.Data(r.Status, "text/html; charset=utf-8", []byte(b.String()))
}

// firsts is the first value of each parameter.
func firsts(q url.Values) doc {
	d := doc{}
	for k := range q {
		d[k] = q.Get(k)
	}
	return d
}

// NotFound is the page for an address that leads nowhere.
func (p *Pages) NotFound(c *gin.Context) {
	policy(c)
	p.refuse(c, &refusal{Status: http.StatusNotFound, Code: "not_found", Detail: "没有这个页面"})
}
