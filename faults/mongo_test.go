package faults_test

import (
	"encoding/json"
	"net"
	"net/http"
	"testing"
	"time"
)

// mongoServer is a MongoDB-compatible server that keeps its address and its data
// through its lives.
type mongoServer struct {
	t       *testing.T
	addr    string
	control string // where faults are armed
	dir     string
	log     journal
	proc    *process
}

func startMongo(t *testing.T) *mongoServer {
	t.Helper()
	m := &mongoServer{t: t, addr: freeAddr(t), control: freeAddr(t), dir: t.TempDir()}
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
	m.proc = launch(m.t, &m.log, settings(), programs.ferret, "-listen", m.addr, "-dir", m.dir, "-control", m.control)
	eventually(m.t, 20*time.Second, "the MongoDB-compatible server accepts", func() bool {
		conn, err := net.Dial("tcp", m.addr)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
}

// arm makes the server do as its package gate says, as in
// "lose-reply?command=insert&collection=registrations&times=1".
func (m *mongoServer) arm(fault string) {
	m.t.Helper()
	req, err := http.NewRequestWithContext(m.t.Context(), http.MethodPost, "http://"+m.control+"/"+fault, nil)
	if err != nil {
		m.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		m.t.Fatalf("arm %s: %v", fault, err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusNoContent {
		m.t.Fatalf("arm %s: %s", fault, res.Status)
	}
}

// struck says how often the armed faults struck, by command and collection.
func (m *mongoServer) struck() map[string]int {
	m.t.Helper()
	req, err := http.NewRequestWithContext(m.t.Context(), http.MethodGet, "http://"+m.control+"/counts", nil)
	if err != nil {
		m.t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		m.t.Fatalf("ask for counts: %v", err)
	}
	defer func() { _ = res.Body.Close() }()
	var counts []struct {
		Command, Collection string
		Struck              int
	}
	if err := json.NewDecoder(res.Body).Decode(&counts); err != nil {
		m.t.Fatal(err)
	}
	sum := map[string]int{}
	for _, c := range counts {
		sum[c.Command+" "+c.Collection] += c.Struck
	}
	return sum
}
