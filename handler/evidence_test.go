package handler_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// testQuota is small enough to be reached.
const testQuota = 8 << 20

// faultyBlobs is the real folder, which can be away.
type faultyBlobs struct {
	service.Blobs
	away atomic.Bool
}

var errBlobs = errors.New("no route to 10.1.2.3, key secret")

func (b *faultyBlobs) Put(ctx context.Context, key string, data []byte) error {
	if b.away.Load() {
		return errBlobs
	}
	return b.Blobs.Put(ctx, key, data)
}

func (b *faultyBlobs) Get(ctx context.Context, key string) (io.ReadCloser, int64, error) {
	if b.away.Load() {
		return nil, 0, errBlobs
	}
	return b.Blobs.Get(ctx, key)
}

// evidenceForm is the form that a phone sends.
func evidenceForm(t *testing.T, site, name string, file []byte) (body, contentType string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if site != "" {
		if err := w.WriteField("site_id", site); err != nil {
			t.Fatal(err)
		}
	}
	if file != nil {
		part := must(w.CreateFormFile("file", name))(t)
		_ = must(part.Write(file))(t)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return form.String(), w.FormDataContentType()
}

func (u user) send(site, name string, file []byte, header ...string) answer {
	u.h.t.Helper()
	body, media := evidenceForm(u.h.t, site, name, file)
	return u.do("POST", "/v1/evidence", body, append(header, "Content-Type", media)...)
}

// photo is red above and blue below; n makes different ones.
func photo(n, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{220, byte(n), 20, 255}), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(0, h/2, w, h), image.NewUniform(color.RGBA{20, 20, 220, 255}), image.Point{}, draw.Src)
	return img
}

func jpegOf(t *testing.T, img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// onItsSide puts Exif in front: taken with the phone turned right, here.
func onItsSide(data []byte) []byte {
	gps := "GPSLatitude 24.9139 GPSLongitude 118.5858 Xiaomi"
	tiff := append([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"), gps...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	out := binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe1"), uint16(len(body)+2))
	return append(append(out, body...), data[2:]...)
}

const scanned = "%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

func TestEvidenceFromPhoneToScreen(t *testing.T) { onEachEngine(t, evidenceFromPhoneToScreen) }

func evidenceFromPhoneToScreen(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	file := onItsSide(jpegOf(t, photo(0, 640, 480)))

	first := ann.send(site, "../../IMG 0001.JPG", file).want(201)
	if first.str("sha256") != sum(file) || first.str("media") != "image/jpeg" || first.num("width") != 480 || first.num("height") != 640 ||
		first.str("uploaded_by") != ann.id || first.at("thumbnail") != true || first.at("may.attach") != true ||
		!strings.HasPrefix(first.str("uploaded_at"), "2026-11-24T10:00:00") {
		t.Errorf("uploaded: %s", first.raw)
	}
	again := bob.send(site, "other.png", file, "Idempotency-Key", "not-heeded-1").want(200)
	if again.str("id") != first.str("id") || again.str("uploaded_by") != ann.id {
		t.Errorf("again: %s", again.raw)
	}
	path := "/v1/evidence/" + first.str("id")
	if got := bob.get(path).want(200); strings.TrimSpace(string(got.raw)) != string(first.raw) {
		t.Errorf("read: %s", got.raw)
	}
	content := bob.get(path + "/content").want(200)
	if sum(content.raw) != first.str("stored_sha256") || float64(len(content.raw)) != first.num("bytes") {
		t.Errorf("%d bytes of content", len(content.raw))
	}
	if bytes.Contains(content.raw, []byte("GPS")) || bytes.Contains(content.raw, []byte("Exif")) {
		t.Error("the camera's words are served")
	}
	img := must(jpeg.Decode(bytes.NewReader(content.raw)))(t)
	if r, _, b, _ := img.At(400, 320).RGBA(); r < b { // red was above, and is on the right now
		t.Errorf("not turned: %v", img.At(400, 320))
	}
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store",
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'", "X-Frame-Options": "DENY",
		"Content-Disposition": `inline; filename="evidence-` + first.str("id") + `.jpg"`,
		"Content-Length":      fmt.Sprint(len(content.raw)), "ETag": `"` + first.str("stored_sha256") + `"`,
	} {
		if got := content.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	small := bob.get(path + "/thumbnail").want(200)
	if c, err := jpeg.DecodeConfig(bytes.NewReader(small.raw)); err != nil || c.Width != 240 || c.Height != 320 {
		t.Errorf("thumbnail %v, %v", c, err)
	}
	for _, of := range []string{"/content", "/thumbnail"} {
		whole := bob.get(path + of)
		head := bob.do("HEAD", path+of, nil).want(200)
		if len(head.raw) != 0 || head.header.Get("Content-Length") != fmt.Sprint(len(whole.raw)) || head.header.Get("ETag") != whole.header.Get("ETag") {
			t.Errorf("HEAD %s: %v, %d bytes", of, head.header, len(head.raw))
		}
		for tag, status := range map[string]int{whole.header.Get("ETag"): 304, `W/` + whole.header.Get("ETag"): 304, `"x", *`: 304, `"x"`: 200} {
			bob.do("GET", path+of, nil, "If-None-Match", tag).want(status)
		}
	}

	pdf := bob.send(site, "contract.exe", []byte(scanned)).want(201)
	served := ann.get("/v1/evidence/" + pdf.str("id") + "/content").want(200)
	if string(served.raw) != scanned || pdf.str("stored_sha256") != pdf.str("sha256") || served.header.Get("Content-Type") != "application/pdf" ||
		served.header.Get("Content-Disposition") != `attachment; filename="evidence-`+pdf.str("id")+`.pdf"` {
		t.Errorf("the PDF: %v %s", served.header, pdf.raw)
	}
	ann.get("/v1/evidence/"+pdf.str("id")+"/thumbnail").refused(404, "no_thumbnail")
	list := ann.get("/v1/evidence?site_id=" + site + "&limit=1").want(200)
	if list.str("items.0.id") != pdf.str("id") || list.at("items.1") != nil {
		t.Errorf("listed: %s", list.raw)
	}
	next := ann.get("/v1/evidence?site_id=" + site + "&cursor=" + list.str("next_cursor")).want(200)
	if next.str("items.0.id") != first.str("id") || next.at("items.1") != nil {
		t.Errorf("listed next: %s", next.raw)
	}
}

// The proof of stable work (form item 8): attached later, confirmed anew, and only
// then worth two in the verified column.
func TestEvidenceMakesStableWorkCount(t *testing.T) { onEachEngine(t, evidenceMakesStableWorkCount) }

func evidenceMakesStableWorkCount(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, bob, eve := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site), h.grant("eve", service.Manager, site)
	person := ann.post("/v1/registrations", seeker(site, 0)).want(201).str("person_id")
	placed := ann.post("/v1/placements", obj{"site_id": site, "person_id": person, "employer_name": "示例鞋厂", "kind": "stable"}).want(201)
	path := "/v1/placements/" + placed.str("id")
	weighted := func() float64 {
		return ann.get("/v1/sites/" + site + "/progress").want(200).num("items.7.verified_facts.weighted")
	}
	bob.post(path+"/confirm", nil).want(200)
	if got := weighted(); got != 1 {
		t.Errorf("unproven: %v, want 1", got)
	}
	file := bob.send(site, "contract.pdf", []byte(scanned)).want(201).str("id")
	attached := bob.post(path+"/evidence", obj{"evidence_ids": []string{file}}).want(200)
	if attached.str("status") != "recorded" || attached.str("evidence_ids.0") != file || attached.str("evidence_by.0") != bob.id ||
		attached.str("confirmed_by") != "" || attached.at("may.confirm") != false || attached.at("may.attach") != true {
		t.Errorf("attached: %s", attached.raw)
	}
	if got := weighted(); got != 0 {
		t.Errorf("not confirmed anew: %v, want 0", got)
	}
	ann.post(path+"/confirm", nil).refused(403, "own_record")
	bob.post(path+"/confirm", nil).refused(403, "own_record")
	eve.post(path+"/confirm", nil).want(200)
	if got := weighted(); got != 2 {
		t.Errorf("proven: %v, want 2", got)
	}
	if a := bob.post(path+"/evidence", obj{"evidence_ids": []string{file}}).want(200); a.str("status") != "confirmed" {
		t.Errorf("the same again: %s", a.raw)
	}
	for _, body := range []obj{{"evidence_ids": []string{}}, {}, {"evidence_ids": []string{"x"}}, {"evidence_ids": []string{file}, "status": "confirmed"}} {
		bob.post(path+"/evidence", body).refused(422, "invalid_input")
	}
	eve.post(path+"/void", obj{"reason": "重复登记"}).want(200)
	bob.post(path+"/evidence", obj{"evidence_ids": []string{file}}).refused(409, "record_void")

	// From the first moment on, singly and in a batch, and on the service ledger.
	item := obj{"site_id": site, "type": "qr_poster", "client_id": "手机-1", "evidence_ids": []string{file, file}}
	batch := ann.post("/v1/batch", obj{"items": []obj{
		{"id": "a", "activity": item}, {"id": "b", "activity": obj{"site_id": site, "type": "qr_poster", "client_id": "手机-2", "evidence_ids": []string{"x"}}},
	}}).want(200)
	if batch.num("results.0.status") != 201 || batch.str("results.0.activity.evidence_ids.0") != file ||
		batch.at("results.0.activity.evidence_ids.1") != nil || batch.str("results.1.error.errors.0.code") != "unknown_evidence" {
		t.Errorf("batch: %s", batch.raw)
	}
	entry := "/v1/activities/" + batch.str("results.0.activity.id") + "/evidence"
	if a := bob.post(entry, obj{"evidence_ids": []string{bob.send(site, "x", jpegOf(t, photo(1, 64, 64))).str("id")}}).want(200); a.at("evidence_ids.1") == nil {
		t.Errorf("a second: %s", a.raw)
	}
}

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
