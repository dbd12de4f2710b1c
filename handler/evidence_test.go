package handler_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"io"
	"mime/multipart"
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
