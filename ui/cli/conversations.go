package cli

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"offhook/model"
	"offhook/model/capture"
	"offhook/model/filter"
	"offhook/ui/cli/config"
)

const conversationsHelp = `Prints the conversations that a capture holds, rebuilt from their webhooks: every
message once and in order, with what was delivered twice, late or not at all.
The conversation that was active last comes first.

With --filter only those of which one event matches the expression. conv.status:,
waiting:, longest:, conv.problems:, conv.messages:, conv.customer: and conv.agent:
ask for the conversation itself.

  text      a transcript to read
  json      one object a line
  markdown  a transcript to paste into a ticket, with the problems at its end`

const conversationsExamples = `  offhook conversations capture
  offhook conversations capture --conversation jivo:7607 --output markdown
  offhook conversations capture --filter 'waiting:>5m or conv.problems:>0'
  offhook conversations capture --output json | jq -r 'select(.status!="closed").conversation'`

type conversationsOptions struct {
	dir, key, filter, output string
	late                     config.Duration
	expr                     *filter.Expr
}

func (p *Program) conversationsCommand() *cobra.Command {
	o := &conversationsOptions{output: "text", late: lateAfter}
	cmd := &cobra.Command{
		Use: "conversations CAPTURE", Short: "Print the rebuilt conversations of a capture", Long: conversationsHelp, Example: conversationsExamples,
		Args: oneCapture, ValidArgsFunction: completeDirectory,
		RunE: run(func(cmd *cobra.Command, args []string) (err error) {
			if err := oneOf("output", o.output, "text", "json", "markdown"); err != nil {
				return err
			}
			if cmd.Flags().Changed("conversation") && o.key == "" {
				return usageError("--conversation is a key, as in jivo:7607")
			}
			o.dir = args[0]
			if o.expr, err = p.parseFilter(o.filter); err != nil {
				return err
			}
			return p.conversations(cmd.Context(), o)
		}),
	}
	cmd.Flags().StringVar(&o.key, "conversation", "", "only the conversation of this `key`, as in jivo:7607")
	filterFlag(cmd, &o.filter, "only conversations")
	lateFlag(cmd, &o.late)
	outputFlag(cmd, &o.output, "how to print them: `text|json|markdown`", "text", "json", "markdown")
	return cmd
}

func (p *Program) conversations(ctx context.Context, o *conversationsOptions) error {
	file, err := p.readCapture(o.dir, o.late)
	if err != nil {
		return err
	}
	return errors.Join(p.printConversations(ctx, o, file), file.Close())
}

func (p *Program) printConversations(ctx context.Context, o *conversationsOptions, file *capture.File) error {
	if err := file.Indexed(ctx); err != nil {
		return fmt.Errorf("read the capture: %w", err)
	}
	p.tellDamage(file.Status())
	keys, err := p.conversationKeys(ctx, o, file)
	if err != nil {
		return err
	}
	write := p.conversationWriter(o.output)
	for _, key := range keys {
		timeline, err := file.Timeline(ctx, key)
		if err != nil {
			return fmt.Errorf("rebuild %s: %w", model.Visible(key), err)
		}
		if len(timeline.Entries) == 0 {
			continue // retention took it meanwhile
		}
		if err := write(&timeline); err != nil {
			return err
		}
	}
	return nil
}

func (p *Program) conversationWriter(output string) func(*model.Timeline) error {
	switch t := newTranscript(p.Stdout, p.Zone); output {
	case "json":
		return func(tl *model.Timeline) error { return writeConversationJSON(p.Stdout, tl) }
	case "markdown":
		return t.markdown
	default:
		return t.text
	}
}

// conversationKeys lists the conversations that are asked for, the most active first,
// and says so when there are none.
func (p *Program) conversationKeys(ctx context.Context, o *conversationsOptions, file *capture.File) ([]string, error) {
	var candidates []model.Summary
	if o.key == "" {
		candidates, _, _ = file.Conversations(model.ByActivity, 0, math.MaxInt, nil)
	} else if s, ok := file.Conversation(o.key); ok {
		candidates = []model.Summary{s}
	} else {
		return nil, noSuchConversation(o, file)
	}
	c := chooser{src: file, say: p.say, decode: decoded}
	keys, err := c.choose(ctx, o.expr, candidates)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the capture: %w", err)
	case len(candidates) == 0:
		p.say("%s holds no conversations", o.dir)
	case len(keys) == 0:
		p.say("no conversation matches the filter")
	}
	return keys, nil
}

// noSuchConversation names the keys that end like the one that was asked for: people
// know the id, or have forgotten the account.
func noSuchConversation(o *conversationsOptions, file *capture.File) error {
	end := ":" + o.key[strings.LastIndexByte(o.key, ':')+1:]
	near, _, _ := file.Conversations(model.ByActivity, 0, 3, func(s *model.Summary) bool { return strings.HasSuffix(s.Key, end) })
	err := fmt.Errorf("%s holds no conversation %s", o.dir, model.Visible(o.key))
	if len(near) == 0 {
		return err
	}
	var keys []string
	for i := range near {
		keys = append(keys, model.Visible(near[i].Key))
	}
	return fmt.Errorf("%w; did you mean %s?", err, strings.Join(keys, " or "))
}
