package handler_test

import (
	"bytes"
	"image/jpeg"
	"image/png"
	"mime"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

// sceneOf reads the scene off the picture that a route answers.
func (u user) sceneOf(site string) string {
	u.h.t.Helper()
	picture := must(jpeg.Decode(bytes.NewReader(u.get("/v1/sites/" + site + "/qrcode").want(200).raw)))(u.h.t)
	scene, ok := sim.ReadCode(picture)
	if !ok {
		u.h.t.Fatal("the picture is no code")
	}
	return scene
}

func TestACodeIsAPicture(t *testing.T) {
	h := newHouse(t)
	site := h.site("market", "2026-01-01")
	staff := h.grant("staff", service.Staff, site)
	path := "/v1/sites/" + site + "/qrcode"
	for query, width := range map[string]int{"": 430, "?width=280": 280, "?width=1280": 1280} {
		a := staff.get(path + query).want(200)
		c := must(jpeg.DecodeConfig(bytes.NewReader(a.raw)))(t)
		if a.header.Get("Content-Type") != "image/jpeg" || c.Width != width || c.Height != width {
			t.Errorf("%q: %s of %d × %d", query, a.header.Get("Content-Type"), c.Width, c.Height)
		}
		if got := a.header.Get("Cache-Control"); !strings.HasPrefix(got, "private") {
			t.Errorf("Cache-Control %q", got)
		}
		tag := a.header.Get("ETag")
		if again := staff.do(http.MethodGet, path+query, nil, "If-None-Match", tag); again.status != 304 || len(again.raw) > 0 || again.header.Get("ETag") != tag {
			t.Errorf("again: %d with %d bytes, ETag %s", again.status, len(again.raw), again.header.Get("ETag"))
		}
		if head := staff.do(http.MethodHead, path+query, nil); head.status != 200 || len(head.raw) > 0 || head.header.Get("ETag") != tag {
			t.Errorf("HEAD: %d with %d bytes", head.status, len(head.raw))
		}
	}
	for _, query := range []string{"?width=279", "?width=1281", "?width=x", "?width=1e3", "?width=-430", "?width=99999999999999999999"} {
		staff.get(path+query).refused(422, "invalid_input")
	}
}

func TestWhoGetsCodesAndPosters(t *testing.T) {
	h := newHouse(t)
	site := h.site("market", "2026-01-01")
	for _, what := range []string{"/qrcode", "/poster", "/scans"} {
		path := "/v1/sites/" + site + what
		h.grant("staff", service.Staff, site).get(path).want(200)
		h.grant("county", service.County, "350503").get(path).want(200)
		h.grant("elsewhere", service.County, "350524").get(path).refused(404, "not_found")
		h.login("seeker").get(path).refused(404, "not_found")
		h.grant("staff", service.Staff, site).get("/v1/sites/missing"+what).refused(404, "not_found")
		(user{h: h}).get(path).refused(401, "unauthenticated")
	}
}

func TestAPosterIsReadyToPrint(t *testing.T) {
	h := newHouse(t)
	city := h.grant("city", service.City, service.All)
	site := city.post("/v1/sites", obj{"name": "丰泽区𥔵头零工驿站/一号", "kind": "station", "county": "350503", "address": "某路1号",
		"phone": "0595-22000000", "hours": "每天 8:30–17:30", "opened_on": "2026-01-01"}).want(201).str("id")
	path := "/v1/sites/" + site + "/poster"
	tags := map[string]bool{}
	var a4 []byte
	for query, want := range map[string]string{
		"": "%PDF-", "?size=a3": "%PDF-", "?format=png": "\x89PNG", "?size=a3&format=png": "\x89PNG",
	} {
		a := city.get(path + query).want(200)
		if !bytes.HasPrefix(a.raw, []byte(want)) {
			t.Errorf("%q: %.8q", query, a.raw)
		}
		_, params, err := mime.ParseMediaType(a.header.Get("Content-Disposition"))
		if err != nil || !strings.HasPrefix(params["filename"], "丰泽区") {
			t.Errorf("%q: %v, %v", query, params, err)
		}
		if query == "?format=png" {
			a4 = a.raw
		}
		tag := a.header.Get("ETag")
		tags[tag] = true
		if again := city.do(http.MethodGet, path+query, nil, "If-None-Match", tag); again.status != 304 {
			t.Errorf("%q again: %d", query, again.status)
		}
	}
	if len(tags) != 4 {
		t.Errorf("the ETags of four posters are %v", tags)
	}
	if c := must(png.DecodeConfig(bytes.NewReader(a4)))(t); c.Width != 2480 || c.Height != 3508 {
		t.Errorf("A4 is %d × %d pixels", c.Width, c.Height)
	}
	for _, query := range []string{"?size=a5", "?format=jpg", "?size=A4", "?size=", "?format="} {
		city.get(path+query).refused(422, "invalid_input")
	}
	h.blobs.away.Store(true)
	if a := city.get(path).refused(503, "unavailable"); a.header.Get("Retry-After") == "" {
		t.Error("nobody is told when to try again")
	}
}

// However many want posters at once, few are drawn at a time; the others are told to
// come again, and the server goes on.
func TestACrowdWantsPosters(t *testing.T) {
	h := newHouse(t)
	site := h.site("market", "2026-01-01")
	var crowd []user
	for _, name := range strings.Split("abcdefghijklmnopqrst", "") {
		crowd = append(crowd, h.grant(name, service.Staff, site))
	}
	var mu sync.Mutex
	got := map[int]int{}
	var wg sync.WaitGroup
	for _, u := range crowd {
		for range 5 {
			wg.Go(func() {
				a := u.get("/v1/sites/" + site + "/poster?size=a3")
				if a.status >= 400 && a.header.Get("Retry-After") == "" {
					t.Errorf("%d without Retry-After", a.status)
				}
				mu.Lock()
				defer mu.Unlock()
				got[a.status]++
			})
		}
	}
	wg.Wait()
	if got[200] == 0 || got[503] == 0 || got[200]+got[503] != 5*len(crowd) {
		t.Errorf("answers by status: %v", got)
	}
	crowd[0].get("/v1/sites/" + site + "/poster").want(200)
	one := crowd[1]
	for range 60 {
		if a := one.do(http.MethodHead, "/v1/sites/"+site+"/poster", nil); a.status == 429 {
			return
		}
	}
	t.Error("one account may have as many as it likes")
}

// The poster that hangs is evidence that it does.
func TestAPosterIsTakenAsEvidence(t *testing.T) {
	h := newHouse(t)
	site := h.site("market", "2026-01-01")
	staff := h.grant("staff", service.Staff, site)
	for _, format := range []string{"pdf", "png"} {
		file := staff.get("/v1/sites/" + site + "/poster?format=" + format).want(200).raw
		body, media := evidenceForm(t, site, "poster."+format, file)
		staff.do(http.MethodPost, "/v1/evidence", body, "Content-Type", media).want(201)
	}
}
