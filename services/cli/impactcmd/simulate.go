package impactcmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/namedrop/namedrop/services/correlator/impact"
	"github.com/namedrop/namedrop/services/correlator/impact/calibration"
)

// Simulate has the flags of `namedrop impact simulate`.
type Simulate struct {
	Runs     int    `default:"1000" help:"Runs for each row of the table."`
	Seeds    int    `default:"10" help:"Number of seeds over which the runs are spread."`
	History  int    `default:"120" help:"Days before each window."`
	Only     string `default:"all" help:"Part to run: all (of these: table, power, overlap, discovery), or one; of many mentions: pooled, pooled-cover, pooled-power, pooled-overlap, pooled-leads; also courses, forecast, spikes, causes, causes-wrong, country. Several are separated by commas."`
	Series   string `placeholder:"FILE" help:"Your own series, to see how often the method would be wrong on it."`
	Time     string `placeholder:"COL" help:"Column with the dates."`
	Metric   string `placeholder:"COL" help:"Column with the metric."`
	Zone     string `placeholder:"ZONE" help:"The site's time zone."`
	Markdown string `placeholder:"FILE" help:"Also write the table as Markdown into FILE."`
	CSV      string `name:"csv" placeholder:"FILE" help:"Write the counts as CSV into FILE."`
	Resume   bool   `help:"Keep the figures that the file of --csv has, and measure the others: for the parts about many mentions and spikes."`
	JSON     bool   `kong:"-"`
}

// Run runs the calibration.
func (c *Simulate) Run(ctx context.Context, s Streams) error {
	if c.Runs < 1 || c.Seeds < 1 || c.Runs > 1_000_000 {
		return errors.New("--runs and --seeds must be 1 or more, --runs at most 1000000")
	}
	if parts := figureParts(c.Only); len(parts) > 0 {
		return c.figures(ctx, s, parts)
	}
	switch c.Only {
	case "", "all", "table", "power", "overlap", "discovery":
	default:
		return fmt.Errorf("--only must be one of all, table, power, overlap, discovery, %s", strings.Join(calibration.Parts, ", "))
	}
	if least := 28 + impact.LeastPlacebos + 7; c.History < least || c.History > 3650 {
		return fmt.Errorf("--history must be between %d and 3650 days: less leaves too few past windows", least)
	}
	stop := watch(ctx, s.Err)
	rows, text, err := c.tables(ctx, s, stop.progress)
	stop.end()
	if err != nil {
		return err
	}
	if c.Markdown != "" {
		if err := os.WriteFile(c.Markdown, text, 0o644); err != nil {
			return fmt.Errorf("writing the table: %w", err)
		}
	}
	if c.CSV != "" {
		var b bytes.Buffer
		if err := calibration.CSV(&b, rows); err != nil {
			return fmt.Errorf("writing the counts: %w", err)
		}
		if err := os.WriteFile(c.CSV, b.Bytes(), 0o644); err != nil {
			return fmt.Errorf("writing the counts: %w", err)
		}
	}
	if c.JSON || s.JSON {
		return json.NewEncoder(s.Out).Encode(map[string]any{"rows": rows})
	}
	_, err = s.Out.Write(text)
	return err
}

// tables runs the requested parts and writes them as Markdown.
func (c *Simulate) tables(ctx context.Context, s Streams, progress func(done, total int)) ([]calibration.Row, []byte, error) {
	var text bytes.Buffer
	plan := calibration.Plan{Runs: c.Runs, Seeds: c.Seeds, History: c.History, Progress: progress}
	if c.Series != "" {
		return c.own(ctx, s, progress)
	}
	var rows []calibration.Row
	var err error
	switch c.Only {
	case "all", "table", "":
		rows, err = calibration.Table(ctx, plan)
	case "power":
		rows, err = calibration.Power(ctx, plan)
	}
	if err != nil {
		return nil, nil, err
	}
	if len(rows) > 0 {
		if err := calibration.Markdown(&text, rows); err != nil {
			return nil, nil, err
		}
	}
	if c.Only == "all" || c.Only == "overlap" {
		overlaps, err := calibration.Overlaps(ctx, plan)
		if err != nil {
			return nil, nil, err
		}
		calibration.MarkdownOverlaps(&text, overlaps)
	}
	if c.Only == "all" || c.Only == "discovery" {
		long := plan
		long.History = 400
		found, err := calibration.Discoveries(ctx, long)
		if err != nil {
			return nil, nil, err
		}
		calibration.MarkdownDiscovery(&text, found)
	}
	return rows, text.Bytes(), nil
}

// own simulates on the user's own series.
func (c *Simulate) own(ctx context.Context, s Streams, progress func(done, total int)) ([]calibration.Row, []byte, error) {
	var zone *time.Location
	if c.Zone != "" {
		var err error
		if zone, err = time.LoadLocation(c.Zone); err != nil {
			return nil, nil, fmt.Errorf("--zone: %w", err)
		}
	}
	read, err := readSeries(c.Series, s.In, choice{time: c.Time, metric: c.Metric, zone: zone})
	if err != nil {
		return nil, nil, err
	}
	if n := len(read.series.Values); n < c.History+8 {
		return nil, nil, fmt.Errorf("the series has %d rows; %d of history and a window are needed", n, c.History)
	}
	rows, err := calibration.Own(ctx, read.series, c.History, progress)
	if err != nil {
		return nil, nil, err
	}
	var text bytes.Buffer
	if err := calibration.Markdown(&text, rows); err != nil {
		return nil, nil, err
	}
	worst := 0.0
	for _, r := range rows {
		if r.Rise == 0 && r.Runs > 0 {
			worst = max(worst, float64(r.Flagged)/float64(r.Runs))
		}
	}
	fmt.Fprintf(&text, "\nOn your series we would have been wrong in at most %.1f %% of ordinary windows, where 5 %% is promised.\n", 100*worst)
	text.WriteString("Mentions, campaigns and outages in it count as wrong here, so the true share is lower where there were any.\n")
	return rows, text.Bytes(), nil
}
