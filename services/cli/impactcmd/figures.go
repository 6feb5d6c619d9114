package impactcmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/services/correlator/impact/calibration"
)

// figureParts returns the parts of --only, if all are parts of the figures.
func figureParts(only string) []string {
	parts := strings.Split(only, ",")
	for _, p := range parts {
		if !slices.Contains(calibration.Parts, p) {
			return nil
		}
	}
	return parts
}

// figures measures parts row by row, writing the file after each row.
func (c *Simulate) figures(ctx context.Context, s Streams, parts []string) error {
	var kept []calibration.Figure
	if c.Resume {
		if c.CSV == "" {
			return errors.New("--resume needs --csv FILE: where are the figures that are there already?")
		}
		f, err := os.Open(c.CSV)
		if err == nil {
			kept, err = calibration.ReadFigures(f)
			f.Close()
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("reading %s: %w", c.CSV, err)
		}
	}
	others := slices.DeleteFunc(slices.Clone(kept), func(f calibration.Figure) bool { return slices.Contains(parts, f.Part) })
	plan := calibration.Plan{Runs: c.Runs, Seeds: c.Seeds}
	stop := watch(ctx, s.Err)
	plan.Progress = stop.progress
	var all []calibration.Figure
	save := func(now []calibration.Figure) error {
		if c.CSV == "" {
			return nil
		}
		var b bytes.Buffer
		if err := calibration.WriteFigures(&b, slices.Concat(others, all, now)); err != nil {
			return err
		}
		return os.WriteFile(c.CSV, b.Bytes(), 0o644)
	}
	for _, p := range parts {
		figures, err := calibration.Measure(ctx, p, plan, kept, save)
		if err != nil {
			stop.end()
			return err
		}
		all = append(all, figures...)
	}
	stop.end()
	if err := save(nil); err != nil {
		return err
	}
	if c.JSON || s.JSON {
		return json.NewEncoder(s.Out).Encode(map[string]any{"figures": all})
	}
	text := figureText(all)
	if c.Markdown != "" {
		if err := os.WriteFile(c.Markdown, []byte(text), 0o644); err != nil {
			return fmt.Errorf("writing the table: %w", err)
		}
	}
	_, err := fmt.Fprint(s.Out, text)
	return err
}

func figureText(all []calibration.Figure) string {
	var b strings.Builder
	b.WriteString("| part | row | what | figure | runs |\n| --- | --- | --- | ---: | ---: |\n")
	for _, f := range all {
		if f.Runs == 0 || math.IsNaN(f.Mean()) {
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %.4g | %d |\n", f.Part, f.Row, f.What, f.Mean(), f.Runs)
	}
	return b.String()
}
