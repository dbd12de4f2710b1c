package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestLogLinesNameTheirRequest: what a request caused, down in the service, is
// found by the id that its answer carries; and every line is one JSON object,
// whatever was sent.
func TestLogLinesNameTheirRequest(t *testing.T) {
	r := start(t, settings(example(t), "REDIS_URL=redis://"+closedPort(t), "LOG_LEVEL=debug"))
	body, err := json.Marshal(registration(1))
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", r.base+"/v1/registrations?%0a%22forged%22=%0d%0a{}", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", `"},{"msg":"forged"`)
	req.Header.Set("X-Request-Id", "forged-forged")
	req.Header.Set("Authorization", "Bearer "+r.login("demo-staff"))
	refused := send(t, req)
	if refused.StatusCode != 422 {
		t.Errorf("status %d for a foreign parameter", refused.StatusCode)
	}
	req.URL.RawQuery, req.Body = "", io.NopCloser(bytes.NewReader(body))
	stored := send(t, req)
	if stored.StatusCode != 201 {
		t.Fatalf("status %d", stored.StatusCode)
	}

	said := map[string][]string{} // by request id
	for _, line := range lines(r.out.String()) {
		if !strings.HasPrefix(line, "{") {
			continue // the banner
		}
		var l struct {
			Msg       string
			RequestID string `json:"request_id"`
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Errorf("no JSON object: %s", line)
		}
		if strings.Contains(line, "forged") {
			t.Errorf("the log repeats what was sent: %s", line)
		}
		said[l.RequestID] = append(said[l.RequestID], l.Msg)
	}
	got := strings.Join(said[stored.Header.Get("X-Request-Id")], ", ")
	for _, want := range []string{"marks go to the store", "count postponed", "request"} {
		if !strings.Contains(got, want) {
			t.Errorf("of the write the log says %q, want %q", got, want)
		}
	}
	if got := said[refused.Header.Get("X-Request-Id")]; len(got) != 1 || got[0] != "request" {
		t.Errorf("of the refused request the log says %q", got)
	}
}

func send(t *testing.T, req *http.Request) *http.Response {
	t.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Fatal(err)
	}
	return res
}
