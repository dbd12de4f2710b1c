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
		OperationID: "live-events", Method: http.MethodGet, Path: eventsPath, Summary: "Which of many sites have changed",
		Tags: []string{"progress"},
		Parameters: []*huma.Param{{Name: "site", In: "query", Required: true, Explode: ptr(true),
			Schema: &huma.Schema{Type: huma.TypeArray, Items: text}, Description: "Up to 200, each in a parameter of its own"}},
		Description: "Server-sent events named change: for each site first its version now, then every newer one, as " +
			`{"site","version"}. Whoever has another version reads anew what he shows. ` +
			"An event named alive comes after every 15 to 20 seconds without one: who hears nothing for 30 may take the line for lost.",
	}, "200", "Events", "text/event-stream", text)
	a.describe(huma.Operation{
		OperationID: "import-ledger", Method: http.MethodPost, Path: importPath, Summary: "Bring a ledger in",
		Tags: []string{"imports"},
		Description: "A workbook (.xlsx, 10 MB at most) with the sheets 求职登记, 推荐就业 and 岗位信息登记. The same file again brings " +
			"nothing twice; one that was interrupted goes on. 409 import_in_progress while it runs elsewhere.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"site_id", "file"},
			Properties: map[string]*huma.Schema{"site_id": text, "file": {Type: huma.TypeString, Format: "binary"}},
		}}}},
	}, "200", "What became of each row", "application/json", schemaOf[Import](a))
	a.describeEvidence(siteParam, text)
	a.describeForms()
	a.describeLetter()
	a.describe(huma.Operation{
		OperationID: "get-scan-login-code", Method: http.MethodGet, Path: scanLoginsPath + "/{ticket}/qrcode",
		Summary: "The code that logs a screen in", Tags: []string{"account"}, Security: []map[string][]string{},
		Parameters: []*huma.Param{{Name: "ticket", In: "path", Required: true, Schema: text}},
	}, "200", "The picture", "image/jpeg", &huma.Schema{Type: huma.TypeString, Format: "binary"})
	a.describeCodes(siteParam)
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

// describeEvidence writes down the routes that take and give files.
func (a *API) describeEvidence(idParam []*huma.Param, text *huma.Schema) {
	tags, file := []string{"evidence"}, &huma.Schema{Type: huma.TypeString, Format: "binary"}
	a.describe(huma.Operation{
		OperationID: "add-evidence", Method: http.MethodPost, Path: evidencePath, Summary: "Upload a photo or PDF", Tags: tags,
		Description: "A JPEG or PNG (16 MB and 50 megapixels at most; progressive JPEG 17), or a PDF (10 MB) without scripts, " +
			"attachments or encryption; the content decides. Photos are turned upright, made 2560 pixels long at most and kept " +
			"as JPEG without GPS position or other metadata. The same file at the same site again answers 200 with the first; " +
			"no Idempotency-Key is needed, and none is heeded. 422 file_kind, file_mixed, file_damaged, file_too_large, " +
			"image_too_large, pdf_too_large, pdf_encrypted, pdf_active; 409 evidence_quota; 503 while the place of the files " +
			"does not answer.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
			Type: huma.TypeObject, Required: []string{"site_id", "file"},
			Properties: map[string]*huma.Schema{"site_id": text, "file": file},
		}}}},
	}, "201", "It is kept", "application/json", schemaOf[Evidence](a))
	post := a.humapi.OpenAPI().Paths[evidencePath].Post
	post.Responses["200"] = &huma.Response{Description: "It was kept before", Content: post.Responses["201"].Content}
	a.describe(huma.Operation{
		OperationID: "get-evidence-content", Method: http.MethodGet, Path: "/v1/evidence/{id}/content",
		Summary: "The photo or PDF itself", Tags: tags, Parameters: idParam,
		Description: "Whoever may see the site's records may see it, and is asked each time. If-None-Match with the ETag " +
			"answers 304. HEAD works too. 503 evidence_lost when the file is not where it was put.",
	}, "200", "The file", "image/jpeg", file)
	get := a.humapi.OpenAPI().Paths["/v1/evidence/{id}/content"].Get
	get.Responses["200"].Content["application/pdf"] = &huma.MediaType{Schema: file}
	a.describe(huma.Operation{
		OperationID: "get-evidence-thumbnail", Method: http.MethodGet, Path: "/v1/evidence/{id}/thumbnail",
		Summary: "A small picture, 320 pixels long at most", Tags: tags, Parameters: idParam,
		Description: "As the content. 404 no_thumbnail for a PDF.",
	}, "200", "The picture", "image/jpeg", file)
}

// describeForms writes down what is printed.
func (a *API) describeForms() {
	text, binary := &huma.Schema{Type: huma.TypeString}, &huma.Schema{Type: huma.TypeString, Format: "binary"}
	path := []*huma.Param{
		{Name: "id", In: "path", Required: true, Schema: text},
		{Name: "year", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeInteger}},
	}
	tags := []string{"assessments"}
	a.describe(huma.Operation{
		OperationID: "get-form", Method: http.MethodGet, Path: assessmentPath + "/form", Tags: tags, Parameters: path,
		Summary: "The official form as a page to print on A4", Description: "With an annex of the evidence behind each item.",
	}, "200", "The page", "text/html", text)
	a.describe(huma.Operation{
		OperationID: "get-form-workbook", Method: http.MethodGet, Path: assessmentPath + "/form.xlsx", Tags: tags, Parameters: path,
		Summary: "The official form as a workbook", Description: "Ready for the stamp; the second sheet lists the evidence.",
	}, "200", "The workbook", workbookType, binary)
	a.describe(huma.Operation{
		OperationID: "get-summary", Method: http.MethodGet, Path: summaryPath, Tags: tags,
		Summary: "All sites in sight as a workbook", Description: "Ranks and totals, every item in both columns, month by month. For supervisors.",
		Parameters: []*huma.Param{
			{Name: "year", In: "query", Required: true, Schema: &huma.Schema{Type: huma.TypeInteger}},
			{Name: "county", In: "query", Schema: text}, {Name: "kind", In: "query", Schema: text},
		},
	}, "200", "The workbook", workbookType, binary)
}
