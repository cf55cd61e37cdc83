package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"offhook/model/capture"
	"offhook/model/filter"
	"offhook/ui/cli/config"
)

const openHelp = `Shows a capture that another offhook wrote, or is writing now: then it follows it
live. Nothing in the capture is changed, and nothing is received.

Without a terminal, or with --output, it prints what the capture holds and ends;
with --follow it goes on with what comes.`

const openExamples = `  offhook open ~/.local/state/offhook/capture
  offhook open capture --filter 'conv:7607'
  offhook open capture --output json --follow --filter has:problem`

type openOptions struct {
	dir, filter, output string
	follow              bool
	late                config.Duration
	expr                *filter.Expr
}

func (p *Program) openCommand() *cobra.Command {
	o := &openOptions{late: lateAfter}
	cmd := &cobra.Command{
		Use: "open CAPTURE", Short: "Show a capture, read-only", Long: openHelp, Example: openExamples, Args: oneCapture,
		ValidArgsFunction: completeDirectory,
		RunE: run(func(cmd *cobra.Command, args []string) (err error) {
			if err := oneOf("output", o.output, "text", "json"); err != nil {
				return err
			}
			o.dir = args[0]
			if o.expr, err = p.parseFilter(o.filter); err != nil {
				return err
			}
			return p.open(cmd.Context(), o)
		}),
	}
	filterFlag(cmd, &o.filter, "show only events")
	cmd.Flags().BoolVar(&o.follow, "follow", false, "when printing, go on with what comes")
	lateFlag(cmd, &o.late)
	outputFlag(cmd, &o.output, "print instead of drawing: `text|json`", "text", "json")
	return cmd
}

func completeDirectory(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

func (p *Program) open(ctx context.Context, o *openOptions) error {
	file, err := p.readCapture(o.dir, o.late)
	if err != nil {
		return err
	}
	if o.output == "" && p.Interactive() {
		err = p.drawCapture(ctx, o, file)
	} else {
		err = p.printCapture(ctx, o, file)
	}
	return errors.Join(err, file.Close())
}

func (p *Program) printCapture(ctx context.Context, o *openOptions, file *capture.File) error {
	// A line says what the index found of its event, and a filter may ask for that.
	if err := file.Indexed(ctx); err != nil {
		return fmt.Errorf("read the capture: %w", err)
	}
	p.tellDamage(file.Status())
	if file.Status().Events == 0 && !o.follow {
		p.say("%s holds no requests", o.dir)
	}
	printer := p.newPrinter(o.output, o.expr)
	quit := make(chan struct{})
	if !o.follow {
		close(quit)
		return printer.follow(ctx, file, quit)
	}
	stop := context.AfterFunc(ctx, func() { close(quit) })
	defer stop()
	return printer.follow(context.WithoutCancel(ctx), file, quit)
}
