package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

const rootHelp = `offhook listens to the webhooks of chat platforms and shows the conversations
behind them, live. Without a command it does what "offhook listen" does.`

const footer = `
Exit codes:
  0  done, or stopped by ctrl-c, q, SIGINT, SIGTERM or SIGHUP
  1  failed
  2  wrong usage
  3  an expectation was not met

Environment:
  OFFHOOK_…        stands for a flag of listen that is not given: OFFHOOK_MAX_BODY
                   for --max-body
  XDG_CONFIG_HOME  offhook/config.yaml below it stands for what neither gives
  XDG_STATE_HOME   offhook/capture below it is the capture
  NO_COLOR         turns colours off
`

// root is the tree of commands.
func (p *Program) root() *cobra.Command {
	root := p.listenCommand("offhook")
	root.Short = "See the conversations behind webhooks"
	root.Long = rootHelp
	root.Version = version()
	root.Args, root.SuggestionsMinimumDistance = noSuchCommand, 2
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetVersionTemplate("offhook {{.Version}}\n")
	root.SetUsageTemplate(root.UsageTemplate() + footer)
	root.SetHelpCommand(helpCommand())
	root.AddCommand(p.listenCommand("listen"), p.openCommand(), p.inspectCommand(), p.conversationsCommand(), p.versionCommand(), filterTopic())
	return root
}

// noSuchCommand tells about the first word, which the root would otherwise take for
// an argument.
func noSuchCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	near := ""
	if names := root.SuggestionsFor(args[0]); len(names) > 0 {
		near = fmt.Sprintf("; did you mean %q?", names[0])
	}
	return usageError("unknown command %q%s", args[0], near)
}

// run marks what a command returns as the failure of a command that was started.
func run(f func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := f(cmd, args)
		if _, marked := err.(*runError); err == nil || marked { //nolint:errorlint // only the outermost counts
			return err
		}
		return &runError{err, false}
	}
}

// oneOf checks a flag that takes one of a few words; "" is its default.
func oneOf(flag, value string, words ...string) error {
	if value == "" || slices.Contains(words, value) {
		return nil
	}
	return usageError("--%s is %s, not %q", flag, strings.Join(words, " or "), value)
}

// filterFlag adds --filter, which chooses among some things.
func filterFlag(cmd *cobra.Command, value *string, things string) {
	cmd.Flags().StringVar(value, "filter", "", things+" that match the `expression`: see \"offhook help filter\"")
}

// outputFlag adds --output with the words that it takes.
func outputFlag(cmd *cobra.Command, value *string, usage string, words ...string) {
	cmd.Flags().StringVar(value, "output", *value, usage)
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)) // fails for unknown flags only
}

func (p *Program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: run(func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(p.Stdout, "offhook %s\n", version())
			return err
		}),
	}
}

// version names the build: the module's version or the commit, and the Go release.
func version() string {
	name := "unknown"
	if build, ok := debug.ReadBuildInfo(); ok {
		name = build.Main.Version
		for _, s := range build.Settings {
			if s.Key == "vcs.revision" && name == "(devel)" {
				name = "devel-" + s.Value[:min(12, len(s.Value))]
			}
		}
	}
	return fmt.Sprintf("%s (%s, %s/%s)", name, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
