package faults_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// callTimeout is how long a phone waits for an answer.
const callTimeout = 25 * time.Second

// send makes one request of one instance. An error means that no answer came:
// whether the request was carried out is not known.
func (w *world) send(ctx context.Context, s *service, method, path, token, key string, in any) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return answer{}, err
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, s.base()+path, body)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	return w.do(req)
}

func (w *world) do(req *http.Request) (answer, error) {
	start := time.Now()
	res, err := w.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{res.StatusCode, res.Header, body, time.Since(start)}
	w.statuses.add(strconv.Itoa(a.status))
	w.breaches.judge(req.Method+" "+req.URL.Path, a)
	return a, nil
}

// call makes a request that succeeds, at the latest after a few repeats.
func (w *world) call(s *service, method, path, token string, in, out any) {
	w.t.Helper()
	if err := w.try(s, method, path, token, in, out); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) try(s *service, method, path, token string, in, out any) error {
	var last error
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		a, err := w.send(w.t.Context(), s, method, path, token, "", in)
		switch {
		case err != nil:
			last = fmt.Errorf("%s %s: %w", method, path, err)
			continue
		case a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests:
			last = fmt.Errorf("%s %s: %d %s", method, path, a.status, a.body)
			continue
		case a.status >= 300:
			return fmt.Errorf("%s %s: %d %s", method, path, a.status, a.body)
		case out == nil:
			return nil
		}
		return json.Unmarshal(a.body, out)
	}
	return last
}
