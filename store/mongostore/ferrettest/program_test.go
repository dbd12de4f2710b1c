package main

import (
	"bufio"
	"context"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

// asProgram makes the test binary the program itself, so that a test can kill it.
const asProgram = "FERRETTEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(run(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// program is ferrettest as a process of its own.
type program struct {
	t       *testing.T
	cmd     *exec.Cmd
	uri     string
	control string
}

// launch starts the program and waits until it has said where it listens.
func launch(t *testing.T, args ...string) *program {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], append([]string{"-control", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 20 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Wait() }) // the test's context has ended by now
	p := &program{t: t, cmd: cmd}
	lines := bufio.NewScanner(out)
	for p.control == "" && lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), "=")
		switch name {
		case "MONGO_TEST_URI":
			p.uri = value
		case "MONGO_TEST_CONTROL":
			p.control = value
		}
	}
	if p.uri == "" || p.control == "" {
		t.Fatal("the program did not start")
	}
	return p
}

// collection is one that this client alone connects to, over up to pool
// connections.
func (p *program) collection(pool uint64) *mongo.Collection {
	p.t.Helper()
	client, err := mongo.Connect(options.Client().ApplyURI(p.uri).SetMaxPoolSize(pool).SetMaxConnecting(pool))
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = client.Disconnect(context.Background()) })
	return client.Database("test").Collection("things")
}

// post arms a fault; it answers the status.
func (p *program) post(path string) int {
	p.t.Helper()
	r, err := http.Post(p.control+path, "", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	_ = r.Body.Close()
	return r.StatusCode
}
