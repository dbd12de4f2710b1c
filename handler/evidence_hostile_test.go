package handler_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/png"
	"io"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
)

func TestForeignEvidence(t *testing.T) {
	h := newHouse(t)
	site, foreign := h.site("station", "2026-11-01"), h.site("station", "2026-11-01")
	ann, eve := h.grant("ann", service.Staff, site), h.grant("eve", service.Staff, foreign)
	admin := h.grant("root", service.Admin, service.All)
	id := ann.send(site, "x", []byte(scanned)).want(201).str("id")
	nobody := user{h: h}
	for _, path := range []string{"", "/content", "/thumbnail"} {
		nobody.get("/v1/evidence/"+id+path).refused(401, "unauthenticated")
		for _, u := range []user{eve, admin, h.login("seeker")} {
			u.get("/v1/evidence/"+id+path).refused(404, "not_found")
			u.get("/v1/evidence/missing"+path).refused(404, "not_found")
		}
	}
	nobody.send(site, "x", []byte(scanned)).refused(401, "unauthenticated")
	nobody.do("HEAD", "/v1/evidence/"+id+"/content", nil).want(401)
	eve.do("HEAD", "/v1/evidence/"+id+"/content", nil).want(404)
	eve.do("GET", "/v1/evidence/"+id+"/content", nil, "If-None-Match", "*").refused(404, "not_found")
	eve.get("/v1/evidence?site_id="+site).refused(404, "not_found")
	eve.send(site, "x", []byte(scanned)).refused(404, "not_found")
	admin.send(site, "x", []byte(scanned)).refused(403, "forbidden")
	own := eve.send(foreign, "x", []byte(scanned)).want(201)
	if own.str("id") == id {
		t.Error("one piece of evidence of two sites")
	}
	act := eve.post("/v1/activities", obj{"site_id": foreign, "type": "job_fair"}).want(201)
	eve.post("/v1/activities/"+act.str("id")+"/evidence", obj{"evidence_ids": []string{id}}).refused(422, "invalid_input")
	ann.post("/v1/activities/"+act.str("id")+"/evidence", obj{"evidence_ids": []string{id}}).refused(404, "not_found")
	h.grant("fengze", service.County, "350503").get("/v1/evidence/" + id + "/content").want(200)
}

// bombHead is a PNG of 4 gigapixels in 45 bytes.
func bombHead() []byte {
	chunk := append([]byte("IHDR"), 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 6, 0, 0, 0)
	return append(append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...), binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(chunk))...)
}

func TestHostileUploads(t *testing.T) {
	h, temp := newHouse(t), t.TempDir()
	t.Setenv("TMPDIR", temp)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	good := jpegOf(t, photo(0, 640, 480))
	var shot bytes.Buffer
	if err := png.Encode(&shot, photo(0, 64, 64)); err != nil {
		t.Fatal(err)
	}
	zip := "PK\x05\x06" + strings.Repeat("\x00", 18)
	for name, c := range map[string]struct {
		file   string
		status int
		code   string
	}{
		"photo.jpg":   {"MZ\x90\x00\x03 This program cannot be run in DOS mode", 422, "file_kind"},
		"drawing.png": {`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert('13800001111')"/>`, 422, "file_kind"},
		"page.jpg":    {"<!doctype html><script>alert('13800001111')</script>", 422, "file_kind"},
		"empty.jpg":   {"", 422, "file_kind"},
		"both.jpg":    {string(good) + zip, 422, "file_mixed"},
		"both.pdf":    {scanned + zip, 422, "file_mixed"},
		"bomb.png":    {string(bombHead()), 422, "image_too_large"},
		"cut.jpg":     {string(good[:len(good)*2/3]), 422, "file_damaged"},
		"cut.png":     {shot.String()[:shot.Len()-20], 422, "file_damaged"},
		"script.pdf":  {strings.Replace(scanned, "/Catalog", "/Catalog /OpenAction <</S /JavaScript>>", 1), 422, "pdf_active"},
		"locked.pdf":  {strings.Replace(scanned, "/Root", "/Encrypt 5 0 R /Root", 1), 422, "pdf_encrypted"},
		"long.pdf":    {"%PDF-1.7 " + strings.Repeat("x", 10<<20), 422, "pdf_too_large"},
		"16.5 MB":     {string(good) + strings.Repeat("\x00", 16<<20+1<<19), 422, "file_too_large"},
		"30 MB":       {string(good) + strings.Repeat("\x00", 30<<20), 413, "too_large"},
	} {
		a := ann.send(site, name, []byte(c.file)).refused(c.status, c.code)
		if strings.Contains(string(a.raw), "13800001111") || strings.Contains(string(a.raw), name) {
			t.Errorf("%s is told: %s", name, a.raw)
		}
	}
	ann.send(site, "x", nil).refused(422, "file_missing")
	ann.send("", "x", good).refused(422, "site_missing")
	ann.do("POST", "/v1/evidence?site_id="+site, "{}").refused(415, "unsupported_media_type")
	body, media := evidenceForm(t, site, "x", good)
	ann.do("POST", "/v1/evidence", body[:len(body)/2], "Content-Type", media).refused(400, "malformed")
	ann.do("POST", "/v1/evidence", body, "Content-Type", "multipart/form-data").refused(400, "malformed")
	ann.do("POST", "/v1/evidence", body, "Content-Type", media, "Content-Encoding", "gzip").refused(415, "unsupported_encoding")
	boundary := "--" + strings.TrimPrefix(media, "multipart/form-data; boundary=")
	two := strings.TrimSuffix(body, boundary+"--\r\n") + boundary + "\r\nContent-Disposition: form-data; name=\"site_id\"\r\n\r\nanother\r\n" + boundary + "--\r\n"
	ann.do("POST", "/v1/evidence", two, "Content-Type", media).refused(422, "site_missing")
	if got := ann.get("/v1/evidence?site_id=" + site).want(200); got.at("items.0") != nil {
		t.Errorf("something was kept: %s", got.raw)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) != 0 {
		t.Errorf("temporary files: %v, %v", left, err)
	}
}

// An upload that is cut anywhere leaves nothing, and the phone's next try is the
// first.
func TestCutUploads(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	noise := image.NewRGBA(image.Rect(0, 0, 1200, 900))
	for i := range noise.Pix {
		noise.Pix[i] = byte(i * i >> 3)
	}
	file := jpegOf(t, noise)
	body, media := evidenceForm(t, site, "x", file)
	head := fmt.Sprintf("POST /v1/evidence HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", ann.token, media, len(body))
	for _, part := range []int{0, 1, 200, len(body) / 2, len(body) - 1} {
		conn := must(net.Dial("tcp", strings.TrimPrefix(h.url, "http://")))(t)
		_ = must(io.WriteString(conn, head+body[:part]))(t)
		if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(conn)
		if err == nil && len(answer) > 0 && !strings.HasPrefix(string(answer), "HTTP/1.1 400") {
			t.Errorf("cut after %d of %d bytes: %s", part, len(body), answer)
		}
		_ = conn.Close()
	}
	if got := ann.get("/v1/evidence?site_id=" + site).want(200); got.at("items.0") != nil {
		t.Errorf("something was kept: %s", got.raw)
	}
	ann.send(site, "x", file).want(201)
}

func TestQuotaOverHTTP(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	large := func(n int) []byte {
		return fmt.Appendf(nil, "%%PDF-1.7\n(%d %s)\n%%%%EOF", n, strings.Repeat("x", 3<<20))
	}
	ann.send(site, "x", large(1)).want(201)
	ann.send(site, "x", large(2)).want(201)
	ann.send(site, "x", large(3)).refused(409, "evidence_quota")
	ann.send(site, "x", large(2)).want(200)
}

// A place of the files that is away stops nothing but files, and says when to come
// again and nothing of itself.
func TestBlobsAway(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann := h.grant("ann", service.Staff, site)
	id := ann.send(site, "x", []byte(scanned)).want(201).str("id")
	h.blobs.away.Store(true)
	for _, a := range []answer{
		ann.send(site, "x", jpegOf(t, photo(0, 64, 64))), ann.get("/v1/evidence/" + id + "/content"),
	} {
		a.refused(503, "unavailable")
		if a.header.Get("Retry-After") != "5" || strings.Contains(string(a.raw), "10.1.2.3") || a.header.Get("ETag") != "" {
			t.Errorf("%v %s", a.header, a.raw)
		}
	}
	ann.get("/v1/evidence/" + id).want(200)
	ann.post("/v1/activities", obj{"site_id": site, "type": "job_fair", "evidence_ids": []string{id}}).want(201)
	h.blobs.away.Store(false)
	ann.get("/v1/evidence/" + id + "/content").want(200)
}

// Decoding costs: one account cannot keep the only decoder from all others.
func TestUploadsAreLimited(t *testing.T) {
	h := newHouse(t)
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	for n := range 100 {
		if a := ann.send(site, "x", []byte(scanned)); a.status == 429 {
			a.refused(429, "too_many_requests")
			if n < 50 || a.header.Get("Retry-After") == "" {
				t.Errorf("after %d: %v", n, a.header)
			}
			bob.send(site, "x", []byte(scanned)).want(200)
			ann.get("/v1/evidence?site_id=" + site).want(200)
			return
		}
	}
	t.Error("a hundred uploads in a row")
}
