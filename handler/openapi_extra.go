package handler

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// describeNative writes down the routes that huma does not serve.
func (a *API) describeNative() {
	text := &huma.Schema{Type: huma.TypeString}
	siteParam := []*huma.Param{{Name: "id", In: "path", Required: true, Schema: text}}
	a.describe(huma.Operation{
		OperationID: "stream-progress", Method: http.MethodGet, Path: "/v1/sites/{id}/progress/stream",
		Summary: "A site's progress as it changes", Tags: []string{"progress"}, Parameters: siteParam,
		Description: "Server-sent events named progress: first the state now, then every newer one; id is the version, " +
			"data the document of get-progress. A comment every 15 seconds keeps the line open.",
	}, "200", "Events", "text/event-stream", text)
	a.describe(huma.Operation{
		OperationID: "live", Method: http.MethodGet, Path: "/v1/live", Summary: "Many sites over one WebSocket",
		Tags: []string{"progress"},
		Description: `Send {"watch":["site id", …]} at any time: these sites from now on, 200 at the most. ` +
			`Messages are {"event":"progress","site","id","data"} or {"event":"error","site","problem"}.`,
	}, "101", "Switching protocols", "application/json", schemaOf[liveMessage](a))
	a.describe(huma.Operation{
		OperationID: "import-ledger", Method: http.MethodPost, Path: importPath, Summary: "Bring a ledger in",
		Tags: []string{"imports"},
		Description: "A workbook (.xlsx, 10 MB at most) with the sheets 求职登记 and 推荐就业. The same file again brings " +
			"nothing twice; one that was interrupted goes on. 409 import_in_progress while it runs elsewhere.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"site_id", "file"},
			Properties: map[string]*huma.Schema{"site_id": text, "file": {Type: huma.TypeString, Format: "binary"}},
		}}}},
	}, "200", "What became of each row", "application/json", schemaOf[Import](a))
	a.describe(huma.Operation{
		OperationID: "health", Method: http.MethodGet, Path: "/healthz", Summary: "The process is up",
		Tags: []string{"operations"}, Security: []map[string][]string{},
	}, "200", "Up", "application/json", &huma.Schema{Type: huma.TypeObject})
	a.describe(huma.Operation{
		OperationID: "ready", Method: http.MethodGet, Path: "/readyz", Summary: "What this instance stands on",
		Description: "503, in the same form, when it cannot serve.",
		Tags:        []string{"operations"}, Security: []map[string][]string{},
	}, "200", "It serves", "application/json", schemaOf[Readiness](a))
	a.humapi.OpenAPI().Paths["/readyz"].Get.Responses["503"] = &huma.Response{
		Description: "It does not serve", Content: map[string]*huma.MediaType{"application/json": {Schema: schemaOf[Readiness](a)}},
	}
}
