package handler_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestHostileInputIsRefusedClearly(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	good := `"site_id":"` + site + `","name":"陈小明","phone":"13800000000","consent_version":"2026-11"`
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
		"bidi in a name":    {`{"site_id":"` + site + `","name":"陈\u202e明","phone":"13800000000","consent_version":"2026-11"}`, nil, 422, "invalid_input"},
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

// A field that we do not know is named where it stands, provided that it looks like
// a field's name; what else a sender may write as a key is not repeated.
func TestUnknownFieldsAreNamed(t *testing.T) {
	h := newHouse(t)
	city := h.grant("city", service.City, service.All)
	for field, want := range map[string]string{
		"stauts": "body.items[0].stauts", "_id": "body.items[0]._id", "a.b": "body.items[0]", "$where": "body.items[0]",
		strings.Repeat("x", 40): "body.items[0]." + strings.Repeat("x", 40), strings.Repeat("x", 41): "body.items[0]",
		"13800001111": "body.items[0]", "陈小明": "body.items[0]", "a b": "body.items[0]", "<b>": "body.items[0]", "": "body.items[0]",
		`x\ny`: "body.items[0]", `$x.ok`: "body.items[0]", "x[0]": "body.items[0]", "type": "body.items[0].type",
	} {
		a := city.post("/v1/batch", `{"items":[{"`+field+`":"13800002222"}]}`).refused(422, "invalid_input")
		if got := a.unknown(); len(got) != 1 || got[0] != want {
			t.Errorf("%q is told as %q, want %q", field, got, want)
		}
	}
	a := city.post("/v1/batch", `{"items":[{"陈小明.x":1,"13800001111.y":1},{"id":5}]}`).refused(422, "invalid_input")
	for _, echo := range []string{"陈小明", "13800001111"} {
		if strings.Contains(string(a.raw), echo) {
			t.Errorf("the answer repeats %q: %s", echo, a.raw)
		}
	}
	top := city.post("/v1/batch", `{"itemz":[],"陈小明":1}`)
	if got := top.unknown(); len(got) != 2 || !slices.Contains(got, "body.itemz") || !slices.Contains(got, "body") {
		t.Errorf("at the top: %q", got)
	}
	for query, want := range map[string]string{"sort": "query.sort", "month[$ne]": "query", "13800001111": "query"} {
		a := city.get("/v1/sites?" + query + "=name")
		if got := a.unknown(); len(got) != 1 || got[0] != want {
			t.Errorf("%s is told as %q", query, got)
		}
	}
}

// unknown are the places of what was not known.
func (a answer) unknown() (places []string) {
	var p struct {
		Errors []struct{ Location, Message string }
	}
	if err := json.Unmarshal(a.raw, &p); err != nil {
		a.t.Fatal(err)
	}
	for _, e := range p.Errors {
		if strings.HasPrefix(e.Message, "不认识") {
			places = append(places, e.Location)
		}
	}
	return places
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
