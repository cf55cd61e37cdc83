// Offhook listens to the webhooks of chat platforms and shows the conversations
// behind them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"offhook/ui/cli"
)

func main() {
	// Writing to a pipe that nobody reads is an error then, and ends the program in order.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	os.Exit(cli.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
