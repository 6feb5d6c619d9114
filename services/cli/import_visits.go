package cli

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

type importVisits struct {
	File    string            `arg:"" help:"CSV with commas, semicolons or tabs, in UTF-8 or UTF-16, or an access log with --type accesslog; - is standard input."`
	Type    string            `default:"csv" help:"Type of file: csv or accesslog. A log may be packed with gzip."`
	Site    string            `required:"" help:"Name of the site whose visits are counted."`
	Name    string            `help:"Feed to import into, by default named after the type. For the time that a file covers it replaces what the feed holds."`
	Time    string            `placeholder:"COLUMN" help:"Column with the dates or times."`
	Metric  map[string]string `placeholder:"METRIC=COLUMN" help:"Column with a metric, such as visits=Sessions; can be repeated."`
	Channel string            `placeholder:"COLUMN" help:"Column with the channel or source."`
	Landing string            `placeholder:"COLUMN" help:"Column with the landing page: its address or path, or home or deep."`
	Country string            `placeholder:"COLUMN" help:"Column with the country, such as NL, in daily files. For any column, - means none."`
	Zone    string            `default:"UTC" help:"Time zone of the file, such as Europe/Amsterdam."`
	Span    string            `enum:"hour,day," default:"" help:"hour or day; by default detected from the times."`
	Dates   string            `placeholder:"FORM" help:"Date format if it is ambiguous, such as \"03/04/2026 (day first)\"."`
	Decimal string            `enum:"comma,point," default:"" help:"Decimal separator if it is ambiguous: comma or point."`
	Host    []string          `placeholder:"HOST" help:"Host name of the site, for a log; can be repeated."`
	Preview bool              `help:"Show the first rows and what the columns are taken for, then stop."`
	DryRun  bool              `help:"Show what would change, without changing anything."`
}

// mapping maps columns to fields, as the API takes it.
type mapping struct {
	Time    string            `json:"time"`
	Metrics map[string]string `json:"metrics"`
	Channel string            `json:"channel,omitempty"`
	Landing string            `json:"landing,omitempty"`
	Country string            `json:"country,omitempty"`
	Zone    string            `json:"zone,omitempty"`
	Span    string            `json:"span,omitempty"`
	Dates   string            `json:"dates,omitempty"`
	Decimal *bool             `json:"decimal_comma,omitempty"`
	Hosts   []string          `json:"hosts,omitempty"`
}

func (c *importVisits) Run(ctx context.Context, g *globals) error {
	var job struct {
		Feed     string         `json:"feed"`
		Counts   map[string]int `json:"counts"`
		Warnings []string       `json:"warnings"`
	}
	u := upload[mapping]{
		file: c.File, preview: "/imports/visits/preview", path: "/imports/visits", asked: url.Values{"type": {c.Type}}, over: c.over, look: c.Preview,
		query: url.Values{"type": {c.Type}, "site": {c.Site}, "name": {c.Name}, "dry_run": {strconv.FormatBool(c.DryRun)}},
	}
	return u.run(ctx, g, &job, func(m mapping) error {
		for _, w := range job.Warnings {
			g.warn(w)
		}
		if g.JSON {
			return g.writeJSON(job)
		}
		what := "%s added, %d changed, %d removed, %d unchanged, in %s.\n"
		if c.DryRun {
			what = "%s would be added, %d changed, %d removed, %d unchanged, in %s. Nothing was written.\n"
		}
		fmt.Fprintln(g.streams.Out, m)
		fmt.Fprintf(g.streams.Out, what, count(job.Counts["added"], "sample", "samples"), job.Counts["changed"], job.Counts["removed"], job.Counts["unchanged"], job.Feed)
		return nil
	})
}

// over returns the guessed mapping with the flags over it.
func (c *importVisits) over(m mapping) mapping {
	m.Time = cmp.Or(c.Time, m.Time)
	if len(c.Metric) > 0 {
		m.Metrics = c.Metric
	}
	m.Channel, m.Landing, m.Country = column(c.Channel, m.Channel), column(c.Landing, m.Landing), column(c.Country, m.Country)
	m.Zone, m.Span, m.Dates = c.Zone, cmp.Or(c.Span, m.Span), cmp.Or(c.Dates, m.Dates)
	if len(c.Host) > 0 {
		m.Hosts = c.Host
	}
	if c.Decimal != "" {
		comma := c.Decimal == "comma"
		m.Decimal = &comma
	}
	return m
}

// String describes what the columns are taken for.
func (m mapping) String() string {
	if m.Time == "" && len(m.Metrics) == 0 { // a log has no columns to choose
		if len(m.Hosts) == 0 {
			return "Hosts: not known; name the site's with --host."
		}
		return "Hosts: " + strings.Join(m.Hosts, ", ") + "."
	}
	parts := []string{"time from " + m.Time}
	for _, metric := range slices.Sorted(maps.Keys(m.Metrics)) {
		parts = append(parts, metric+" from "+m.Metrics[metric])
	}
	for _, p := range [][2]string{{"channel", m.Channel}, {"landing", m.Landing}, {"country", m.Country}} {
		if p[1] != "" {
			parts = append(parts, p[0]+" from "+p[1])
		}
	}
	return "Columns: " + strings.Join(parts, ", ") + "; times in " + m.Zone + "."
}
