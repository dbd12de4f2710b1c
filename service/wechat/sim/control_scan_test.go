package sim_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/poster"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

// What the simulator drew, its camera reads; everything else is refused.
func TestScan(t *testing.T) {
	w := newWorld(t, sim.Options{})
	scan := func(body []byte) (int, string) {
		rec := httptest.NewRecorder()
		w.Control().ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/sim/scan", bytes.NewReader(body)))
		return rec.Code, strings.TrimSpace(rec.Body.String())
	}
	if code, answer := scan(sim.DrawCode("s=abc123", 430)); code != 200 || answer != `{"scene":"s=abc123"}` {
		t.Errorf("%d %s", code, answer)
	}
	p := poster.Poster{Name: "丰泽区东海零工市场", Kind: "零工市场", Code: sim.DrawCode("p.ABCDEFGHIJ", 1280)}
	sheet, err := p.Lay()
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []poster.Size{poster.A4, poster.A3} {
		whole, err := sheet.PNG(size)
		if err != nil {
			t.Fatal(err)
		}
		if code, answer := scan(whole); code != 200 || answer != `{"scene":"p.ABCDEFGHIJ"}` {
			t.Errorf("a poster of %d bytes: %d %s", len(whole), code, answer)
		}
	}
	white, huge := picture(t, 100, 100), picture(t, 4000, 4000)
	for name, body := range map[string][]byte{
		"nothing": nil, "text": []byte("s=abc123"), "no code": white, "half a picture": white[:len(white)-20], "huge": huge,
	} {
		if code, answer := scan(body); code != 422 || !strings.Contains(answer, `"code":"invalid"`) {
			t.Errorf("%s: %d %s", name, code, answer)
		}
	}
	if code, _ := scan(make([]byte, 2<<20)); code != 413 {
		t.Errorf("2 MB: %d", code)
	}
}

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
