package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"offhook/model"
	"offhook/model/platform"
)

const inspectHelp = `Decodes payloads from files, or from stdin with - or without a file, and prints
one event a line as JSON. The inputs are numbered in "seq". What is nearly JSON is
read as well, with a problem that says where the mistake is.`

const inspectExamples = `  offhook inspect payload.json
  pbpaste | offhook inspect --platform blinger
  offhook inspect samples/*.json | jq -r .event`

func (p *Program) inspectCommand() *cobra.Command {
	name := ""
	cmd := &cobra.Command{
		Use: "inspect [FILE…|-]", Short: "Decode payload files", Long: inspectHelp, Example: inspectExamples,
		RunE: run(func(cmd *cobra.Command, args []string) error {
			if known := platformNames(); name != "" && !slices.Contains(known, name) {
				return usageError("--platform is one of %s, not %q", strings.Join(known, ", "), name)
			}
			if len(args) == 0 && isTerminal(p.Stdin) {
				return usageError("name a file, or pipe a payload in")
			}
			if len(args) == 0 {
				args = []string{"-"}
			}
			return p.inspect(name, args)
		}),
	}
	cmd.Flags().StringVar(&name, "platform", "", "the `platform` that sends this, instead of finding out")
	_ = cmd.RegisterFlagCompletionFunc("platform", cobra.FixedCompletions(platformNames(), cobra.ShellCompDirectiveNoFileComp)) // fails for unknown flags only
	return cmd
}

func platformNames() []string {
	var names []string
	for _, p := range platform.Default().Platforms() {
		names = append(names, p.Name())
	}
	return names
}

// inspect decodes every input that can be read; the others are told, and fail the
// command at its end.
func (p *Program) inspect(name string, inputs []string) error {
	out, registry := bufio.NewWriter(p.Stdout), platform.Default()
	var missing int
	for i, input := range inputs {
		body, err := p.readInput(input)
		if err != nil {
			missing++
			p.say("offhook: %v", err)
			continue
		}
		events := registry.Parse(&model.Request{
			Seq: uint64(i + 1), Method: http.MethodPost, Target: "/" + name, Body: body, Size: int64(len(body)),
		})
		for i := range events {
			if err := writeJSON(out, newEventLine(&events[i])); err != nil {
				return err
			}
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	if missing > 0 {
		return fmt.Errorf("%d of %d inputs could not be read", missing, len(inputs))
	}
	return nil
}

func (p *Program) readInput(name string) ([]byte, error) {
	if name == "-" {
		body, err := io.ReadAll(p.Stdin)
		if err != nil {
			return nil, fmt.Errorf("read stdin: %w", err)
		}
		return body, nil
	}
	body, err := os.ReadFile(name)
	if bad, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, fmt.Errorf("%s cannot be read: %w", bad.Path, bad.Err)
	}
	return body, err
}
