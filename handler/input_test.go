package handler_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestHostileInputIsRefusedClearly(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	good := `"site_id":"` + site + `","name":"陈小明","phone":"13800000000","consent_version":"1"`
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	for name, c := range map[string]struct {
		body   string
		header []string
		status int
		code   string
	}{
		"not JSON":          {`{`, nil, 400, "malformed"},
		"empty":             {` `, nil, 400, "malformed"},
		"trailing text":     {`{` + good + `} x`, nil, 400, "malformed"},
		"two documents":     {`{` + good + `}{}`, nil, 400, "malformed"},
		"repeated key":      {`{` + good + `,"name":"李四"}`, nil, 400, "malformed"},
		"deep":              {`{"intent":` + deep + `}`, nil, 400, "malformed"},
		"broken UTF-8":      {"{\"name\":\"\xff\"}", nil, 400, "malformed"},
		"an array":          {`[]`, nil, 422, "invalid_input"},
		"operator":          {`{` + good + `,"employment_status":{"$ne":""}}`, nil, 422, "invalid_input"},
		"number for text":   {`{"site_id":"` + site + `","name":5}`, nil, 422, "invalid_input"},
		"privileged field":  {`{` + good + `,"status":"confirmed"}`, nil, 422, "invalid_input"},
		"_id":               {`{` + good + `,"_id":"x"}`, nil, 422, "invalid_input"},
		"other spelling":    {`{` + good + `,"Name":"x"}`, nil, 422, "invalid_input"},
		"bad date":          {`{` + good + `,"registered_on":"2026-02-30"}`, nil, 422, "invalid_input"},
		"future date":       {`{` + good + `,"registered_on":"2026-11-25"}`, nil, 422, "invalid_input"},
		"a century ago":     {`{` + good + `,"registered_on":"1926-11-01"}`, nil, 422, "invalid_input"},
		"before opening":    {`{` + good + `,"registered_on":"2026-10-31"}`, nil, 422, "invalid_input"},
		"control character": {`{` + good + `,"employment_status":"a\u0000b"}`, nil, 422, "invalid_input"},
		"bidi in a name":    {`{"site_id":"` + site + `","name":"陈\u202e明","phone":"13800000000","consent_version":"1"}`, nil, 422, "invalid_input"},
		"bad check digit":   {`{` + good + `,"id_number":"990000199105201716"}`, nil, 422, "invalid_input"},
		"too large":         {`{"name":"` + strings.Repeat("a", 1<<20) + `"}`, nil, 413, "too_large"},
		"form":              {`name=x`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"},
		"compressed":        {`{}`, []string{"Content-Encoding", "gzip"}, 415, "unsupported_encoding"},
	} {
		t.Run(name, func(t *testing.T) {
			a := ann.post("/v1/registrations", c.body, c.header...)
			a.t = t
			a.refused(c.status, c.code)
			if a.str("detail") == "" {
				t.Error("no sentence for the screen")
			}
			for _, echo := range []string{"陈小明", "13800000000", "990000199105201716", "$ne", "1926"} {
				if strings.Contains(string(a.raw), echo) {
					t.Errorf("the answer repeats %q: %s", echo, a.raw)
				}
			}
		})
	}
	if got := ann.get("/v1/registrations?site_id=" + site).want(200).at("items.0"); got != nil {
		t.Errorf("something was written: %v", got)
	}
}

func TestTextIsText(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	for i, text := range []string{`{"$where":"1"}`, `'; drop table people; --`, `=HYPERLINK("x")`, `<script>`, `a.b$c`, "𠮷野家"} {
		a := ann.post("/v1/registrations", seeker(site, i, obj{"employment_status": text})).want(201)
		if got := a.str("employment_status"); got != text {
			t.Errorf("kept %q as %q", text, got)
		}
	}
}

func TestQueriesAreChecked(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	for _, q := range []string{"limit=0", "limit=201", "limit=x", "month=2026-13", "status=gone", "sort=name", "month[$ne]=1"} {
		ann.get("/v1/registrations?site_id="+site+"&"+q).refused(422, "invalid_input")
	}
	ann.get("/v1/sites/"+site+"/progress?as_of=2027-01-01").refused(422, "invalid_input")
	ann.get("/v1/sites/"+site+"/progress?as_of=yesterday").refused(422, "invalid_input")
}

func TestEveryPathWantsAToken(t *testing.T) {
	h := newHouse(t)
	h.site("station", "2026-11-01")
	for _, token := range []string{"", "x", strings.Repeat("a", 43), strings.Repeat("b", 16<<10)} {
		for _, path := range []string{"/v1/me", "/v1/sites", "/v1/sites/x", "/v1/sites/x/progress", "/v1/sites/x/progress/stream", "/v1/sites/x/progress/plan",
			"/v1/live", "/v1/board", "/v1/registrations/x", "/v1/placements/x", "/v1/imports/x"} {
			(user{h: h, token: token}).get(path).refused(401, "unauthenticated")
		}
		for _, path := range []string{"/v1/sites", "/v1/sites/x/progress/what-if", "/v1/registrations", "/v1/me/registrations", "/v1/placements", "/v1/batch",
			"/v1/imports", "/v1/auth/logout", "/v1/invites/x/accept"} {
			(user{h: h, token: token}).do(http.MethodPost, path, nil).refused(401, "unauthenticated")
		}
	}
	(user{h: h}).get("/v1/nothing").refused(404, "not_found")
	(user{h: h}).do(http.MethodPut, "/v1/rubric", nil).refused(405, "method_not_allowed")
}

func TestForeignPagesCannotWrite(t *testing.T) {
	h := newHouse(t)
	a := (user{h: h}).post("/v1/rubric/evaluate", obj{"kind": "station", "facts": obj{}}, "Sec-Fetch-Site", "cross-site")
	a.refused(403, "cross_origin")
}
