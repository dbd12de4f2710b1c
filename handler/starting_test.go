package handler_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/handler"
)

// Whoever opens a page while the engines are not open reads a sentence, and the page
// comes back by itself; a program is answered as ever.
func TestAPageWhileStarting(t *testing.T) {
	t.Parallel()
	h := handler.Starting(nil, func(context.Context) map[string]error { return nil })
	for _, c := range []struct{ method, accept, kind, says string }{
		{"GET", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8", `<meta http-equiv="refresh" content="5">`},
		{"GET", "application/json", "application/problem+json", `"code":"starting"`},
		{"GET", "", "application/problem+json", `"code":"starting"`},
		{"POST", "text/html", "application/problem+json", `"code":"starting"`},
	} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(c.method, "/sites/a", nil)
		r.Header.Set("Accept", c.accept)
		h.ServeHTTP(w, r)
		if w.Code != 503 || w.Header().Get("Retry-After") != "5" || w.Header().Get("Content-Type") != c.kind || !strings.Contains(w.Body.String(), c.says) ||
			!strings.Contains(w.Body.String(), "系统正在启动") {
			t.Errorf("%s %q: %d %v %s", c.method, c.accept, w.Code, w.Header(), w.Body)
		}
	}
}
