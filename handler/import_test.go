package handler_test

import (
	"bytes"
	"mime/multipart"
	"os"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// upload sends a ledger as a form; an empty field is left out.
func (u user) upload(site string, file []byte) answer {
	u.h.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if site != "" {
		if err := w.WriteField("site_id", site); err != nil {
			u.h.t.Fatal(err)
		}
	}
	if file != nil {
		part := must(w.CreateFormFile("file", "../../etc/台账.xlsx"))(u.h.t)
		_ = must(part.Write(file))(u.h.t)
	}
	if err := w.Close(); err != nil {
		u.h.t.Fatal(err)
	}
	return u.do("POST", "/v1/imports", form.String(), "Content-Type", w.FormDataContentType())
}

func TestImportOverHTTP(t *testing.T) {
	h := newHouse(t)
	site, foreign := h.site("station", "2025-06-01"), h.site("station", "2025-06-01")
	ann, bob := h.grant("ann", service.Staff, site), h.grant("bob", service.Staff, site)
	ledger := must(os.ReadFile("../service/ledger/testdata/ledger-sample.xlsx"))(t)

	ann.upload("", ledger).refused(422, "site_missing")
	ann.upload(site, nil).refused(422, "file_missing")
	ann.upload(site, []byte("PK not a workbook")).refused(422, "file_not_xlsx")
	ann.upload(foreign, ledger).refused(404, "not_found")
	ann.do("POST", "/v1/imports", "{}").refused(415, "unsupported_media_type")

	first := ann.upload(site, ledger).want(200)
	if first.num("report.registrations.new") != 34 || first.num("report.placements.new") != 60 ||
		first.num("report.registrations.refused.0.row") != 16 {
		t.Errorf("first: %s", first.raw)
	}
	again := bob.upload(site, ledger).want(200)
	if again.num("report.registrations.new") != 0 || again.num("report.placements.duplicate") != 68 {
		t.Errorf("again: %s", again.raw)
	}
	if got := bob.get("/v1/imports/" + first.str("id")).want(200).str("state"); got != "done" {
		t.Errorf("state %q", got)
	}
	h.grant("eve", service.Staff, foreign).get("/v1/imports/"+first.str("id")).refused(404, "not_found")
	p := ann.get("/v1/sites/" + site + "/progress?as_of=2026-10-31").want(200)
	if p.num("items.6.recorded") != 7 || p.num("items.7.recorded") != 8 || p.num("items.7.verified") != 0 {
		t.Errorf("items 7 and 8: %v %v", p.at("items.6"), p.at("items.7"))
	}
}
