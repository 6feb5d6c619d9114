// Command namedrop finds brand mentions on podcasts and the web, and sends alerts about them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // small container images have no time zones, and feeds name theirs

	"golang.org/x/term"

	"github.com/namedrop/namedrop/services/cli"
)

func main() {
	ignoreFullFiles()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, os.Args[1:], cli.Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Terminal: term.IsTerminal(int(os.Stdout.Fd())),
	})
	stop()
	os.Exit(code)
}
