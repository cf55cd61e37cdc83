// Package cli is offhook's commands: it reads flags, environment and config file,
// joins receiver, capture and screen, starts and stops them in order, and prints
// what is not drawn.
//
// Order of stopping: the demo, the listener with its handlers, whoever prints (to
// the end of what was acknowledged), the capture. Nothing that was acknowledged is
// lost to a printer that was still behind.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"offhook/ui/tui"
)

// The exit codes, on which scripts rely.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// Program is one run of offhook and what it needs of its surroundings.
type Program struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time
	Zone           *time.Location                           // of times that people read
	Interactive    func() bool                              // whether a person sits at both ends
	Screen         func(context.Context, tui.Options) error // runs the terminal app
}

// Run runs a command with the surroundings of this process and returns its exit
// code. When ctx ends the program stops in order, which is no failure.
func Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := Program{
		Stdin: stdin, Stdout: stdout, Stderr: stderr, Getenv: os.Getenv, Now: time.Now, Zone: time.Local, Screen: tui.Run,
		Interactive: func() bool { return isTerminal(stdin) && isTerminal(stdout) },
	}
	return p.Run(ctx, args)
}

// Run runs a command and returns its exit code.
func (p *Program) Run(ctx context.Context, args []string) int {
	root := p.root()
	root.SetArgs(args)
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	command, err := root.ExecuteContextC(ctx)
	switch failure, _ := errors.AsType[*runError](err); {
	case err == nil, errors.Is(err, syscall.EPIPE), errors.Is(err, io.ErrClosedPipe), stoppedBy(ctx, err):
		return exitDone
	case failure != nil && !failure.usage:
		p.say("offhook: %v", err)
		return exitFailed
	}
	p.say("offhook: %v\nTry \"%s --help\".", strings.TrimSpace(err.Error()), command.CommandPath())
	return exitUsage
}

// stoppedBy reports whether a command ended because it was told to.
func stoppedBy(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, context.Cause(ctx)))
}

// runError is an error of a command that was started; every other error is of its
// arguments.
type runError struct {
	error
	usage bool
}

func (e *runError) Unwrap() error { return e.error }

func usageError(format string, args ...any) error {
	return &runError{fmt.Errorf(format, args...), true}
}

// say tells people something beside the output. That nobody listens is no failure.
func (p *Program) say(format string, args ...any) {
	_, _ = fmt.Fprintf(p.Stderr, format+"\n", args...)
}

func isTerminal(stream any) bool {
	f, ok := stream.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(f.Fd())
}
