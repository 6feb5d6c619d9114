package impactcmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds/table"
	"github.com/namedrop/namedrop/services/correlator/impact"
)

// Streams are the input and outputs of a command. JSON is set by a caller that has its own flag
// for it.
type Streams struct {
	In   io.Reader
	Out  io.Writer
	Err  io.Writer
	JSON bool
}

// Command is `namedrop impact` and `namedrop impact simulate`, as kong mounts them.
type Command struct {
	Estimate Cmd      `cmd:"" default:"withargs" help:"Estimate the effect of a mention: effect, interval, p and a verdict."`
	Simulate Simulate `cmd:"" help:"Show how often the method is wrong: on simulated series with known answers, or on your own."`
}

// Cmd has the flags of `namedrop impact`.
type Cmd struct {
	Series         string   `required:"" placeholder:"FILE" help:"Series: CSV with a date column (or an integer index) and a number column; - is standard input."`
	At             string   `placeholder:"DATE" help:"First day (or hour, or row) of the mention's window."`
	Until          string   `placeholder:"DATE" help:"Last day of the window, inclusive; by default the last row."`
	Time           string   `placeholder:"COL" help:"Column with the dates; by default the first one that has dates."`
	Metric         string   `placeholder:"COL" help:"Column with the metric; by default y, or the first column of numbers."`
	Controls       []string `placeholder:"COL,COL" help:"At most five columns that move with the metric but are not affected by the mention."`
	Events         string   `placeholder:"FILE" help:"Known events (date,name and optionally until): your campaigns, releases, holidays. Their rows are not used for estimation."`
	Mentions       string   `placeholder:"FILE" help:"Mentions (date,kind,name), each tested over the window of its kind, with a false-discovery rate of 10 % over all."`
	Zone           string   `placeholder:"ZONE" help:"The site's time zone, for example Europe/Amsterdam: days have 23 or 25 hours when the clocks change."`
	Season         int      `placeholder:"ROWS" help:"Rows per season, for a series without dates."`
	SVG            string   `name:"svg" placeholder:"FILE" help:"Draw the answer into FILE; with --mentions, one file for each mention."`
	Pool           string   `placeholder:"BY" help:"Judge the mentions of --mentions together: by show, by kind, or all as one. The file may add the columns show and audience."`
	Forecast       bool     `help:"Could a mention to come be seen? Needs --kind and --audience."`
	Kind           string   `placeholder:"KIND" help:"Kind of the mention to come: podcast, video, post or page."`
	Audience       string   `placeholder:"N" help:"People that the mention to come will reach: a number, or a range like 2000-8000."`
	JSON           bool     `kong:"-"`
	ReferencePrior bool     `help:"CausalImpact's priors on the raw scale without placebo windows: for comparison only."`
}

// Run reads the files, estimates, and writes the answers.
func (c *Cmd) Run(ctx context.Context, s Streams) error {
	s.JSON = s.JSON || c.JSON
	switch c.Pool {
	case "":
	case "show", "kind", "all":
		return c.pool(ctx, s)
	default:
		return errors.New("--pool is show, kind or all")
	}
	if c.Forecast {
		return c.forecast(ctx, s)
	}
	if c.Kind != "" || c.Audience != "" {
		return errors.New("--kind and --audience are for a mention to come: add --forecast")
	}
	if c.At == "" && c.Mentions == "" {
		return errors.New("when was the mention? Give --at DATE, or --mentions FILE for several")
	}
	q, err := c.read(s.In)
	if err != nil {
		return err
	}
	q.pictures = c.SVG != "" || !s.JSON && c.At != ""
	stop := watch(ctx, s.Err)
	answers, err := q.ask(c.ReferencePrior, stop.progress)
	stop.end()
	if err != nil {
		return err
	}
	if c.SVG != "" {
		if err := draw(c.SVG, q, answers); err != nil {
			return err
		}
	}
	if s.JSON {
		return writeJSON(s.Out, q, answers)
	}
	return writeText(s.Out, q, answers)
}

// question is what the flags ask for, after the files were read and checked.
type question struct {
	loaded
	pictures bool
	single   bool // --at was given: the first mention is the one asked about
	mentions []asked
	events   []impact.Event
}

// asked is one mention as the user gave it.
type asked struct {
	impact.Mention
	label     string
	show      string
	low, high float64 // audience; 0 is unknown
	clock     bool    // the hour is known: it is in row
	row       int
}

func (c *Cmd) read(in io.Reader) (*question, error) {
	var zone *time.Location
	if c.Zone != "" {
		var err error
		if zone, err = time.LoadLocation(c.Zone); err != nil {
			return nil, fmt.Errorf("--zone: %w", err)
		}
	}
	if c.Season < 0 {
		return nil, errors.New("--season: rows per season must be above 0")
	}
	if len(c.Controls) > impact.MaxControls {
		return nil, fmt.Errorf("--controls: %d columns; at most %d can be used", len(c.Controls), impact.MaxControls)
	}
	read, err := readSeries(c.Series, in, choice{time: c.Time, metric: c.Metric, controls: c.Controls, zone: zone, season: c.Season})
	if err != nil {
		return nil, err
	}
	q := &question{loaded: read}
	s := q.series
	if c.At != "" {
		span, err := c.window(s)
		if err != nil {
			return nil, err
		}
		q.single = true
		q.mentions = append(q.mentions, asked{Mention: impact.Mention{Span: span}, label: s.Label(span.From)})
	}
	if c.Mentions != "" {
		if err := q.readMentions(c.Mentions, in); err != nil {
			return nil, err
		}
	}
	if c.Events != "" {
		events, err := readDated(c.Events, "events", in, s, []string{"date", "name", "until"})
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			q.events = append(q.events, impact.Event{Span: e.span(s), Name: e.name})
		}
	}
	return q, nil
}

// window returns the span from --at to --until.
func (c *Cmd) window(s impact.Series) (impact.Span, error) {
	at, err := parsePosition(c.At, s)
	if err != nil {
		return impact.Span{}, fmt.Errorf("--at: %w", err)
	}
	n := len(s.Values)
	from, end := at.first(s), n
	if from < 0 {
		return impact.Span{}, fmt.Errorf("--at %s is before the first row (%s)", c.At, s.Label(0))
	}
	if from >= n {
		return impact.Span{}, fmt.Errorf("--at %s is after the last row (%s)", c.At, s.Label(n-1))
	}
	if c.Until != "" {
		until, err := parsePosition(c.Until, s)
		if err != nil {
			return impact.Span{}, fmt.Errorf("--until: %w", err)
		}
		end = until.end(s)
		if end <= from {
			return impact.Span{}, fmt.Errorf("--until %s is before --at %s", c.Until, c.At)
		}
		if end > n {
			return impact.Span{}, fmt.Errorf("--until %s is after the last row (%s): the window is not over yet; wait, or end it there", c.Until, s.Label(n-1))
		}
	}
	if from == 0 {
		return impact.Span{}, fmt.Errorf("--at %s is the first row: there is nothing before it to compare with", c.At)
	}
	return impact.Span{From: from, Rows: end - from}, nil
}

func (q *question) readMentions(path string, in io.Reader) error {
	s := q.series
	rows, err := readDated(path, "mentions", in, s, []string{"date", "kind", "name", "until"})
	if err != nil {
		return err
	}
	for _, d := range rows {
		low, high, err := parseAudience(d.audience)
		if err != nil {
			return fmt.Errorf("reading the mentions %s: line %d: %w", path, d.line, err)
		}
		switch d.kind {
		case "post", "page", "video", "podcast", "":
		default:
			return fmt.Errorf("reading the mentions %s: line %d: %q is not a kind of mention: use podcast, video, post or page", path, d.line, table.Clip(d.kind))
		}
		span := impact.Span{From: d.from.first(s), Rows: impact.Window(d.kind)}
		if s.Step != impact.Index {
			span = s.Days(d.from.instant(s), impact.Window(d.kind))
		}
		q.mentions = append(q.mentions, asked{Mention: impact.Mention{Span: span, Kind: d.kind, Name: d.name}, label: d.label, show: d.show, low: low, high: high, clock: d.from.stamp.Clock, row: d.from.first(s)})
	}
	return nil
}

// span returns an event's rows: up to its until, or two rows without one, since the effect of a
// day is seldom over at midnight. An hour without an end is a whole day.
func (d dated) span(s impact.Series) impact.Span {
	from := d.from.first(s)
	if d.until.given {
		return impact.Span{From: from, Rows: max(d.until.end(s)-from, 1)}
	}
	rows := d.from.end(s) - from
	switch s.Step {
	case impact.Day:
		rows = 2
	case impact.Hour:
		rows = max(rows, 24)
	}
	return impact.Span{From: from, Rows: rows}
}

// ask runs the estimation.
func (q *question) ask(reference bool, progress func(done, total int)) ([]impact.Answer, error) {
	known := impact.Known{Events: q.events, Progress: progress, Bands: q.pictures, Secondary: true}
	if reference {
		var out []impact.Answer
		for _, m := range q.mentions {
			a, err := impact.Reference(q.series, m.Span)
			if err != nil {
				return nil, err
			}
			out = append(out, a)
		}
		return out, nil
	}
	// The mention of --at may be in the file as well: that is one mention, not two.
	var mentions []impact.Mention
	position := make([]int, len(q.mentions)) // of each mention in mentions
	for i, m := range q.mentions {
		if q.single && i > 0 && m.Span.From == q.mentions[0].Span.From && q.mentions[0].Name == "" {
			q.mentions[0].Kind, q.mentions[0].Name = m.Kind, m.Name
			position[i] = 0
			continue
		}
		position[i] = len(mentions)
		mentions = append(mentions, m.Mention)
	}
	answers, err := impact.EstimateAll(q.series, mentions, known)
	if err != nil {
		return nil, err
	}
	out := make([]impact.Answer, len(position))
	back := make([]int, len(mentions))
	for i := len(position) - 1; i >= 0; i-- {
		back[position[i]] = i
	}
	groups := map[*int][]int{} // all of a group share one list: there may be thousands
	for i, k := range position {
		out[i] = answers[k]
		group := answers[k].Group
		if len(group) == 0 {
			continue
		}
		if groups[&group[0]] == nil {
			mapped := make([]int, 0, len(group))
			for _, g := range group {
				mapped = append(mapped, back[g])
			}
			groups[&group[0]] = mapped
		}
		out[i].Group = groups[&group[0]]
	}
	return out, nil
}

// draw writes one picture, or one for each mention: name-1.svg, name-2.svg, ….
func draw(path string, q *question, answers []impact.Answer) error {
	for i, a := range answers {
		file := path
		if len(answers) > 1 {
			base := strings.TrimSuffix(path, ".svg")
			file = fmt.Sprintf("%s-%d.svg", base, i+1)
		}
		if err := os.WriteFile(file, []byte(picture(q, i, a)), 0o644); err != nil {
			return fmt.Errorf("writing the picture: %w", err)
		}
	}
	return nil
}
