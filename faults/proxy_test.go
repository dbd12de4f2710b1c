package faults_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

// proxy stands between the service and an engine.
type proxy struct {
	t *testing.T
	*toxiproxy.Proxy
}

func startProxy(t *testing.T, upstream string) *proxy {
	t.Helper()
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	p := &proxy{t, toxiproxy.NewProxy(server, "engine", freeAddr(t), upstream)}
	p.again()
	t.Cleanup(p.Stop)
	return p
}

// down refuses connections and closes those that stand.
func (p *proxy) down() { p.Stop() }

// again ends a down; without one it does nothing.
func (p *proxy) again() {
	p.t.Helper()
	if err := p.Start(); err != nil && !errors.Is(err, toxiproxy.ErrProxyAlreadyStarted) {
		p.t.Fatalf("start proxy: %v", err)
	}
}

// slow delays every answer.
func (p *proxy) slow(by time.Duration) {
	p.t.Helper()
	p.add("latency", fmt.Sprintf(`{"latency":%d,"jitter":%d}`, by.Milliseconds(), by.Milliseconds()/4))
}

// halfOpen lets connections stand and requests through, but no answer back.
func (p *proxy) halfOpen() {
	p.t.Helper()
	p.add("timeout", `{"timeout":0}`)
}

// cutAfter breaks each connection when that much was answered on it.
func (p *proxy) cutAfter(bytes int) {
	p.t.Helper()
	p.add("limit_data", fmt.Sprintf(`{"bytes":%d}`, bytes))
}

// reset breaks each connection with a TCP reset.
func (p *proxy) reset() {
	p.t.Helper()
	p.add("reset_peer", `{"timeout":0}`)
}

func (p *proxy) add(kind, attributes string) {
	p.t.Helper()
	toxic := fmt.Sprintf(`{"type":%q,"stream":"downstream","attributes":%s}`, kind, attributes)
	if _, err := p.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		p.t.Fatalf("add toxic %s: %v", kind, err)
	}
}

// heal takes every toxic away.
func (p *proxy) heal() { p.Toxics.ResetToxics(context.Background()) }
