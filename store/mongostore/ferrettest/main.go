// Command ferrettest starts FerretDB, a server that speaks MongoDB's wire
// protocol on top of SQLite, so that the MongoDB store can be tested where no
// MongoDB is at hand.
//
//	ferrettest [-listen addr] [-dir folder] [-uri-file file] [-- command args...]
//
// With a command it runs that with MONGO_TEST_URI and MONGO_TEST_POOL in its
// environment, exits with its exit code and leaves nothing behind. Without one
// it prints MONGO_TEST_URI=… and serves until it is told to stop.
//
// It is a test double: it loses concurrent updates (hence MONGO_TEST_POOL=1: a
// client must use one connection), scans whole collections and lacks much. It
// proves the shape of commands and unique indexes, never concurrency or speed.
// It is a module of its own so that no user of the product carries FerretDB.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() { os.Exit(run(os.Args[1:])) }

// run returns the exit code: that of the command, 2 for wrong flags, 1 for
// anything else that failed.
func run(args []string) int {
	flags := flag.NewFlagSet("ferrettest", flag.ContinueOnError)
	listen := flags.String("listen", "127.0.0.1:0", "TCP `address` to serve on; port 0 takes a free one")
	dir := flags.String("dir", "", "`folder` that keeps the data; none: a temporary one, without syncs, removed at the end")
	uriFile := flags.String("uri-file", "", "`file` to write the server's URI to")
	if err := flags.Parse(args); err != nil {
		return 2
	}

	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	srv, err := start(*listen, *dir)
	if err != nil {
		return fail(err)
	}
	defer srv.stop()
	if *uriFile != "" {
		if err := os.WriteFile(*uriFile, []byte(srv.uri+"\n"), 0o644); err != nil {
			return fail(err)
		}
	}
	if flags.NArg() > 0 {
		return command(ctx, srv.uri, flags.Args())
	}
	fmt.Println("MONGO_TEST_URI=" + srv.uri)
	<-ctx.Done()
	return 0
}

// command runs args with the server's address in its environment. When ctx ends
// it is asked to stop, and ten seconds later made to.
func command(ctx context.Context, uri string, args []string) int {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "MONGO_TEST_URI="+uri, "MONGO_TEST_POOL=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second

	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit) && exit.ExitCode() > 0: // -1 when a signal ended it
		return exit.ExitCode()
	default:
		return fail(err)
	}
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, "ferrettest:", err)
	return 1
}
