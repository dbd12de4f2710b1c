package service_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/jpeg"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

// painter is WeChat that draws what the simulator draws, or fails as it is told.
type painter struct {
	weChat
	mu    sync.Mutex
	pages []string                    // of every call
	fails func(n int) ([]byte, error) // nil: it does not
}

func (p *painter) MiniProgramCode(_ context.Context, scene, page string, width int) ([]byte, error) {
	p.mu.Lock()
	p.pages = append(p.pages, page)
	n, fails := len(p.pages), p.fails
	p.mu.Unlock()
	if fails != nil {
		if data, err := fails(n); data != nil || err != nil {
			return data, err
		}
	}
	return sim.DrawCode(scene, width), nil
}

func (p *painter) calls() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.pages)
}

// paints gives the world a WeChat that counts.
func (w *world) paints() *painter {
	w.Helper()
	p := &painter{}
	w.deps.WeChat, w.deps.SitePage, w.deps.Program = p, "pages/site/index", "one"
	w.Service = w.instance()
	return p
}

// scan reads the scene off a picture.
func scan(t testing.TB, picture []byte) string {
	t.Helper()
	p, err := jpeg.Decode(bytes.NewReader(picture))
	check(t, err)
	scene, ok := sim.ReadCode(p)
	if !ok {
		t.Fatal("the picture is no code")
	}
	return scene
}

// scene is what the site's code says to whoever scans it.
func (w *world) scene(s service.Site) string {
	w.Helper()
	picture, err := w.QRCode(context.Background(), w.city, s.ID, service.CodeWidth)
	check(w, err)
	return scan(w, picture)
}

// However many ask at once, in two processes, a site has one code, and it is no other's.
func TestASiteHasOneCode(t *testing.T) {
	onEachEngine(t, func(t *testing.T, w *world) {
		w.paints()
		other := w.instance()
		scenes := map[string]service.Site{}
		for range 3 {
			s := w.site()
			got := make([]string, 20)
			parallel(len(got), func(i int) {
				svc := []*service.Service{w.Service, other}[i%2]
				picture, err := svc.QRCode(t.Context(), w.city, s.ID, service.LeastCodeWidth+i%4)
				if err != nil {
					t.Error(err)
					return
				}
				got[i] = scan(t, picture)
			})
			for _, scene := range got {
				if scene != got[0] || len(scene) > 32 {
					t.Fatalf("%q and %q are one site's", scene, got[0])
				}
			}
			if of, ok := scenes[got[0]]; ok {
				t.Fatalf("%s and %s share a code", of.ID, s.ID)
			}
			scenes[got[0]] = s
		}
		for scene, s := range scenes {
			site, _, _, err := w.Scan(t.Context(), w.login("seeker").Actor, scene)
			if check(t, err); site.ID != s.ID {
				t.Errorf("%q is %s's, want %s", scene, site.ID, s.ID)
			}
		}
	})
}

func TestACodeAndAPosterAreToldApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.paints()
	s := w.site()
	site, picture, err := w.PosterCode(t.Context(), w.city, s.ID)
	check(t, err)
	onPoster, ok := service.ParseScene(scan(t, picture))
	bare, ok2 := service.ParseScene(w.scene(s))
	if !ok || !ok2 || onPoster.Code != bare.Code || onPoster.Medium != service.OnPoster || bare.Medium != service.BareCode || site.ID != s.ID {
		t.Errorf("%+v on the poster, %+v without", onPoster, bare)
	}
}

func TestWeChatIsAskedOnceForAPicture(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.paints()
	s := w.site()
	first, err := w.QRCode(t.Context(), w.city, s.ID, 430)
	check(t, err)
	asks := func(why string, want int, width int) {
		t.Helper()
		parallel(50, func(int) {
			again, err := w.QRCode(t.Context(), w.city, s.ID, width)
			if err != nil || width == 430 && want == 1 && !bytes.Equal(again, first) {
				t.Errorf("%s: another picture, %v", why, err)
			}
		})
		if n := p.calls(); n != want {
			t.Fatalf("%s: WeChat was asked %d times, want %d", why, n, want)
		}
	}
	asks("the same", 1, 430)
	asks("another width, all at once", 2, 280)
	w.Service = w.instance()
	asks("after a restart", 2, 430)
	w.deps.SitePage = "pages/home/index"
	w.Service = w.instance()
	asks("another page", 3, 430)
	w.deps.Program = "two"
	w.Service = w.instance()
	asks("another program", 4, 430)
	if last := p.pages[len(p.pages)-1]; last != "pages/home/index" {
		t.Errorf("it opens %q", last)
	}
}

// Whoever asked first and left does not take the picture away from the others.
func TestTheFirstToAskMayLeave(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.paints()
	s := w.site()
	ctx, leave := context.WithCancel(t.Context())
	p.fails = func(int) ([]byte, error) { leave(); return nil, nil }
	if picture, err := w.QRCode(ctx, w.city, s.ID, 430); err != nil || len(picture) == 0 {
		t.Errorf("%d bytes, %v", len(picture), err)
	}
	if _, err := w.QRCode(t.Context(), w.city, s.ID, 430); err != nil || p.calls() != 1 {
		t.Errorf("asked %d times, %v", p.calls(), err)
	}
}

func TestWeChatDrawsNothing(t *testing.T) {
	t.Parallel()
	whole := sim.DrawCode("q.ABCDEFGHIJ", 430)
	for name, answer := range map[string]func(int) ([]byte, error){
		"busy": func(int) ([]byte, error) {
			return nil, &service.Error{Kind: service.Limited, Code: "wechat_busy", Message: "忙", RetryAfter: time.Minute}
		},
		"away":     func(int) ([]byte, error) { return nil, errors.New("no answer") },
		"a page":   func(int) ([]byte, error) { return []byte("<html>"), nil },
		"half":     func(int) ([]byte, error) { return whole[:len(whole)/2], nil },
		"too long": func(int) ([]byte, error) { return append(bytes.Clone(whole), make([]byte, 3<<20)...), nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			p := w.paints()
			p.fails = answer
			s := w.site()
			_, err := w.QRCode(t.Context(), w.city, s.ID, 430)
			refused(t, err, "wechat_unavailable")
			var e *service.Error
			if errors.As(err, &e); e.Kind != service.Unavailable || e.RetryAfter < time.Second || !strings.Contains(e.Message, "小程序码") {
				t.Errorf("%+v", e)
			}
			_, _, err = w.PosterCode(t.Context(), w.city, s.ID)
			refused(t, err, "wechat_unavailable")
			if n := w.blobs.puts.Load(); n != 0 {
				t.Errorf("%d were kept", n)
			}
			p.mu.Lock()
			p.fails = nil
			p.mu.Unlock()
			w.scene(s) // and then it is drawn
		})
	}
}

func TestCodesWithoutTheirPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.paints()
	s := w.site()
	w.blobs.lost.Store(true) // it is kept, and nobody hears of it
	if scene := w.scene(s); scene == "" || p.calls() != 1 {
		t.Errorf("%q after %d calls", scene, p.calls())
	}
	w.blobs.lost.Store(false)
	w.blobs.away.Store(true)
	_, err := w.QRCode(t.Context(), w.city, s.ID, 430)
	refused(t, err, "unavailable")
	w.blobs.away.Store(false)
	w.scene(s)
	if p.calls() != 1 {
		t.Errorf("WeChat was asked %d times", p.calls())
	}
}

func TestCodesWithinBounds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.paints()
	s := w.site()
	for _, width := range []int{-1, 0, 279, 1281, 1 << 40} {
		_, err := w.QRCode(t.Context(), w.city, s.ID, width)
		refused(t, err, "invalid_input")
	}
	if p.calls() != 0 {
		t.Error("WeChat was asked for what it refuses")
	}
	// Nobody makes us ask WeChat, or fill the disk, as fast as he can.
	var err error
	for width := 280; err == nil && width < 400; width++ {
		_, err = w.QRCode(t.Context(), w.city, s.ID, width)
	}
	refused(t, err, "too_many_requests")
	if n := p.calls(); n < 5 || n > 60 {
		t.Errorf("%d were drawn at once", n)
	}
	_, err = w.QRCode(t.Context(), w.city, s.ID, 280)
	check(t, err) // what is kept is not refused
}

func TestScenesAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		want := service.Scene{
			Code:   rapid.StringMatching(`[A-Z2-7]{10}`).Draw(r, "code"),
			Medium: rapid.SampledFrom([]service.Medium{service.BareCode, service.OnPoster}).Draw(r, "medium"),
		}
		if got, ok := service.ParseScene(want.String()); !ok || got != want {
			r.Fatalf("%+v, want %+v", got, want)
		}
	})
	for _, text := range []string{
		"", "q", "q.", "q.ABCDEFGHI", "q.ABCDEFGHIJK", "x.ABCDEFGHIJ", "Q.ABCDEFGHIJ", "q.abcdefghij", "q.ABCDEFGHI1", " q.ABCDEFGHIJ",
		"q.ABCDEFGHIJ\n", "q%2EABCDEFGHIJ", "qABCDEFGHIJ", "q.ABCDE|FGHI", "q.ABCDEFGHI泉", strings.Repeat("A", 33), strings.Repeat("q.", 1<<20),
	} {
		if s, ok := service.ParseScene(text); ok {
			t.Errorf("%.40q is read as %+v", text, s)
		}
	}
}

func FuzzParseScene(f *testing.F) {
	for _, text := range []string{"q.ABCDEFGHIJ", "p.ABCDEFGHIJ", "q.A", "泉", fmt.Sprint(strings.Repeat("A", 33))} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if s, ok := service.ParseScene(text); ok && s.String() != text {
			t.Errorf("%q is read as %q", text, s)
		}
	})
}
