package handler

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/coder/websocket"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service/live"
)

// watchMost is how many sites one socket may watch: WeChat allows a mini-program
// five sockets, so one must do for a whole county.
const watchMost = 200

// watchesPerMinute is how often an account may change what its sockets watch.
const watchesPerMinute = 120

// watchMessage is what a client sends: the sites that it wants to see from now
// on, in place of those before.
type watchMessage struct {
	Watch []string `json:"watch"`
}

// liveMessage is what a client gets: a site's progress, or why a site is not
// watched.
type liveMessage struct {
	Event   string          `json:"event"` // progress or error
	Site    string          `json:"site"`
	ID      int64           `json:"id,omitempty"` // version
	Data    json.RawMessage `json:"data,omitempty"`
	Problem *Problem        `json:"problem,omitempty"`
}

// liveSocket serves the progress of many sites over one WebSocket.
func (a *API) liveSocket(c *gin.Context) {
	actor := actorOf(c.Request.Context())
	if p := a.refuseSocket(c.Request); p != nil {
		refuse(c, p)
		return
	}
	w, err := a.newWatcher(actor)
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	defer w.Leave()
	conn, err := websocket.Accept(c.Writer, c.Request, &websocket.AcceptOptions{InsecureSkipVerify: true}) // refuseSocket has looked at the Origin
	if err != nil {
		return // Accept has answered
	}
	defer func() { _ = conn.CloseNow() }()
	conn.SetReadLimit(64 << 10)
	ctx, cancel := context.WithCancel(c.Request.Context())
	defer cancel()
	s := socket{a, conn, w, map[string]bool{}}
	go func() {
		defer cancel()
		s.read(ctx)
	}()
	err = a.follow(ctx, w, func(u live.Update) error {
		return s.send(ctx, liveMessage{Event: "progress", Site: u.Topic, ID: u.Version, Data: u.Data})
	}, func() error { return s.ping(ctx) })
	if errors.Is(err, errRights) {
		_ = conn.Close(websocket.StatusPolicyViolation, "rights changed")
		return
	}
	_ = conn.Close(websocket.StatusGoingAway, "")
}

// refuseSocket looks at what websocket.Accept would refuse in plain text.
func (a *API) refuseSocket(r *http.Request) *Problem {
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") || r.Header.Get("Sec-WebSocket-Version") != "13" {
		return newProblem(http.StatusUpgradeRequired, "websocket_expected", "该地址只接受 WebSocket 连接")
	}
	origin := r.Header.Get("Origin")
	u, err := url.Parse(origin)
	if origin == "" || err == nil && strings.EqualFold(u.Host, r.Host) || slices.Contains(a.deps.AllowedOrigins, origin) {
		return nil
	}
	return newProblem(http.StatusForbidden, "cross_origin", "不接受来自其他网站的请求")
}

type socket struct {
	api     *API
	conn    *websocket.Conn
	watcher *live.Watcher
	sites   map[string]bool // touched by read only
}

// read takes watch messages until the client goes or sends something else.
func (s socket) read(ctx context.Context) {
	for {
		kind, data, err := s.conn.Read(ctx)
		if err != nil {
			return
		}
		var m watchMessage
		if kind != websocket.MessageText || checkJSON(data) != nil || json.Unmarshal(data, &m) != nil || len(m.Watch) > watchMost {
			_ = s.conn.Close(websocket.StatusPolicyViolation, "watch message expected")
			return
		}
		if ok, _ := s.api.deps.Limiter.Allow(ctx, "watch:"+actorOf(ctx).Account.ID, watchesPerMinute); !ok {
			_ = s.conn.Close(websocket.StatusTryAgainLater, "too many watch messages")
			return
		}
		if s.watch(ctx, m.Watch) != nil {
			return
		}
	}
}

// watch makes the watched sites those of the message.
func (s socket) watch(ctx context.Context, sites []string) error {
	wanted := map[string]bool{}
	for _, id := range sites {
		if len(id) <= 64 { // no longer id exists
			wanted[id] = true
		}
	}
	for id := range s.sites {
		if !wanted[id] {
			s.watcher.Unwatch(id)
			delete(s.sites, id)
		}
	}
	for id := range wanted {
		if s.sites[id] {
			continue
		}
		if err := s.api.watch(ctx, s.watcher, id); err != nil {
			p := s.api.problem(ctx, err)
			if err := s.send(ctx, liveMessage{Event: "error", Site: id, Problem: p}); err != nil {
				return err
			}
			continue
		}
		s.sites[id] = true
	}
	return nil
}

func (s socket) send(ctx context.Context, m liveMessage) error {
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, writeWait)
	defer cancel()
	return s.conn.Write(ctx, websocket.MessageText, data)
}

func (s socket) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, writeWait)
	defer cancel()
	return s.conn.Ping(ctx)
}
