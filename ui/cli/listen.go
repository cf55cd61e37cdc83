package cli

import (
	"github.com/spf13/cobra"

	"offhook/model/filter"
	"offhook/receiver"
	"offhook/ui/cli/config"
)

const listenHelp = `Receives webhooks and shows them, as they come, in the terminal. Without a
terminal, or with --output, it prints them instead: one line an event on stdout,
everything else on stderr.

Point a platform at http://ADDR/<platform>, or at any other path and let offhook
find out who sends. http://ADDR/jivo/@shop keeps a second account apart.

What was answered with 200 is in the capture, a directory that "offhook open" and
every other command read, also while it is being written.`

const listenExamples = `  offhook                               listen on 127.0.0.1:4000
  offhook --demo                        look around with made-up traffic
  offhook --capture -                   leave nothing behind
  offhook --filter 'has:problem' --output text
  offhook --output json | jq 'select(.kind=="message").message.text'`

// listenOptions are the values of listen's flags.
type listenOptions struct {
	addr, capture      string
	keep               config.Count
	keepBytes, maxBody config.Size
	late               config.Duration
	filter, output     string
	config             string
	demo               bool

	expr *filter.Expr
}

// settable are the flags that environment and config file stand for.
var settable = []string{"addr", "capture", "keep", "keep-bytes", "max-body", "late", "filter", "output", "demo"}

// largestBody is what a record of the capture holds, headers and all.
const largestBody = 1<<30 - 1<<20

func (p *Program) listenCommand(use string) *cobra.Command {
	o := &listenOptions{keep: 100_000, keepBytes: 1 << 30, maxBody: receiver.DefaultMaxBody, late: lateAfter}
	cmd := &cobra.Command{
		Use: use, Short: "Receive webhooks and show them (the default)", Long: listenHelp, Example: listenExamples, Args: cobra.NoArgs,
		RunE: run(func(cmd *cobra.Command, _ []string) error {
			if err := o.complete(cmd, p); err != nil {
				return err
			}
			return p.listen(cmd.Context(), o)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.addr, "addr", receiver.DefaultAddress, "`host:port` to listen on; port 0 takes any free one")
	f.StringVar(&o.capture, "capture", defaultCapture(), "`directory` to keep requests in; - leaves nothing behind")
	f.Var(&o.keep, "keep", "requests to keep at least; 0 for all")
	f.Var(&o.keepBytes, "keep-bytes", "bytes to keep at most; 0 for all")
	f.Var(&o.maxBody, "max-body", "bytes of one body that are stored, the rest is cut; 0 for as much as is possible")
	lateFlag(cmd, &o.late)
	filterFlag(cmd, &o.filter, "show only events")
	f.BoolVar(&o.demo, "demo", false, "send lifelike traffic of all platforms to itself; its capture is removed at exit unless --capture is given")
	f.StringVar(&o.config, "config", "", "`file` with flags, one a line, as in \"keep: 5000\" (default "+defaultConfig()+")")
	outputFlag(cmd, &o.output, "print instead of drawing: `text|json`", "text", "json")
	_ = cmd.MarkFlagDirname("capture") // fails for unknown flags only
	return cmd
}
