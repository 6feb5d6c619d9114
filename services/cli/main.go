// Package cli is the command line: thin commands over the running server's API, or,
// where no server runs on the data folder, over the same API inside this process.
package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/alecthomas/kong"

	"github.com/namedrop/namedrop/services/adapters"
	"github.com/namedrop/namedrop/services/cli/detectcmd"
	"github.com/namedrop/namedrop/services/cli/impactcmd"
	"github.com/namedrop/namedrop/services/cli/screen"
	"github.com/namedrop/namedrop/services/config"
)

// version is set by the linker.
var version = "dev"

// commands is the whole command line, as kong reads it.
type commands struct {
	globals

	Serve   serveCmd      `cmd:"" help:"Run everything in one process."`
	Run     runCmd        `cmd:"" help:"Run one service of a cluster; needs PostgreSQL and nats.urls."`
	Open    openCmd       `cmd:"" help:"Open the desk in a browser."`
	Demo    demoCmd       `cmd:"" help:"Run everything on a small invented world."`
	Search  searchCmd     `cmd:"" help:"Search all that was said or written."`
	Detect  detectCommand `cmd:"" help:"Find brand names in documents on standard input."`
	Impact  impactCommand `cmd:"" help:"What a mention moved: an estimate with its interval."`
	Import  importCmd     `cmd:"" help:"Hand documents over."`
	Export  exportCmd     `cmd:"" help:"Take mentions, search results or sources out."`
	Brand   brandCmd      `cmd:"" help:"Names listened for."`
	Source  sourceCmd     `cmd:"" help:"What is crawled."`
	Visits  visitsCmd     `cmd:"" help:"Where visits come from."`
	Rule    ruleCmd       `cmd:"" help:"Which mentions go where."`
	Channel channelCmd    `cmd:"" help:"Where messages go."`
	Rescan  rescanCmd     `cmd:"" help:"Run detection over the whole archive."`
	Reindex reindexCmd    `cmd:"" help:"Build the search index anew while the old one serves."`
	Letters deadLetterCmd `cmd:"" name:"dead-letter" help:"Messages of the bus that could not be processed."`
	Release releaseCmd    `cmd:"" help:"Try something again that doctor says is set aside."`
	Replay  replayCmd     `cmd:"" help:"Send deliveries again, the same bytes under the same ids."`
	Backup  backupCmd     `cmd:"" help:"Copy the ledger into a file while everything runs."`
	Restore restoreCmd    `cmd:"" help:"Put a backup in the ledger's place."`
	Resume  resumeCmd     `cmd:"" help:"Confirm the ledger after a start that was paused."`
	Migrate migrateCmd    `cmd:"" help:"Bring the ledger to this version's schema."`
	Config  configCmd     `cmd:"" help:"Check or print the configuration."`
	Token   tokenCmd      `cmd:"" help:"Tokens of programs."`
	Doctor  doctorCmd     `cmd:"" help:"Say what is wrong with this installation."`
	Version versionCmd    `cmd:"" help:"Print the version."`
	OpenAPI openapiCmd    `cmd:"" name:"openapi" hidden:""`
}

// globals are the flags that every command takes.
type globals struct {
	ConfigFile string `name:"config" short:"c" placeholder:"FILE" help:"Configuration file." env:"NAMEDROP_CONFIG"`
	Data       string `placeholder:"DIR" help:"Folder that holds everything." env:"NAMEDROP_DATA"`
	Listen     string `placeholder:"ADDR" help:"Address of the desk."`
	Server     string `placeholder:"URL" help:"Talk to this server instead of the one on the data folder." env:"NAMEDROP_SERVER"`
	Token      string `name:"auth" placeholder:"TOKEN" help:"Token for a server that asks for one." env:"NAMEDROP_TOKEN"`
	JSON       bool   `name:"json" help:"Write JSON."`
	Verbose    bool   `short:"v" help:"Say more on standard error."`

	streams Streams        // Out and Err are those below
	out     *screen.Writer // whatever is printed goes through these
	err     *screen.Writer
	hide    func(string) string // takes the configuration's secrets out of errors and logs
}

// Main runs the command line and returns the exit code: 0 for done, 1 for failed, 2
// for words that can't be understood.
func Main(ctx context.Context, args []string, s Streams) (code int) {
	var c commands
	out := &output{Writer: s.Out}
	c.out, c.err = screen.New(out, s.Out), screen.New(s.Err, nil)
	s.Out, s.Err = c.out, c.err
	c.streams, c.hide = s, func(text string) string { return text }
	defer func() {
		if p := recover(); p != nil {
			// What the runtime prints of a panic it prints raw.
			fmt.Fprintf(s.Err, "namedrop: this should not have happened: %v\n\n%s", p, debug.Stack())
			code = 2
		}
		_ = c.err.Close()
	}()
	if s.Sources == nil {
		s.Sources = adapters.Sources()
	}
	c.streams.Sources = s.Sources
	c.Source.Add.specs = adapters.Specs(s.Sources)
	code = -1
	parser, err := kong.New(&c,
		kong.Name("namedrop"), kong.Description("Who dropped your name, and what came of it.\n\n`namedrop demo` shows it on a small invented world. `namedrop serve` starts your own; what to do next stands on the desk it prints."),
		kong.Writers(s.Out, s.Err), kong.Exit(func(n int) { code = n }), kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&c.globals),
		kong.Vars{"source_types": sourceTypes(c.Source.Add.specs)},
	)
	if err != nil {
		fmt.Fprintln(s.Err, "namedrop:", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"} // whoever says nothing wants to know what can be said
	}
	kctx, err := parser.Parse(args)
	if code >= 0 {
		return code // help was asked for
	}
	if err != nil {
		fmt.Fprintln(s.Err, "namedrop:", err)
		fmt.Fprintln(s.Err, whereToLook(err))
		return 2
	}
	if c.JSON {
		c.out.Writes(screen.JSON)
	}
	err = errors.Join(kctx.Run(), c.out.Close())
	var exit exitCode
	switch {
	case out.failed() != nil:
		fmt.Fprintln(s.Err, "namedrop: writing the answer:", out.failed())
		return 1
	case errors.As(err, &exit):
		return int(exit)
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return 130
	case err != nil:
		fmt.Fprintln(s.Err, "namedrop:", c.hide(err.Error()))
		return 1
	}
	return 0
}

// whereToLook names the help of the command that was meant, as far as it could be read.
func whereToLook(err error) string {
	var p *kong.ParseError
	if errors.As(err, &p) && p.Context != nil {
		if at := p.Context.Selected(); at != nil {
			return "`namedrop " + at.Path() + " --help` says what it takes."
		}
	}
	return "`namedrop --help` lists the commands."
}

// exitCode ends the process with a number after the command has said all there is.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// config is what the file says, under the flags.
func (g *globals) config() (config.Config, error) {
	c, err := config.Load(g.ConfigFile)
	if err != nil {
		return c, err
	}
	if g.Data != "" {
		c.Data = g.Data
	}
	if g.Listen != "" {
		c.Desk.Listen = g.Listen
	}
	g.hide = c.Hide
	if err := c.Validate(); err != nil {
		return c, err
	}
	return c.Complete(adapters.BaseURLs(g.streams.Sources))
}

// logger writes to standard error; commands other than servers only tell what is wrong.
func (g *globals) logger(c config.Log, quiet bool) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil || g.Verbose {
		level = slog.LevelDebug
	} else if quiet {
		level = max(level, slog.LevelWarn)
	}
	opts := &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if text := a.Value.String(); a.Value.Kind() == slog.KindString || a.Value.Kind() == slog.KindAny {
			if hidden := g.hide(text); hidden != text {
				a.Value = slog.StringValue(hidden)
			}
		}
		return a
	}}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(g.streams.Err, opts))
	}
	return slog.New(slog.NewTextHandler(g.streams.Err, opts))
}

// detectCommand is detectcmd with this process's streams.
type detectCommand struct{ detectcmd.Cmd }

func (c *detectCommand) Run(ctx context.Context, g *globals) error {
	g.out.Writes(screen.JSON)
	return c.Cmd.Run(ctx, detectcmd.Streams{In: g.streams.In, Out: g.streams.Out, Err: g.streams.Err})
}

// impactCommand is impactcmd with this process's streams.
type impactCommand struct {
	Estimate impactEstimate `cmd:"" default:"withargs" help:"Effect, interval, p and a verdict."`
	Simulate impactSimulate `cmd:"" help:"How often the method is wrong: on made-up series with known answers, or on your own."`
}

// Help is the way in, since the flags stand with the command that is meant by default.
func (impactCommand) Help() string {
	return "namedrop impact --series visits.csv --at 2026-03-03 estimates; `namedrop impact estimate --help` lists its flags."
}

type impactEstimate struct{ impactcmd.Cmd }

func (c *impactEstimate) Run(ctx context.Context, g *globals) error {
	return c.Cmd.Run(ctx, g.impact())
}

type impactSimulate struct{ impactcmd.Simulate }

func (c *impactSimulate) Run(ctx context.Context, g *globals) error {
	return c.Simulate.Run(ctx, g.impact())
}

func (g *globals) impact() impactcmd.Streams {
	return impactcmd.Streams{In: g.streams.In, Out: g.streams.Out, Err: g.streams.Err, JSON: g.JSON}
}

type versionCmd struct{}

func (versionCmd) Run(g *globals) error {
	if g.JSON {
		return g.writeJSON(map[string]string{"version": version})
	}
	fmt.Fprintln(g.streams.Out, "namedrop", version)
	return nil
}
