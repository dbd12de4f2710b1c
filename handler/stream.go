package handler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/live"
)

const (
	heartbeat    = 15 * time.Second
	recheck      = 5 * time.Second  // how long a lost event can keep a stream whose rights ended
	writeWait    = 10 * time.Second // a watcher that reads nothing for so long is cut off
	streamsMost  = 20               // per account: a supervisor's wall of screens
	retryMillis  = 2000             // when a browser comes back after a cut
	firstTimeout = 5 * time.Second  // for the state that every stream begins with
)

// streamProgress sends a site's progress as server-sent events: the state now,
// then every newer one; id is the version. Last-Event-ID needs no heed, since
// the newest state says all.
func (a *API) streamProgress(c *gin.Context) {
	w, err := a.join(c, c.Param("id"))
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	defer w.Leave()
	out, err := openEvents(c)
	if err != nil {
		return
	}
	_ = a.follow(c.Request.Context(), w, func(u live.Update) error {
		return out.send(fmt.Sprintf("id: %d\nevent: progress\ndata: %s\n\n", u.Version, u.Data))
	}, func() error { return out.send(": \n\n") })
}

// streamEvents tells a screen of many sites which of them have changed, without what
// is in them: it reads anew what it shows. It says alive while nothing changes, in an
// event that a page hears, for a comment is nothing to it: a server that stands still
// would look like one with nothing new.
func (a *API) streamEvents(c *gin.Context) {
	sites := c.QueryArray("site")
	if len(sites) == 0 || len(sites) > watchMost {
		refuse(c, newProblem(http.StatusUnprocessableEntity, "invalid_input", fmt.Sprintf("请指明1至%d个站点", watchMost)))
		return
	}
	w, err := a.join(c, sites...)
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	defer w.Leave()
	out, err := openEvents(c)
	if err != nil {
		return
	}
	_ = a.follow(c.Request.Context(), w, func(u live.Update) error {
		data, err := json.Marshal(SiteChanged{u.Topic, u.Version})
		if err != nil {
			return err
		}
		return out.send(fmt.Sprintf("event: change\ndata: %s\n\n", data))
	}, func() error { return out.send("event: alive\ndata: {}\n\n") })
}

// SiteChanged is what a screen of many sites is told.
type SiteChanged struct {
	Site    string `json:"site"`
	Version int64  `json:"version"`
}

// openEvents begins an answer of server-sent events.
func openEvents(c *gin.Context) (sse, error) {
	h := c.Writer.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx: pass events on at once
	c.Writer.WriteHeader(http.StatusOK)
	out := sse{c.Writer, http.NewResponseController(c.Writer)}
	return out, out.send(fmt.Sprintf("retry: %d\n\n", retryMillis))
}

// join makes a watcher of the caller's that begins with the sites' states now.
func (a *API) join(c *gin.Context, sites ...string) (*live.Watcher, error) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), firstTimeout)
	defer cancel()
	actor := actorOf(ctx)
	w, err := a.newWatcher(actor)
	if err != nil {
		return nil, err
	}
	for _, id := range sites {
		if err := a.watch(ctx, w, id); err != nil {
			w.Leave()
			return nil, err
		}
	}
	return w, nil
}

// newWatcher makes a watcher of nothing yet, unless the account has too many.
func (a *API) newWatcher(actor service.Actor) (*live.Watcher, error) {
	w, err := a.hub.Join(actor.Account.ID)
	if err != nil {
		return nil, service.ErrUnavailable.Because(err)
	}
	if a.hub.Watchers(actor.Account.ID) > streamsMost {
		w.Leave()
		e := *service.ErrLimited
		e.Code, e.Message, e.RetryAfter = "too_many_streams", "同时打开的实时画面太多，请先关闭一些", time.Minute
		return nil, &e
	}
	return w, nil
}

// watch adds a site to a watcher, if the caller may see it. It joins before it
// reads, so that no change falls between the first state and the next.
func (a *API) watch(ctx context.Context, w *live.Watcher, siteID string) error {
	if err := a.svc.MayWatch(ctx, actorOf(ctx), siteID); err != nil {
		return err
	}
	w.Watch(siteID)
	now, err := a.feed.Current(ctx, actorOf(ctx), siteID)
	if err != nil {
		w.Unwatch(siteID)
		return err
	}
	w.Offer(now)
	return nil
}

// errRights ends a stream whose token or roles are no longer what they were.
var errRights = errors.New("handler: rights changed")

// follow passes updates on until the watcher ends, the client goes, or the
// caller's rights change; it returns why.
func (a *API) follow(ctx context.Context, w *live.Watcher, send func(live.Update) error, ping func() error) error {
	checked, said := time.Now(), time.Now()
	for {
		wait, cancel := context.WithTimeout(ctx, recheck)
		u, err := w.Next(wait)
		cancel()
		if time.Since(checked) >= recheck {
			if err := a.sameRights(ctx); err != nil {
				return err
			}
			checked = time.Now()
		}
		switch {
		case err == nil:
			err, said = send(u), time.Now()
		case errors.Is(err, live.ErrDropped):
			w.Stay()
			err = a.sameRights(ctx)
		case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
			if err = nil; time.Since(said) >= heartbeat {
				err, said = ping(), time.Now()
			}
		}
		if err != nil {
			return err
		}
	}
}

// sameRights looks whether the caller still has the token and the very roles
// that the stream began with. Whoever has others may open a new one.
func (a *API) sameRights(ctx context.Context) error {
	who := callerOf(ctx)
	now, _, err := a.svc.Authenticate(ctx, who.token)
	switch {
	case errors.Is(err, service.ErrUnauthenticated):
		return errRights
	case err != nil:
		return err
	case !slices.EqualFunc(now.Grants, who.actor.Grants, service.Grant.Same):
		return errRights
	}
	return nil
}

// sse writes events, each with a deadline of its own.
type sse struct {
	w gin.ResponseWriter
	c *http.ResponseController
}

func (s sse) send(event string) error {
	_ = s.c.SetWriteDeadline(time.Now().Add(writeWait)) // test writers have none
	if _, err := s.w.WriteString(event); err != nil {
		return err
	}
	return s.c.Flush()
}
