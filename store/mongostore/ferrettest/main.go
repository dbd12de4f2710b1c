// Command ferrettest starts FerretDB, a server that speaks MongoDB's wire
// protocol on top of SQLite, so that the MongoDB store can be tested where no
// MongoDB is at hand.
//
//	ferrettest [-listen addr] [-dir folder] [-control addr] [-uri-file file] [-- command args...]
//
// With a command it runs that with MONGO_TEST_URI in its environment, exits with
// its exit code and leaves nothing behind. Without one it prints
// MONGO_TEST_URI=… and serves until it is told to stop. With -control the faults
// of package gate can be armed over HTTP; MONGO_TEST_CONTROL=http://… says where.
//
// With -dir the data is kept, synchronised to disk before a write is
// acknowledged: killed at any moment and started again with the same -dir and
// -listen, it has all that it acknowledged. Armed faults it has forgotten.
//
// It is a test double. Clients reach it through package gate, which makes each
// command atomic, as MongoDB does for each document; so concurrency is proven as
// far as it rests on single documents. It is no replica set: the driver retries
// no writes, and durability across a failover is not to be seen here. It scans
// whole collections and lacks much. It is a module of its own so that no user of
// the product carries FerretDB.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
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
	control := flags.String("control", "", "TCP `address` on which faults are armed; none: nobody can")
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
	environ := []string{"MONGO_TEST_URI=" + srv.uri}
	if *control != "" {
		addr, stop, err := serveControl(*control, srv.gate.Control())
		if err != nil {
			return fail(err)
		}
		defer stop()
		environ = append(environ, "MONGO_TEST_CONTROL=http://"+addr)
	}
	if flags.NArg() > 0 {
		return command(ctx, environ, flags.Args())
	}
	for _, line := range environ {
		fmt.Println(line)
	}
	<-ctx.Done()
	return 0
}

// serveControl answers on a TCP address until stop.
func serveControl(addr string, h http.Handler) (at string, stop func(), err error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return "", nil, fmt.Errorf("listen for control: %w", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }() // ends with Close
	return listener.Addr().String(), func() { _ = server.Close() }, nil
}

// command runs args with environ added to its environment. When ctx ends
// it is asked to stop, and ten seconds later made to.
func command(ctx context.Context, environ, args []string) int {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), environ...)
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
