package main

import (
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/quanjiuye/backend/service/live"
)

var requests = sync.OnceValue(func() *prometheus.HistogramVec {
	return promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "quanjiuye_request_seconds",
		Help:    "Time of HTTP requests by route and status.",
		Buckets: prometheus.ExponentialBuckets(0.001, 2.5, 10),
	}, []string{"route", "status"})
})

// observe measures requests, and counts the streams of hub when it is the first.
func observe(hub *live.Hub) func(route string, status int, took time.Duration) {
	streams := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "quanjiuye_streams", Help: "Open streams and sockets.",
	}, func() float64 { return float64(hub.Watchers("")) })
	prometheus.Unregister(streams) // of an earlier server in this process, in tests
	prometheus.MustRegister(streams)
	return func(route string, status int, took time.Duration) {
		requests().WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
	}
}
