package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/namedrop/namedrop/services/cli/screen"
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

type visitsPreview struct {
	Names    []string   `json:"names"`
	Rows     [][]string `json:"rows"`
	Mapping  mapping    `json:"mapping"`
	Problems []string   `json:"problems"`
	Fixed    bool       `json:"fixed"`
}

// previewed is how many bytes of a file the preview reads.
const previewed = 1 << 20

func (c *importVisits) Run(ctx context.Context, g *globals) error {
	in, err := g.open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	head, err := io.ReadAll(io.LimitReader(in, previewed))
	if err != nil {
		return fmt.Errorf("reading %s: %w", c.File, err)
	}
	return g.with(ctx, func(api *client) error {
		var p visitsPreview
		if err := api.do(ctx, http.MethodPost, "/imports/visits/preview", url.Values{"type": {c.Type}}, head, &p); err != nil {
			return err
		}
		m := c.over(p.Mapping)
		if c.Preview {
			if p.Mapping = m; g.JSON {
				return g.writeJSON(p)
			}
			return showRows(g, p.Names, p.Rows, m.String(), p.Problems)
		}
		text, err := json.Marshal(m)
		if err != nil {
			return fmt.Errorf("writing the mapping: %w", err)
		}
		q := url.Values{"type": {c.Type}, "site": {c.Site}, "name": {c.Name}, "file": {fileName(c.File)}, "mapping": {string(text)}, "dry_run": {strconv.FormatBool(c.DryRun)}}
		sent := &sending{Reader: io.MultiReader(bytes.NewReader(head), in), show: g.err.Progress}
		var job struct {
			Feed     string         `json:"feed"`
			Counts   map[string]int `json:"counts"`
			Warnings []string       `json:"warnings"`
		}
		err = api.do(ctx, http.MethodPost, "/imports/visits", q, sent, &job)
		g.err.Progress("")
		if err != nil {
			// Show what the columns were taken for: the guess may be wrong.
			var wrong problem
			if errors.As(err, &wrong) && wrong.Status == http.StatusUnprocessableEntity {
				fmt.Fprintln(g.streams.Err, screen.Line(m.String()))
			}
			return err
		}
		for _, w := range job.Warnings {
			fmt.Fprintln(g.streams.Err, screen.Line(w))
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

// fileName returns a file's name without its folder; empty for standard input.
func fileName(path string) string {
	if path == "-" {
		return ""
	}
	return filepath.Base(path)
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

// column returns the given column or else the guessed one. "-" means no column.
func column(given, guessed string) string {
	if given == "-" {
		return ""
	}
	return cmp.Or(given, guessed)
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

// open opens a file; - is standard input.
func (g *globals) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(g.streams.In), nil
	}
	return os.Open(file)
}

// showRows writes the first rows of a file, what its columns are taken for, and what is wrong with that.
func showRows(g *globals, names []string, rows [][]string, mapping string, problems []string) error {
	w := tabwriter.NewWriter(g.streams.Out, 0, 4, 2, ' ', 0)
	for _, row := range append([][]string{names}, rows...) {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = short(screen.Line(cell))
		}
		fmt.Fprintln(w, strings.Join(cells, "\t"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(g.streams.Out)
	fmt.Fprintln(g.streams.Out, screen.Line(mapping))
	for _, problem := range problems {
		fmt.Fprintln(g.streams.Out, screen.Line(problem))
	}
	return nil
}

// sending is a reader that shows how much was read.
type sending struct {
	io.Reader
	n    int64
	show func(string)
}

func (s *sending) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if before := s.n; before>>20 != (before+int64(n))>>20 {
		s.show(fmt.Sprintf("%d MB", (before+int64(n))>>20))
	}
	s.n += int64(n)
	return n, err
}
