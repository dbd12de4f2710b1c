package main

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// askTime bounds what a scrape asks the engines.
const askTime = 2 * time.Second

var (
	engineUp = prometheus.NewDesc("quanjiuye_engine_up",
		"1 when store, redis, the relay's line or the place of the files answered this scrape, else 0.", []string{"engine"}, nil)
	dirtyMarks = prometheus.NewDesc("quanjiuye_dirty_marks",
		"Marks of writes, of all instances, by where they are kept; missing when that does not answer.", []string{"kept"}, nil)
	dirtyOldest = prometheus.NewDesc("quanjiuye_dirty_oldest_seconds",
		"Age of the oldest mark, 0 without any; missing when nobody says.", []string{"kept"}, nil)
)

// sources are what a scrape asks.
type sources struct {
	ready func(context.Context) map[string]error
	marks map[string]func(context.Context) (marks int64, oldest time.Duration, err error) // by where they are kept
}

// engineCollector asks at each scrape: what is unknown then is left out and never
// shown as 0.
type engineCollector struct {
	mu  sync.Mutex
	ask sources
}

// follow makes the collector ask these from now on.
func (c *engineCollector) follow(s sources) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ask = s
}

// Describe implements prometheus.Collector.
func (*engineCollector) Describe(ch chan<- *prometheus.Desc) {
	ch <- engineUp
	ch <- dirtyMarks
	ch <- dirtyOldest
}

// Collect implements prometheus.Collector.
func (c *engineCollector) Collect(ch chan<- prometheus.Metric) {
	c.mu.Lock()
	ask := c.ask
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), askTime)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, label string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, label)
	}
	var asked sync.WaitGroup
	for kept, count := range ask.marks {
		asked.Go(func() {
			if n, oldest, err := count(ctx); err == nil {
				gauge(dirtyMarks, float64(n), kept)
				gauge(dirtyOldest, oldest.Seconds(), kept)
			}
		})
	}
	for engine, err := range ask.ready(ctx) {
		gauge(engineUp, flag01(err == nil), engine)
	}
	asked.Wait()
}

func flag01(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// marksShown is how many marks in the store are counted; a longer backlog shows
// as so many.
const marksShown = 1000

// awaited is what a scrape asks while the store is not open.
func (e *engines) awaited() sources { return sources{ready: e.starting} }

// opened is what a scrape asks of a server that serves.
func (e *engines) opened(now func() time.Time) sources {
	type count = func(context.Context) (int64, time.Duration, error)
	return sources{ready: e.ready, marks: map[string]count{
		"redis": e.redis.Backlog,
		"store": func(ctx context.Context) (int64, time.Duration, error) {
			marks, err := e.store.KeptMarks(ctx, now(), marksShown)
			if err != nil || len(marks) == 0 {
				return 0, 0, err
			}
			return int64(len(marks)), max(marks[0].Age, 0), nil
		},
	}}
}
