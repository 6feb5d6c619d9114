package impactcmd

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math"
	"strings"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// Spikes has the flags of `namedrop spikes`.
type Spikes struct {
	Series   string `required:"" placeholder:"FILE" help:"Series by day or by hour: CSV with a date column and a number column; - is standard input."`
	Time     string `placeholder:"COL" help:"Column with the dates; by default the first one that has dates."`
	Metric   string `placeholder:"COL" help:"Column with the metric; by default y, or the first column of numbers."`
	Events   string `placeholder:"FILE" help:"Known events (date,name and optionally until): named as causes, and not taken for usual. List those of the years before too."`
	Mentions string `placeholder:"FILE" help:"Mentions that may be causes (date,kind,name and optionally show and audience)."`
	Zone     string `placeholder:"ZONE" help:"The site's time zone, for example Europe/Amsterdam."`
	More     bool   `help:"List more: about twice as many false ones in a quiet quarter."`
	SVG      string `name:"svg" placeholder:"FILE" help:"Draw the series and its spikes into FILE."`
	JSON     bool   `kong:"-"`
}

// Run reads the files, looks for spikes, and writes them.
func (c *Spikes) Run(_ context.Context, s Streams) error {
	cmd := Cmd{Series: c.Series, Time: c.Time, Metric: c.Metric, Events: c.Events, Mentions: c.Mentions, Zone: c.Zone}
	q, err := cmd.read(s.In)
	if err != nil {
		return err
	}
	opt := impact.SpikeOptions{Events: q.events, OnDemand: c.More}
	for _, m := range q.mentions {
		if q.series.Step == impact.Hour && m.clock {
			m.Span.From = m.row
		}
		if m.Name == "" {
			m.Name = strings.TrimSpace(m.Kind + " of " + m.label)
		}
		opt.Candidates = append(opt.Candidates, impact.PoolMention{Mention: m.Mention, Low: m.low, High: m.high})
	}
	spikes, err := impact.FindSpikes(q.series, opt)
	if err != nil {
		return err
	}
	if c.SVG != "" {
		if err := writePicture(c.SVG, spikePicture(q.series, spikes)); err != nil {
			return err
		}
	}
	if c.JSON || s.JSON {
		enc := json.NewEncoder(s.Out)
		enc.SetEscapeHTML(false)
		for _, k := range spikes {
			if err := enc.Encode(k.Wire(q.series.Label(k.Row))); err != nil {
				return err
			}
		}
		return nil
	}
	return q.writeSpikes(s.Out, spikes)
}

func (q *question) writeSpikes(out io.Writer, spikes []impact.Spike) error {
	w := bufio.NewWriter(out)
	for _, n := range append(q.notes, q.series.Outages()...) {
		fmt.Fprintln(w, n)
	}
	s := q.series
	if len(spikes) == 0 {
		if least := impact.LeastSpikeRows(s.Step); len(s.Values) < least {
			fmt.Fprintf(w, "Too short to tell: %d %s, %d needed before the first that is looked at.\n", len(s.Values), plural(len(s.Values), s.Step.String(), s.Step.String()+"s"), least)
			return w.Flush()
		}
		fmt.Fprintf(w, "No %s stands out.\n", s.Step)
		return w.Flush()
	}
	for _, k := range spikes {
		by := step(k.Low, k.High)
		up := ""
		if k.Expected >= 1 {
			up = fmt.Sprintf(", up %.0f %%", 100*(k.Observed/k.Expected-1))
		}
		fmt.Fprintf(w, "%s  %s%s%s: %s to %s expected (q %s)\n", s.Label(k.Row), rounded(k.Observed, 0, wholeValues(s)), unitOf(s.Metric), up, rounded(k.Low, by, wholeValues(s)), rounded(k.High, by, wholeValues(s)), chance(k.Q))
		fmt.Fprintf(w, "    %s\n", causeSentence(k))
		for _, c := range k.Causes {
			if c.Share >= 0.05 {
				fmt.Fprintf(w, "    %3.0f %%  %s\n", 100*c.Share, c.Name)
			}
		}
		if len(k.Causes) > 0 {
			fmt.Fprintf(w, "    %3.0f %%  something else\n", 100*k.Unexplained)
		}
	}
	fmt.Fprintln(w)
	spikeChart(w, s, spikes)
	fmt.Fprintln(w, "Shares are chances among the causes that are listed; timing alone does not prove cause.")
	return w.Flush()
}

func causeSentence(k impact.Spike) string {
	switch {
	case len(k.Causes) == 0:
		return "Nothing that is known fell on it."
	case k.Unexplained > 0.5:
		return "Nothing that is known explains it."
	case k.Causes[0].Share > 0.5:
		return "Most likely: " + k.Causes[0].Name + "."
	}
	return "No single cause stands out."
}

// spikeChart draws the series with characters, as wide as a terminal: the highest value of each
// stretch as o, one with a spike in it as #.
func spikeChart(w io.Writer, s impact.Series, spikes []impact.Spike) {
	const width = 90
	n := len(s.Values)
	cols := min(width, n)
	top := make([]float64, cols)
	marked := make([]bool, cols)
	most := 1.0
	for i, v := range s.Values {
		if c := i * cols / n; v > top[c] {
			top[c] = v
			most = math.Max(most, v)
		}
	}
	for _, k := range spikes {
		marked[k.Row*cols/n] = true
	}
	for y := chartRows - 1; y >= 0; y-- {
		line := []rune(strings.Repeat(" ", cols))
		for x, v := range top {
			if at := int(math.Round(v / most * (chartRows - 1))); at == y {
				line[x] = map[bool]rune{false: 'o', true: '#'}[marked[x]]
			}
		}
		axis := ""
		if y == chartRows-1 || y == 0 {
			axis = rounded(most*float64(y)/(chartRows-1), step(0, most), false)
		}
		fmt.Fprintf(w, "%10s | %s\n", axis, strings.TrimRight(string(line), " "))
	}
	first, last := s.Label(0), s.Label(n-1)
	fmt.Fprintf(w, "%10s   %s%s%s\n%10s   o highest of each stretch   # with a spike in it\n", "", first, strings.Repeat(" ", max(cols-len(first)-len(last), 1)), last, "")
}

// spikePicture draws the series as a line, each spike as a diamond.
func spikePicture(s impact.Series, spikes []impact.Spike) string {
	var b strings.Builder
	const high = svgTop + plotHigh + 56
	svgOpen(&b, high, fmt.Sprintf("%d %s out", len(spikes), plural(len(spikes), s.Step.String()+" stands", s.Step.String()+"s stand")), "A line of what was counted, with a diamond on each that stands out.")
	n := len(s.Values)
	most := 1.0
	for _, v := range s.Values {
		if v > most {
			most = v
		}
	}
	tick := step(0, most*6)
	top := math.Ceil(most/tick) * tick
	x := func(i int) float64 {
		return svgLeft + (float64(i)+0.5)/float64(n)*(svgWidth-svgLeft-svgRight)
	}
	y := func(v float64) float64 { return svgTop + plotHigh - math.Max(v, 0)/top*plotHigh }
	for v := 0.0; v <= top+tick/2; v += tick {
		fmt.Fprintf(&b, `<line class="axis" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text class="dim" x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
			svgLeft, svgWidth-svgRight, y(v), y(v), svgLeft-8, y(v)+4, rounded(v, tick, false))
	}
	// At most a point a pixel: the highest of each.
	cols := min(n, svgWidth-svgLeft-svgRight)
	pen, path := "M", strings.Builder{}
	for c := range cols {
		best := -1
		for i := c * n / cols; i < (c+1)*n/cols; i++ {
			if v := s.Values[i]; v == v && (best < 0 || v > s.Values[best]) {
				best = i
			}
		}
		if best < 0 {
			pen = "M"
			continue
		}
		fmt.Fprintf(&path, "%s%.1f %.1f", pen, x(best), y(s.Values[best]))
		pen = "L"
	}
	fmt.Fprintf(&b, `<path class="seen" d="%s"/>`+"\n", path.String())
	for _, k := range spikes {
		name := s.Label(k.Row) + ": " + causeSentence(k)
		fmt.Fprintf(&b, `<path class="this" d="M%.1f %.1fl6 6l-6 6l-6 -6Z"><title>%s</title></path>`+"\n", x(k.Row), y(k.Observed)-6, html.EscapeString(name))
	}
	fmt.Fprintf(&b, `<text class="dim" x="%d" y="%d">%s</text><text class="dim" x="%d" y="%d" text-anchor="end">%s</text>`+"\n</svg>\n",
		svgLeft, svgTop+plotHigh+18, s.Label(0), svgWidth-svgRight, svgTop+plotHigh+18, s.Label(n-1))
	return b.String()
}
