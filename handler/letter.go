package handler

import (
	"crypto/sha256"
	_ "embed" // the page and its style
	"encoding/base64"
	"html/template"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service/calendar"
)

// letterPath is the letter's, as Gin spells it.
const letterPath = "/v1/applications/:id/letter"

var (
	//go:embed letter/page.css
	letterStyle string
	//go:embed letter/page.html
	letterSource   string
	letterTemplate = template.Must(template.New("letter").Parse(letterSource))
)

// letterPolicy allows the page its one style element, by hash, and nothing else.
func letterPolicy() string {
	sum := sha256.Sum256([]byte(letterStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// letterPage is what the page shows.
type letterPage struct {
	Style                                                  template.CSS
	No, Employer, Name, IDNumber, Title, Place, Site, Date string
}

// getLetter answers a 推荐介绍信 with its 回执 as a page to print.
func (a *API) getLetter(c *gin.Context) {
	l, err := a.svc.Letter(c.Request.Context(), actorOf(c.Request.Context()), c.Param("id"))
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	page := letterPage{
		Style: template.CSS(letterStyle), //nolint:gosec // ours, embedded
		No:    l.Application.ID, Employer: l.Enterprise.ShownName(), Name: l.Person.Name, IDNumber: l.Person.Identity.Masked(),
		Title: l.Posting.Title, Place: l.Posting.Place, Site: l.Site.Name, Date: l.ReferredAt.In(calendar.Shanghai).Format("2006年1月2日"),
	}
	c.Header("Content-Security-Policy", letterPolicy())
	a.sendFile(c, "text/html; charset=utf-8", "", func(w io.Writer) error { return letterTemplate.Execute(w, page) })
}

// describeLetter writes down the route that huma does not serve.
func (a *API) describeLetter() {
	text := &huma.Schema{Type: huma.TypeString}
	a.describe(huma.Operation{
		OperationID: "get-letter", Method: http.MethodGet, Path: "/v1/applications/{id}/letter", Tags: []string{"applications"},
		Parameters: []*huma.Param{{Name: "id", In: "path", Required: true, Schema: text}},
		Summary:    "The letter of introduction with its receipt (推荐介绍信, 回执), as a page to print",
		Description: "For staff of the site that referred. The name is in full, the document's number masked, no phone; that it was made is " +
			"kept as a view, for the person to see.",
	}, "200", "The page", "text/html", text)
}
