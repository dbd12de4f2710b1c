package faults_test

import (
	"net"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// redisServer is a redis-server that keeps its address through its lives.
type redisServer struct {
	t             *testing.T
	addr          string
	dir           string
	args          []string
	log           journal
	proc          *process
	*redis.Client // the direct way to it, past every proxy
}

func startRedis(t *testing.T, args ...string) *redisServer {
	t.Helper()
	r := &redisServer{t: t, addr: freeAddr(t), dir: t.TempDir(), args: args}
	r.Client = redis.NewClient(&redis.Options{Addr: r.addr, MaxRetries: 3, Protocol: 2, DisableIdentity: true})
	r.start()
	t.Cleanup(func() {
		_ = r.Client.Close()
		r.proc.kill()
		if t.Failed() {
			t.Logf("redis-server:\n%s", r.log.tail(20))
		}
	})
	return r
}

// start begins a life: with the dump that lies in its folder, else empty.
func (r *redisServer) start() {
	r.t.Helper()
	_, port, _ := net.SplitHostPort(r.addr)
	args := append([]string{"--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", r.dir}, r.args...)
	r.proc = launch(r.t, &r.log, settings(), programs.redis, args...)
	eventually(r.t, 20*time.Second, "redis-server answers", func() bool {
		return r.Ping(r.t.Context()).Err() == nil
	})
}
