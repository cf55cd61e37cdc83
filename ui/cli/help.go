package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"offhook/model/filter"
)

// helpCommand is cobra's, except that it fails where there is nothing to tell.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Help about any command, and the filter language",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			var names []string
			if len(args) == 0 {
				for _, c := range cmd.Root().Commands() {
					names = append(names, c.Name())
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: run(func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return usageError("%w", err)
			}
			if len(rest) > 0 {
				return noSuchCommand(cmd.Root(), rest)
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		}),
	}
}

const filterHelp = `A filter is a row of terms, all of which an event must fit:

  platform:jivo from:customer -has:reply "where is"

  x y      both            a:x,y    one of several values
  x or y   either          a:x*     wildcards, in names
  -x       not             a:/x/    a regular expression, in text and body
  ( )      a group         a:>5     a comparison; a:1..5 is a range
  word     somewhere in the message or the body
  .a.b=x   a value of the body's JSON; also !=, ~ (a part), <, >

Upper and lower case matter only when the value has an upper-case letter.
`

const filterHelpConversations = `
For the conversation itself, as it is now. In a list of conversations, one of the
events must fit the whole filter:
`

// filterTopic explains the language of --filter.
func filterTopic() *cobra.Command {
	fields := filter.Fields()
	var b strings.Builder
	b.WriteString(filterHelp + "\n")
	own := slices.IndexFunc(fields, func(f filter.Field) bool { return f.Conversation })
	writeFields(&b, fields[:own])
	b.WriteString(filterHelpConversations + "\n")
	writeFields(&b, fields[own:])
	return &cobra.Command{Use: "filter", Short: "The language of --filter", Long: b.String()}
}

// writeFields writes a line or two a field: an example, what it means, its values.
func writeFields(b *strings.Builder, fields []filter.Field) {
	const indent = 32
	for _, f := range fields {
		fmt.Fprintf(b, "  %-*s%s\n", indent-2, f.Example, f.Means)
		line := ""
		for i, value := range f.Values {
			if i < len(f.Values)-1 {
				value += ", "
			}
			if indent+len(line)+len(value) > 80 {
				fmt.Fprintf(b, "%*s%s\n", indent, "", strings.TrimSpace(line))
				line = ""
			}
			line += value
		}
		if line != "" {
			fmt.Fprintf(b, "%*s%s\n", indent, "", line)
		}
	}
}
