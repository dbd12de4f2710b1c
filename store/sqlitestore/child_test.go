package sqlitestore_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// children are what the test binary does, instead of testing, when another run
// of it says so: things that need a process to themselves.
var children = map[string]func(path string) error{"insert for ever": insertForEver}

const childVariable = "SQLITESTORE_TEST_CHILD"

func childCommand(t *testing.T, name, path string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], path)
	cmd.Env = append(os.Environ(), childVariable+"="+name)
	return cmd
}

// runChild is the exit code of the child that this process is to be, if any.
func runChild() (code int, ok bool) {
	run, ok := children[os.Getenv(childVariable)]
	if !ok {
		return 0, false
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	return 0, true
}
