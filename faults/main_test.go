package faults_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Programs under test, built once.
var programs struct{ quanjiuye, ferret string }

func TestMain(m *testing.M) {
	os.Exit(runSuite(m))
}

func runSuite(m *testing.M) int {
	dir, err := os.MkdirTemp("", "faults-")
	if err != nil {
		return fail(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := build(dir); err != nil {
		return fail(err)
	}
	code := m.Run()
	table.print(os.Stdout)
	return code
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, "faults:", err)
	return 1
}

// build makes the programs that the scenarios start: the service with its fail points,
// and with the flags of FAULTS_BUILD, and the MongoDB-compatible server.
func build(dir string) error {
	if _, err := exec.LookPath("redis-server"); err != nil {
		return fmt.Errorf("the suite needs redis-server: %w", err)
	}
	programs.quanjiuye = filepath.Join(dir, "quanjiuye")
	programs.ferret = filepath.Join(dir, "ferrettest")
	args := append(strings.Fields(os.Getenv("FAULTS_BUILD")), "-tags", "failpoints", "-o", programs.quanjiuye, "./cmd/quanjiuye")
	if err := compile("..", args...); err != nil {
		return err
	}
	return compile("../store/mongostore/ferrettest", "-o", programs.ferret, ".")
}

func compile(module string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", append([]string{"build", "-trimpath"}, args...)...)
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}
