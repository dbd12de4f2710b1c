package sim_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestFaultsHappenInOrderAndCount(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.control("POST", "/sim/faults", `{"path":"/cgi-bin/stable_token","errcode":-1,"times":2}`)
	w.control("POST", "/sim/faults", `{"path":"*","errcode":45009}`)
	for i, want := range []int{-1, -1, 45009, 0} {
		if got := w.stableToken().errcode(); got != want {
			t.Errorf("call %d: %d, want %d", i+1, got, want)
		}
	}
}

func TestFaultInTheAnswersPlaceUsesNoCode(t *testing.T) {
	w := newWorld(t, sim.Options{})
	code := w.code(`{"openid":"demo-seeker"}`)
	for _, what := range []string{`"errcode":-1`, `"status":502`, `"body":"html"`, `"body":"empty"`, `"body":"huge"`} {
		w.control("POST", "/sim/faults", `{"path":"/sns/jscode2session",`+what+`}`)
		w.send(w.API(), "GET", sessionURL(code), "")
	}
	if got := w.call("GET", sessionURL(code), ""); got["openid"] != "demo-seeker" {
		t.Errorf("got %v", got)
	}
}

func TestBrokenAnswersOverTheWire(t *testing.T) {
	server := listen(t)
	w := world{t, server.Simulator}
	for _, c := range []struct {
		what        string
		status      int
		contentType string
		size        int64
	}{
		{`"status":503`, 503, "text/html", -1},
		{`"body":"html"`, 200, "text/html", -1},
		{`"body":"empty"`, 200, "", 0},
		{`"body":"huge"`, 200, "application/json; encoding=utf-8", 10 << 20},
	} {
		w.control("POST", "/sim/faults", `{"path":"/sns/jscode2session",`+c.what+`}`)
		status, contentType, body, err := get(t.Context(), server.URL()+sessionURL("x"))
		if err != nil || status != c.status || contentType != c.contentType || (c.size >= 0 && body != c.size) {
			t.Errorf("%s: %d %q, %d bytes, %v", c.what, status, contentType, body, err)
		}
	}
}

// A lost answer and a late one: in both cases the code is gone.
func TestLostAnswerUsesTheCode(t *testing.T) {
	server := listen(t)
	w := world{t, server.Simulator}
	for _, what := range []string{`"body":"cut"`, `"delay_ms":60000`} {
		code := w.code(`{"openid":"demo-seeker"}`)
		w.control("POST", "/sim/faults", `{"path":"/sns/jscode2session",`+what+`}`)
		w.control("DELETE", "/sim/calls", "")
		ctx, leave := context.WithCancel(t.Context())
		failed := make(chan error)
		go func() {
			_, _, _, err := get(ctx, server.URL()+sessionURL(code))
			failed <- err
		}()
		for w.control("GET", "/sim/calls", "")["total"] == 0.0 {
			time.Sleep(time.Millisecond) // until the call has been acted upon
		}
		leave()
		if err := <-failed; err == nil {
			t.Errorf("%s: an answer came", what)
		}
		if got := w.call("GET", sessionURL(code), "").errcode(); got != 40163 {
			t.Errorf("%s: got %d, want the code to be used", what, got)
		}
	}
}

func TestDelayedAnswerComes(t *testing.T) {
	w := newWorld(t, sim.Options{})
	w.control("POST", "/sim/faults", `{"path":"/cgi-bin/stable_token","delay_ms":50}`)
	begin := time.Now()
	if got := w.stableToken(); got.errcode() != 0 || time.Since(begin) < 50*time.Millisecond {
		t.Errorf("got %v after %v", got, time.Since(begin))
	}
}

func TestCloseStopsListening(t *testing.T) {
	server, err := sim.Start(sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := get(t.Context(), server.URL()+"/"); err != nil {
		t.Error(err)
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if _, _, _, err := get(t.Context(), server.URL()+"/"); err == nil {
		t.Error("still listening")
	}
}

func listen(t *testing.T) *sim.Server {
	t.Helper()
	server, err := sim.Start(sim.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server
}

// get fetches over a connection of its own and counts the body.
func get(ctx context.Context, target string) (status int, contentType string, body int64, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return 0, "", 0, err
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(r)
	if err != nil {
		return 0, "", 0, err
	}
	body, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, answer.Header.Get("Content-Type"), body, errors.Join(err, answer.Body.Close())
}
