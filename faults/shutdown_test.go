package faults_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// The streams that are open when the server is told to stop.
const (
	openStreams = 460
	openSockets = 40
	perAccount  = 20 // the most that an account may have open
)

// SIGTERM with 500 open streams under load: all are told, what is under way is
// finished, the exit code is 0 within the grace, and nobody listens any more.
func TestStoppedWithFiveHundredStreams(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{writers: 3})
	a, site := w.instances[0], w.sites[0].id
	var crowd []string // tokens
	for i := range (openStreams + openSockets) / perAccount {
		crowd = append(crowd, w.member(site, fmt.Sprintf("crowd-%d", i)))
	}
	l := w.load(50 * time.Millisecond)
	l.until(t, 10, 30*time.Second)

	var begun, told atomic.Int64
	var wg sync.WaitGroup
	opening := make(chan struct{}, 20) // so many open at once; a crowd comes one by one
	for i := range openStreams + openSockets {
		token := crowd[i/perAccount]
		opening <- struct{}{}
		wg.Go(func() {
			follow := w.streamToItsEnd
			if i >= openStreams {
				follow = w.socketToItsEnd
			}
			err := follow(t.Context(), a, site, token, func() { begun.Add(1); <-opening })
			if err != nil {
				w.breaches.add("stream %d: %v", i, err)
				return
			}
			told.Add(1)
		})
	}
	eventually(t, 60*time.Second, "all streams stand", func() bool { return begun.Load() == openStreams+openSockets })
	code, took := a.stop()
	w.fault("SIGTERM with 500 streams")
	wg.Wait()
	if code != 0 || took > 15*time.Second {
		t.Errorf("exit code %d after %s", code, took)
	}
	if told.Load() != openStreams+openSockets {
		t.Errorf("%d of %d streams were told", told.Load(), openStreams+openSockets)
	}
	if conn, err := net.Dial("tcp", a.addr); err == nil {
		_ = conn.Close()
		t.Error("somebody still listens")
	}
	t.Logf("stopped in %s", took.Round(time.Millisecond))
	l.stop()
	a.start()
	l.drain(t)
	w.finish(t)
}

// streamToItsEnd reads a stream until the server ends it in good order.
func (w *world) streamToItsEnd(ctx context.Context, s *service, siteID, token string, begun func()) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base()+"/v1/sites/"+siteID+"/progress/stream", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := w.http.Do(req)
	if err == nil && res.StatusCode == http.StatusServiceUnavailable { // busy; once more
		_ = res.Body.Close()
		pause(ctx, time.Second)
		res, err = w.http.Do(req)
	}
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", res.StatusCode)
	}
	begun()
	_, err = io.Copy(io.Discard, res.Body) // a cut would be an error
	return err
}

// socketToItsEnd reads a socket until the server says that it goes away.
func (w *world) socketToItsEnd(ctx context.Context, s *service, _, token string, begun func()) error {
	conn, _, err := websocket.Dial(ctx, "ws://"+s.addr+"/v1/live", &websocket.DialOptions{
		HTTPHeader: http.Header{"Authorization": {"Bearer " + token}}})
	if err != nil {
		return err
	}
	defer func() { _ = conn.CloseNow() }()
	if err := conn.Write(ctx, websocket.MessageText, w.watchMessage()); err != nil {
		return err
	}
	begun()
	for err == nil {
		_, _, err = conn.Read(ctx)
	}
	var closed websocket.CloseError
	if errors.As(err, &closed) && closed.Code == websocket.StatusGoingAway {
		return nil
	}
	return err
}
