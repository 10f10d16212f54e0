// Command jalon is the whole program: the server and the commands of its administrators.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // hours are those of Brussels, whatever the machine has installed
)

func main() {
	syscall.Umask(0o077) // nothing that Jalon writes is for other accounts of the machine
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl+C does not wait
	status := run(ctx, streams{os.Stdin, os.Stdout, os.Stderr}, os.Args[1:])
	stop()
	os.Exit(status)
}

// run carries out one command line and returns its exit status: 0 done, 1 refused, 2 wrong usage.
func run(ctx context.Context, s streams, args []string) int {
	p, err := newProgram(s)
	if err != nil {
		_, _ = fmt.Fprintln(s.err, err)
		return exitRefused
	}
	root := p.root()
	root.SetArgs(args)
	return p.conclude(root.ExecuteContext(ctx))
}
