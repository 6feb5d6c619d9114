// Package cli is the command line: thin commands over the API of the running server. If no
// server runs on the data folder, the same API runs inside this process.
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
	Run     runCmd        `cmd:"" help:"Run one service of a cluster. Needs PostgreSQL and nats.urls."`
	Open    openCmd       `cmd:"" help:"Open the desk in a browser."`
	Demo    demoCmd       `cmd:"" help:"Try Namedrop on a small invented world."`
	Search  searchCmd     `cmd:"" help:"Search transcripts and articles."`
	Detect  detectCommand `cmd:"" help:"Find brand names in documents from standard input."`
	Twins   twinsCmd      `cmd:"" help:"Find the videos that are the same recordings as a podcast's episodes."`
	Impact  impactCommand `cmd:"" help:"Estimate what a mention did to your visits, with an interval."`
	Spikes  spikesCommand `cmd:"" help:"Find days and hours that stand out, and what may have caused them."`
	Attrib  attributeCmd  `cmd:"" name:"attribute" help:"Match answers to \"How did you hear about us?\" and sales notes to mentions."`
	Import  importCmd     `cmd:"" help:"Import documents, visits or leads."`
	Export  exportCmd     `cmd:"" help:"Export mentions, search results or sources."`
	Brand   brandCmd      `cmd:"" help:"Manage brands."`
	Mention mentionCmd    `cmd:"" help:"Show, confirm and dismiss mentions."`
	Source  sourceCmd     `cmd:"" help:"Manage sources."`
	Account accountCmd    `cmd:"" help:"Manage the accounts that sources of some networks are read with."`
	Doc     documentCmd   `cmd:"" name:"document" help:"Show and fetch the transcripts of documents."`
	Visits  visitsCmd     `cmd:"" help:"Manage feeds of visits."`
	Lead    leadCmd       `cmd:"" help:"Manage leads: who showed interest, and how they heard about you."`
	Site    siteCmd       `cmd:"" help:"Manage sites: whose visits are counted, and by which feed."`
	Link    linkCmd       `cmd:"" name:"link" help:"Make short links and show their clicks."`
	Note    annotationCmd `cmd:"" name:"annotation" help:"Note releases, campaigns and outages."`
	Time    timelineCmd   `cmd:"" name:"timeline" help:"Show what a site counted, with the mentions of the time."`
	Report  reportCmd     `cmd:"" help:"Show what a mention moved."`
	Object  objectionCmd  `cmd:"" name:"objection" help:"Manage people who object to being watched: they are left out."`
	Rule    ruleCmd       `cmd:"" help:"Manage alert rules."`
	Channel channelCmd    `cmd:"" help:"Manage alert channels."`
	Sent    deliveryCmd   `cmd:"" name:"delivery" help:"List what was sent to channels, and what became of it."`
	Rescan  rescanCmd     `cmd:"" help:"Run detection again over the whole archive."`
	Reindex reindexCmd    `cmd:"" help:"Rebuild the search index while the old one serves."`
	Letters deadLetterCmd `cmd:"" name:"dead-letter" help:"Manage messages of the bus that could not be processed."`
	Release releaseCmd    `cmd:"" help:"Retry a document or source that doctor reports as quarantined."`
	Replay  replayCmd     `cmd:"" help:"Send past deliveries again, with the same content and ids."`
	Backup  backupCmd     `cmd:"" help:"Copy the ledger into a file while everything runs."`
	Restore restoreCmd    `cmd:"" help:"Restore the ledger from a backup."`
	Resume  resumeCmd     `cmd:"" help:"Confirm the ledger after a start that was paused."`
	Migrate migrateCmd    `cmd:"" help:"Upgrade the ledger to this version's schema."`
	Config  configCmd     `cmd:"" help:"Check or print the configuration."`
	Token   tokenCmd      `cmd:"" help:"Manage API tokens."`
	Doctor  doctorCmd     `cmd:"" help:"Check this installation and report what to fix."`
	Version versionCmd    `cmd:"" help:"Print the version."`
	OpenAPI openapiCmd    `cmd:"" name:"openapi" hidden:""`

	Completion completionCmd `cmd:"" help:"Print a script with which your shell completes commands and flags."`
	Complete   completeCmd   `cmd:"" hidden:""`
}

// globals are the flags that every command takes.
type globals struct {
	ConfigFile string `name:"config" short:"c" placeholder:"FILE" help:"Configuration file." env:"NAMEDROP_CONFIG"`
	Data       string `placeholder:"DIR" help:"Data folder." env:"NAMEDROP_DATA"`
	Listen     string `placeholder:"ADDR" help:"Address on which the desk listens."`
	Server     string `placeholder:"URL" help:"Use this server instead of the one on the data folder." env:"NAMEDROP_SERVER"`
	Token      string `name:"auth" placeholder:"TOKEN" help:"API token for that server." env:"NAMEDROP_TOKEN"`
	JSON       bool   `name:"json" help:"Write JSON."`
	Verbose    bool   `short:"v" help:"Write debug logs to standard error."`

	streams Streams        // Out and Err are those below
	out     *screen.Writer // everything that is printed goes through these two
	err     *screen.Writer
	hide    func(string) string // removes the configuration's secrets from errors and logs
}

// Main runs the command line and returns the exit code: 0 for success, 1 for a failure, 2
// for a wrong command line, 130 if it was interrupted.
func Main(ctx context.Context, args []string, s Streams) (code int) {
	var c commands
	out := &output{Writer: s.Out}
	c.out, c.err = screen.New(out, s.Out), screen.New(s.Err, nil)
	s.Out, s.Err = c.out, c.err
	c.streams, c.hide = s, func(text string) string { return text }
	defer func() {
		if p := recover(); p != nil {
			// The runtime would print a panic raw, past the screen writer.
			fmt.Fprintf(s.Err, "namedrop: internal error: %v\n\n%s", p, debug.Stack())
			code = 2
		}
		_ = c.err.Close()
	}()
	if s.Sources == nil {
		s.Sources = adapters.Sources()
	}
	c.streams.Sources = s.Sources
	c.Source.Add.specs = adapters.Specs(s.Sources)
	c.Source.Check.specs = c.Source.Add.specs
	code = -1
	parser, err := c.parser(ctx, func(n int) { code = n })
	if err != nil {
		fmt.Fprintln(s.Err, "namedrop:", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kctx, err := parser.Parse(args)
	if code >= 0 {
		return code // help was printed
	}
	if err != nil {
		fmt.Fprintln(s.Err, "namedrop:", err)
		fmt.Fprintln(s.Err, helpFor(err))
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

// parser returns the parser of the command line. Exit is called after help was printed.
func (c *commands) parser(ctx context.Context, exit func(int)) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("namedrop"), kong.Description("Find who mentions you, and what it did.\n\n`namedrop demo` shows it on a small invented world. `namedrop serve` starts your own: open the address it prints to continue."),
		kong.Writers(c.streams.Out, c.streams.Err), kong.Exit(exit), kong.UsageOnError(),
		kong.Help(printHelp), kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&c.globals),
		kong.Vars{"source_types": sourceTypes(c.Source.Add.specs)},
	)
}

// helpFor names the help of the command that was given, as far as it was recognized.
func helpFor(err error) string {
	var p *kong.ParseError
	if errors.As(err, &p) && p.Context != nil {
		if at := p.Context.Selected(); at != nil {
			return "See `namedrop " + at.Path() + " --help`."
		}
	}
	return "See `namedrop --help`."
}

// exitCode ends the process with a code after the command has printed everything itself.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// config returns the configuration of the file with the flags over it.
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
	return c.Complete(adapters.BaseURLs(g.streams.Sources, adapters.Visits()))
}

// logger writes to standard error. Quiet is for commands that are not servers: they log only
// warnings and errors.
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
	Estimate impactEstimate `cmd:"" default:"withargs" help:"Estimate the effect of a mention: effect, interval, p and a verdict."`
	Simulate impactSimulate `cmd:"" help:"Show how often the method is wrong: on simulated series with known answers, or on your own."`
}

// Help names the default command, whose own help lists the flags.
func (impactCommand) Help() string {
	return "`namedrop impact --series visits.csv --at 2026-03-03` estimates. `namedrop impact estimate --help` lists the flags."
}

type impactEstimate struct{ impactcmd.Cmd }

func (c *impactEstimate) Run(ctx context.Context, g *globals) error {
	return c.Cmd.Run(ctx, g.impact())
}

type impactSimulate struct{ impactcmd.Simulate }

func (c *impactSimulate) Run(ctx context.Context, g *globals) error {
	return c.Simulate.Run(ctx, g.impact())
}

// spikesCommand is impactcmd's search for spikes with this process's streams.
type spikesCommand struct{ impactcmd.Spikes }

func (c *spikesCommand) Run(ctx context.Context, g *globals) error {
	return c.Spikes.Run(ctx, g.impact())
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
