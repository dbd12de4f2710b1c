package faults_test

import (
	"net"
	"testing"
	"time"
)

// mongoServer is a MongoDB-compatible server that keeps its address and its data
// through its lives.
type mongoServer struct {
	t    *testing.T
	addr string
	dir  string
	log  journal
	proc *process
}

func startMongo(t *testing.T) *mongoServer {
	t.Helper()
	m := &mongoServer{t: t, addr: freeAddr(t), dir: t.TempDir()}
	m.start()
	t.Cleanup(func() {
		m.proc.kill()
		if t.Failed() {
			t.Logf("MongoDB-compatible server:\n%s", m.log.tail(20))
		}
	})
	return m
}

func (m *mongoServer) start() {
	m.t.Helper()
	m.proc = launch(m.t, &m.log, settings(), programs.ferret, "-listen", m.addr, "-dir", m.dir)
	eventually(m.t, 20*time.Second, "the MongoDB-compatible server accepts", func() bool {
		conn, err := net.Dial("tcp", m.addr)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
}
