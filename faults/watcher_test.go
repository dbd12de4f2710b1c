package faults_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// watcher follows sites on one screen, through every cut, and keeps the last
// event of each.
type watcher struct {
	w    *world
	name string
	site string // the only one it follows; empty: all
	turn int

	mu     sync.Mutex
	last   map[string]screen // by site
	events int
	opened int // how many connections stood
}

// watch opens one stream per site and a socket for all of them.
func (w *world) watch() {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	w.t.Cleanup(wg.Wait)
	w.t.Cleanup(cancel)
	for i, s := range w.sites {
		v := w.newWatcher(fmt.Sprintf("stream %d", i+1), s.id, i)
		wg.Go(func() { v.forever(ctx, func(ctx context.Context) error { return v.stream(ctx, s.id, w.city) }) })
	}
	v := w.newWatcher("socket", "", 0)
	wg.Go(func() { v.forever(ctx, v.socket) })
}

func (w *world) newWatcher(name, site string, turn int) *watcher {
	v := &watcher{w: w, name: name, site: site, turn: turn, last: map[string]screen{}}
	w.watchers = append(w.watchers, v)
	return v
}

// forever connects again after every end, to another instance if there is one.
func (v *watcher) forever(ctx context.Context, connect func(context.Context) error) {
	for ctx.Err() == nil {
		_ = connect(ctx) // every connection ends with an error
		v.turn++
		pause(ctx, 100*time.Millisecond)
	}
}

func (v *watcher) follows(siteID string) bool { return v.site == "" || v.site == siteID }

func (v *watcher) instance() *service { return v.w.instances[v.turn%len(v.w.instances)] }

// silence is how long a stream may say nothing: it is given a heartbeat every 15
// seconds.
const silence = 30 * time.Second

// stream follows server-sent events until they end.
func (v *watcher) stream(ctx context.Context, siteID, token string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watchdog := time.AfterFunc(silence, cancel)
	defer watchdog.Stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.instance().base()+"/v1/sites/"+siteID+"/progress/stream", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := v.w.http.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return v.refused(res)
	}
	v.connected()
	var seen int64  // versions grow while a connection lasts
	var data string // of an event whose end has not come yet
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		watchdog.Reset(silence)
		if line, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			data = line
		} else if lines.Text() == "" && data != "" {
			seen, data = v.show(siteID, []byte(data), seen), ""
		}
	}
	return lines.Err()
}

func (v *watcher) connected() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.opened++
}

// show keeps an event. seen is the version that this connection showed before.
func (v *watcher) show(siteID string, data []byte, seen int64) int64 {
	s, err := readScreen(data)
	if err != nil {
		v.w.breaches.add("%s: not a progress document: %v", v.name, err)
		return seen
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if s.version <= seen {
		v.w.breaches.add("%s: version %d after %d of this connection; shows %v after %v", v.name, s.version, seen, s.months, v.last[siteID].months)
	}
	if s.persons == 0 && v.last[siteID].persons > 0 {
		v.w.breaches.add("%s: shows nobody after it showed %d persons", v.name, v.last[siteID].persons)
	}
	v.last[siteID] = s
	v.events++
	return s.version
}

// shown is the last event of a site; ok is false when there was none or the site
// is another's.
func (v *watcher) shown(siteID string) (s screen, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	s, ok = v.last[siteID]
	return s, ok
}

// refused judges an answer that is no stream.
func (v *watcher) refused(res *http.Response) error {
	body := make([]byte, 4096)
	n, _ := res.Body.Read(body)
	v.w.breaches.judge(v.name, answer{status: res.StatusCode, header: res.Header, body: body[:n]})
	return fmt.Errorf("refused: %d", res.StatusCode)
}
