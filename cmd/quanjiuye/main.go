// Command quanjiuye is the one binary of the 泉就业 backend: the server, and the
// tools of whoever runs it. Without arguments it serves, on embedded engines
// and the WeChat simulator unless the environment names others.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
