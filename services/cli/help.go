package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// globalFlags are the flags that every command takes. The help of a command names them in one line,
// so that its own flags come first.
var globalFlags = []string{"help", "config", "data", "listen", "server", "auth", "json", "verbose"}

// printHelp prints the help of namedrop, or of a command with its examples.
func printHelp(options kong.HelpOptions, ctx *kong.Context) error {
	command := ctx.Selected()
	if command == nil {
		return kong.DefaultHelpPrinter(options, ctx)
	}
	// The parser is made anew for every command line, so nothing else sees the change.
	for _, f := range ctx.Model.Flags {
		f.Hidden = f.Hidden || slices.Contains(globalFlags, f.Name)
	}
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return err
	}
	var b strings.Builder
	if list := examples[command.Path()]; len(list) > 0 {
		b.WriteString("\nExamples:\n")
		for _, e := range list {
			fmt.Fprintf(&b, "  %s\n", e)
		}
	}
	b.WriteString("\nEvery command takes --config, --data, --server, --auth, --json and --verbose:\nsee `namedrop --help`.\n")
	_, err := fmt.Fprint(ctx.Stdout, b.String())
	return err
}
