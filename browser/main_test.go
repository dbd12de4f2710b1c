package browser_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// binary is the built program, example a folder with its example data, chromium the
// running browser.
var (
	binary   string
	example  string
	chromium context.Context
)

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "browser")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary = filepath.Join(dir, "quanjiuye")
	build := exec.CommandContext(context.Background(), "go", "build", "-trimpath", "-o", binary, "./cmd/quanjiuye")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	example = filepath.Join(dir, "example")
	seed := exec.CommandContext(context.Background(), binary, "seed")
	seed.Env = append(os.Environ(), "DATA_DIR="+example)
	if out, err := seed.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "seed: %v\n%s", err, out)
		return 1
	}
	// Nothing but this machine can be reached: a page that needs a foreign host fails.
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.Flag("lang", "zh-CN"), chromedp.Flag("disable-quic", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	defer stop()
	var end context.CancelFunc
	chromium, end = chromedp.NewContext(alloc)
	defer end()
	if err := chromedp.Do(chromium); err != nil {
		fmt.Fprintf(os.Stderr, "chromium: %v (Debian: apt install chromium fonts-noto-cjk)\n", err)
		return 1
	}
	return m.Run()
}

// server is a running program.
type server struct {
	t    *testing.T
	url  string
	dir  string
	addr string
	cmd  *exec.Cmd
}

var serving = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)`)

// start runs the program on a copy of the example data.
func start(t *testing.T) *server {
	t.Helper()
	s := &server{t: t, dir: t.TempDir(), addr: "127.0.0.1:0"}
	check(t, os.CopyFS(s.dir, os.DirFS(example)))
	check(t, os.Chmod(filepath.Join(s.dir, "keyset.json"), 0o600))
	s.start()
	t.Cleanup(s.stop)
	return s
}

// start runs the program at the address that it had before, if it had one.
func (s *server) start() {
	s.t.Helper()
	s.cmd = exec.CommandContext(context.Background(), binary)
	s.cmd.Env = append(os.Environ(), "DATA_DIR="+s.dir, "LISTEN_ADDR="+s.addr)
	out, err := s.cmd.StdoutPipe()
	check(s.t, err)
	var log bytes.Buffer
	s.cmd.Stderr = &log
	check(s.t, s.cmd.Start())
	said := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if m := serving.FindStringSubmatch(lines.Text()); m != nil {
				select {
				case said <- m[1]:
				default:
				}
			}
		}
	}()
	select {
	case s.addr = <-said:
		s.url = "http://" + s.addr
	case <-time.After(2 * time.Minute):
		s.t.Fatalf("the program does not say where it listens: %s", log.String())
	}
}

func (s *server) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wide is the screen of an office, a phone, and an office's at 200 %.
var sizes = map[string][2]int64{"": {1366, 768}, "-phone": {390, 844}, "-zoomed": {683, 384}}

func trim(s string) string { return strings.Join(strings.Fields(s), " ") }
