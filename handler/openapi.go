package handler

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/handler/apidocs"
)

const apiDescription = `Backend of the 泉就业 WeChat mini-program for odd-job markets (零工市场) and stations (零工驿站).

Dates are days in Asia/Shanghai (2026-11-23), months 2026-11, times RFC 3339 with +08:00. Refusals are
application/problem+json: code is stable, detail and errors[].message are Chinese and may be shown as they are.
Every answer names its request in X-Request-Id. While the server starts, everything is refused with 503 starting.
What is out of the caller's sight answers as if it were missing.

A name that ends in _at is a time, in _on a day. The Chinese of a code stands beside it: kind_name and type_name beside kind and
type, state_text beside state. An item of the official form is no where it is listed itself, and item where something refers to it.`

// OpenAPI is the document of the whole contract, indented, for the golden file
// and for /openapi.json.
func (a *API) OpenAPI() ([]byte, error) {
	return json.MarshalIndent(a.humapi.OpenAPI(), "", "  ")
}

func (a *API) openAPI(c *gin.Context) {
	doc, err := a.OpenAPI()
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	c.Data(http.StatusOK, "application/json", doc)
}

func (a *API) docsRoutes(g *gin.Engine) {
	h := gin.WrapH(apidocs.Handler())
	g.GET("/docs", h)
	g.GET("/docs/*path", h)
	g.HEAD("/docs/*path", h)
}

// describe adds a native route to the document.
func (a *API) describe(op huma.Operation, status, description, media string, schema *huma.Schema) {
	op.Responses = map[string]*huma.Response{
		status:    {Description: description, Content: map[string]*huma.MediaType{media: {Schema: schema}}},
		"default": {Description: "Refused", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schemaOf[Problem](a)}}},
	}
	a.humapi.OpenAPI().AddOperation(&op)
}

func schemaOf[T any](a *API) *huma.Schema {
	return huma.SchemaFromType(a.humapi.OpenAPI().Components.Schemas, typeOf[T]())
}
