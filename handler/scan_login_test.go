package handler_test

import (
	"bytes"
	"image/jpeg"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

const edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"

func TestAComputerIsLoggedInByScanning(t *testing.T) { onEachEngine(t, scanLogin) }

func scanLogin(t *testing.T, h *house) {
	site := h.site("station", "2026-11-01")
	ann, screen := h.grant("ann", service.Staff, site), user{h: h}
	begun := screen.post("/v1/scan-logins", nil, "User-Agent", edge).want(201)
	mine := obj{"ticket": begun.str("ticket"), "secret": begun.str("secret")}
	picture := must(jpeg.Decode(bytes.NewReader(screen.get("/v1/scan-logins/" + begun.str("ticket") + "/qrcode").want(200).raw)))(t)
	scene, ok := sim.ReadCode(picture)
	if !ok || scene != "l."+begun.str("ticket") {
		t.Fatalf("the code says %q", scene)
	}
	scanned := obj{"scene": scene}
	h.login("seeker").post("/v1/me/scan-logins/open", scanned).refused(403, "no_office_role")
	screen.post("/v1/me/scan-logins/open", scanned).refused(401, "unauthenticated")
	if s := screen.post("/v1/scan-logins/finish", mine).want(200); s.str("state") != "new" {
		t.Errorf("before the scan: %s", s.raw)
	}
	q := ann.post("/v1/me/scan-logins/open", scanned).want(200)
	if q.str("browser") != "Edge（Windows）" || q.str("address") == "" || q.str("asked_at") == "" || strings.Contains(string(q.raw), begun.str("secret")) {
		t.Errorf("the phone asks %s", q.raw)
	}
	ann.post("/v1/me/scan-logins/answer", obj{"scene": scene, "confirm": true}).want(200)
	screen.post("/v1/scan-logins/finish", obj{"ticket": begun.str("ticket"), "secret": begun.str("ticket")}).refused(404, "scan_login_invalid")
	done := screen.post("/v1/scan-logins/finish", mine).want(200)
	if done.str("state") != "consumed" || done.str("account.id") == "" {
		t.Errorf("at last: %s", done.raw)
	}
	if me := (user{h: h, token: done.str("token")}).get("/v1/me").want(200); me.str("id") != done.str("account.id") {
		t.Errorf("it is %s", me.raw)
	}
	if again := screen.post("/v1/scan-logins/finish", mine).want(200); again.at("token") != nil {
		t.Errorf("a second session: %s", again.raw)
	}
}

func TestWhatIsNoScanLogin(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := h.grant("ann", service.City, service.All)
	for _, scene := range []string{"", "l.", "q.ABCDEFGHIJ", "l." + strings.Repeat("A", 26), "x"} {
		ann.post("/v1/me/scan-logins/open", obj{"scene": scene}).refused(404, "scan_login_invalid")
		ann.post("/v1/me/scan-logins/answer", obj{"scene": scene, "confirm": true}).refused(404, "scan_login_invalid")
	}
	user{h: h}.get("/v1/scan-logins/ABC/qrcode").refused(404, "scan_login_invalid")
	user{h: h}.post("/v1/scan-logins/finish", obj{"ticket": "", "secret": ""}).refused(404, "scan_login_invalid")
}
