package faults_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/coder/websocket"
)

// socket follows all sites over one WebSocket until it ends.
func (v *watcher) socket(ctx context.Context) error {
	url := "ws" + strings.TrimPrefix(v.instance().base(), "http") + "/v1/live"
	conn, res, err := websocket.Dial(ctx, url, &websocket.DialOptions{
		HTTPHeader: http.Header{"Authorization": {"Bearer " + v.w.city}}})
	if err != nil {
		if res != nil && res.StatusCode != http.StatusSwitchingProtocols && res.Body != nil {
			return v.refused(res)
		}
		return err
	}
	defer func() { _ = conn.CloseNow() }()
	conn.SetReadLimit(1 << 20)
	if err := conn.Write(ctx, websocket.MessageText, v.w.watchMessage()); err != nil {
		return err
	}
	v.connected()
	seen := map[string]int64{}
	for {
		_, data, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		var m struct {
			Event, Site string
			Data        json.RawMessage
			Problem     json.RawMessage
		}
		if err := json.Unmarshal(data, &m); err != nil {
			return err
		}
		if m.Event != "progress" { // a site that could not be read now; try anew
			v.w.breaches.judgeMessage(v.name, m.Problem)
			return errTryAgain
		}
		seen[m.Site] = v.show(m.Site, m.Data, seen[m.Site])
	}
}

func (w *world) watchMessage() []byte {
	var ids []string
	for _, s := range w.sites {
		ids = append(ids, s.id)
	}
	data, err := json.Marshal(map[string]any{"watch": ids})
	if err != nil {
		panic(err) // cannot happen: only strings
	}
	return data
}
