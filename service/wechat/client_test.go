package wechat_test

import (
	"bytes"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestNewChecksItsSettings(t *testing.T) {
	for name, change := range map[string]func(*wechat.Config){
		"no appid":            func(c *wechat.Config) { c.AppID = "" },
		"appid that escapes":  func(c *wechat.Config) { c.AppID = "wx&secret=x" },
		"no secret":           func(c *wechat.Config) { c.Secret = "" },
		"secret that escapes": func(c *wechat.Config) { c.Secret = "hunter2#" },
		"no cache":            func(c *wechat.Config) { c.Cache = nil },
		"timeout below zero":  func(c *wechat.Config) { c.Timeout = -time.Second },
		"timeout too long":    func(c *wechat.Config) { c.Timeout = 5*time.Second + 1 },
		"unknown version":     func(c *wechat.Config) { c.EnvVersion = "beta" },
		"no scheme":           func(c *wechat.Config) { c.BaseURL = "127.0.0.1:80" },
		"other scheme":        func(c *wechat.Config) { c.BaseURL = "ftp://127.0.0.1" },
		"no host":             func(c *wechat.Config) { c.BaseURL = "http://" },
		"path":                func(c *wechat.Config) { c.BaseURL = "http://127.0.0.1/sim" },
		"query":               func(c *wechat.Config) { c.BaseURL = "http://127.0.0.1?x=1" },
		"user":                func(c *wechat.Config) { c.BaseURL = "http://u:p@127.0.0.1" },
	} {
		c := wechat.Config{AppID: "wx1", Secret: "s", Cache: &wechat.MemoryCache{}}
		change(&c)
		client, err := wechat.New(c)
		if err == nil {
			client.Close()
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error tells the secret: %v", name, err)
		}
	}
	for _, base := range []string{"", "http://127.0.0.1:9000", "http://127.0.0.1:9000/", "https://wechat.test"} {
		client, err := wechat.New(wechat.Config{AppID: "wx1", Secret: "s", Cache: &wechat.MemoryCache{}, BaseURL: base})
		if err != nil {
			t.Errorf("%q: %v", base, err)
			continue
		}
		client.Close()
	}
}

func TestMiniProgramCode(t *testing.T) {
	w := newWorld(t, sim.Options{Pages: []string{"pages/login/index"}})
	for asked, want := range map[int]int{0: 430, 280: 280, 1280: 1280} {
		picture, err := w.MiniProgramCode(t.Context(), "s=abc_DEF-123", "pages/login/index", asked)
		if err != nil {
			t.Fatal(err)
		}
		shape, err := jpeg.DecodeConfig(bytes.NewReader(picture))
		if err != nil || shape.Width != want {
			t.Errorf("asked for %d: got %d, %v", asked, shape.Width, err)
		}
	}
	_, err := w.MiniProgramCode(t.Context(), "s", "pages/secret", 0)
	if e := wantKind(t, err, wechat.Misconfigured); e.WeChatCode != 41030 {
		t.Errorf("got %v", err)
	}
	trial := w.client(func(c *wechat.Config) { c.EnvVersion = "trial" })
	if _, err := trial.MiniProgramCode(t.Context(), "s", "pages/secret", 0); err != nil {
		t.Errorf("a page that only the trial version has: %v", err)
	}
}

func TestMiniProgramCodeRefusesWithoutACall(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for _, c := range []struct {
		scene, page string
		width       int
	}{
		{"", "", 0},
		{strings.Repeat("s", 33), "", 0},
		{"50%", "", 0},
		{"中文", "", 0},
		{"s", "/pages/index", 0},
		{"s", "pages/index?x=1", 0},
		{"s", "", 279},
		{"s", "", 1281},
		{"s", "", -1},
	} {
		_, err := w.MiniProgramCode(t.Context(), c.scene, c.page, c.width)
		wantKind(t, err, wechat.Misconfigured)
	}
	if n := w.calls(imagePath); n != 0 {
		t.Errorf("%d calls went out", n)
	}
}
