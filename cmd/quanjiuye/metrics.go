package main

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/live"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/redisstore"
)

// metrics is what one server tells of itself. docs/operations.md says what each
// figure means; a new one gets its line there.
type metrics struct {
	registry *prometheus.Registry

	requests, store, redis, wechat *prometheus.HistogramVec
	recount, sweep, rebuild        *prometheus.HistogramVec

	roundTrip                                      prometheus.Histogram
	interruptions, postponed, sweptUnits, rebuilts prometheus.Counter
	losses                                         prometheus.Counter
	leaseHeld                                      prometheus.Gauge

	engines engineCollector
}

// Buckets, in seconds: of what a phone waits for, and of what works behind it.
var (
	brief = prometheus.ExponentialBuckets(0.001, 2.5, 10) // 1 ms … 3.8 s
	swift = prometheus.ExponentialBuckets(0.0001, 4, 8)   // 0.1 ms … 1.6 s
	long  = prometheus.ExponentialBuckets(0.001, 5, 8)    // 1 ms … 78 s
)

func newMetrics() *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &m.engines)
	m.engines.follow(sources{ready: notOpen})
	factory := promauto.With(m.registry)
	histograms := func(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
		return factory.NewHistogramVec(prometheus.HistogramOpts{Name: "quanjiuye_" + name, Help: help, Buckets: buckets}, labels)
	}
	counter := func(name, help string) prometheus.Counter {
		return factory.NewCounter(prometheus.CounterOpts{Name: "quanjiuye_" + name, Help: help})
	}
	m.requests = histograms("request_seconds", "HTTP requests by route and status; a stream lasts as long as it is open.", brief, "route", "status")
	m.store = histograms("store_seconds", "Calls of the store's engine.", swift, "operation", "collection", "outcome")
	m.redis = histograms("redis_seconds", "Commands and scripts sent to Redis.", swift, "command", "outcome")
	m.wechat = histograms("wechat_seconds", "Calls of WeChat.", brief, "call", "outcome")
	m.recount = histograms("recount_seconds", "Counts of one unit from the records into the cache.", brief, "outcome")
	m.sweep = histograms("sweep_seconds", "Rounds of the sweeper.", long, "outcome")
	m.rebuild = histograms("rebuild_seconds", "Full recounts.", long, "outcome")
	m.roundTrip = factory.NewHistogram(prometheus.HistogramOpts{Name: "quanjiuye_relay_round_trip_seconds",
		Help: "Pings on the relay's own line, there and back.", Buckets: swift})
	m.interruptions = counter("relay_interruptions_total", "Breaks of the relay's line, after each of which all live state is read anew.")
	m.postponed = counter("postponed_counts_total", "Units written to whose count is not in the cache yet.")
	m.sweptUnits = counter("swept_units_total", "Units that the sweeper counted.")
	m.losses = counter("cache_losses_total", "Times that Redis was found to have lost something.")
	m.leaseHeld = factory.NewGauge(prometheus.GaugeOpts{Name: "quanjiuye_lease_held",
		Help: "1 on the instance that does the background work; one of all instances."})
	m.rebuilts = counter("rebuilt_units_total", "Units counted by full recounts.")
	return m
}

// handler serves /metrics.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// serve answers on METRICS_ADDR, if that is set, also while the engines are
// awaited. It returns what ends it.
func (m *metrics) serve(e env) (stop func(), err error) {
	if e.cfg.MetricsAddr == "" {
		return func() {}, nil
	}
	listener, err := listen("METRICS_ADDR", e.cfg.MetricsAddr)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.handler())
	srv := newHTTPServer(mux, e.log)
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := srv.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			e.log.Error("metrics not served", "error", err)
		}
	})
	return func() {
		_ = srv.Close()
		serving.Wait()
	}, nil
}

// request is handler.Deps.Observe.
func (m *metrics) request(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *metrics) storeCall(c store.Call) {
	m.store.WithLabelValues(c.Operation, c.Collection, string(c.Outcome)).Observe(c.Took.Seconds())
}

func (m *metrics) wechatCall(call string, start time.Time, err error) {
	outcome := "done"
	var refusal *service.Error
	var message *service.SendError
	switch {
	case errors.As(err, &refusal):
		outcome = refusal.Code
	case errors.As(err, &message):
		outcome = string(message.Outcome)
	case err != nil:
		outcome = "fault"
	}
	m.wechat.WithLabelValues(call, outcome).Observe(time.Since(start).Seconds())
}

// redisObserver counts, and calls broken at a break of the relay's line.
func (m *metrics) redisObserver(broken func()) redisstore.Observer {
	return redisstore.Observer{
		Called: func(command, outcome string, took time.Duration) {
			m.redis.WithLabelValues(command, outcome).Observe(took.Seconds())
		},
		Heard: func(took time.Duration) { m.roundTrip.Observe(took.Seconds()) },
		Interrupted: func() {
			m.interruptions.Inc()
			broken()
		},
	}
}

var _ service.Observer = (*metrics)(nil)

// Recounted implements service.Observer.
func (m *metrics) Recounted(took time.Duration, err error) { observe(m.recount, took, err) }

// Postponed implements service.Observer.
func (m *metrics) Postponed() { m.postponed.Inc() }

// Swept implements service.Observer.
func (m *metrics) Swept(t service.Turn) {
	m.sweptUnits.Add(float64(t.Units))
	m.leaseHeld.Set(flag01(t.Holder))
	if t.Loss {
		m.losses.Inc()
	}
	observe(m.sweep, t.Took, t.Err)
}

// Rebuilt implements service.Observer.
func (m *metrics) Rebuilt(units int, took time.Duration, err error) {
	m.rebuilts.Add(float64(units))
	observe(m.rebuild, took, err)
}

func observe(h *prometheus.HistogramVec, took time.Duration, err error) {
	outcome := "done"
	switch {
	case errors.Is(err, context.Canceled):
		outcome = "canceled"
	case errors.Is(err, service.ErrNoRecord): // a site that came to nothing
		outcome = "missing"
	case err != nil:
		outcome = "failed"
	}
	h.WithLabelValues(outcome).Observe(took.Seconds())
}

// watch adds the figures that are read when somebody asks for them.
func (m *metrics) watch(hub *live.Hub) {
	gauge := func(name, help string, value func() float64) {
		promauto.With(m.registry).NewGaugeFunc(prometheus.GaugeOpts{Name: "quanjiuye_" + name, Help: help}, value)
	}
	gauge("streams", "Open streams and sockets.", func() float64 { return float64(hub.Watchers("")) })
	gauge("streamed_sites", "Sites that somebody watches.", func() float64 { return float64(len(hub.Watching())) })
}
