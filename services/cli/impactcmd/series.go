package impactcmd

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/namedrop/namedrop/feeds/table"
	"github.com/namedrop/namedrop/services/correlator/impact"
)

// choice is the choice of columns for a series, and the time zone of its days and hours.
type choice struct {
	time, metric string
	controls     []string
	zone         *time.Location // nil: the wall clock as written, without clock changes
	season       int
}

// loaded is a series with the notes from reading it.
type loaded struct {
	series impact.Series
	notes  []string
}

// open opens a file for reading; "-" is standard input.
func open(path string, in io.Reader) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(in), nil
	}
	return os.Open(path)
}

// readSeries reads a series from a file.
func readSeries(path string, in io.Reader, c choice) (loaded, error) {
	f, err := open(path, in)
	if err != nil {
		return loaded{}, fmt.Errorf("reading the series: %w", err)
	}
	defer f.Close()
	t, err := table.Read(f)
	if err != nil {
		return loaded{}, fmt.Errorf("reading the series %s: %w", path, err)
	}
	out, err := sheet{t}.series(c)
	if err != nil {
		return loaded{}, fmt.Errorf("reading the series %s: %w", path, err)
	}
	return out, nil
}

// sheet is a table that contains a series.
type sheet struct{ *table.Table }

// series puts the chosen columns on a regular grid of rows.
func (t sheet) series(c choice) (loaded, error) {
	at, stamps, ints, err := t.times(c.time)
	if err != nil {
		return loaded{}, err
	}
	columns, err := t.columns(c, at)
	if err != nil {
		return loaded{}, err
	}
	values := make([][]float64, len(columns))
	for i, col := range columns {
		if values[i], err = t.Numbers(col); err != nil {
			return loaded{}, err
		}
	}
	var out loaded
	var rows []int
	if stamps != nil {
		out.series, rows, out.notes, err = t.calendar(stamps, c.zone)
	} else {
		out.series, rows, err = t.indexed(ints)
		out.series.Season = c.season
	}
	if err != nil {
		return loaded{}, err
	}
	return t.place(out, rows, columns, values)
}

// place puts the values into their rows; rows without a line are gaps.
func (t sheet) place(out loaded, rows, columns []int, values [][]float64) (loaded, error) {
	n := slices.Max(rows) + 1
	from := make([]int, n) // line that filled a row
	grid := make([][]float64, len(columns))
	for k := range grid {
		grid[k] = make([]float64, n)
		for i := range grid[k] {
			grid[k][i] = math.NaN()
		}
	}
	twice := 0
	for i, row := range rows {
		if row < 0 {
			continue
		}
		if from[row] == 0 {
			from[row] = t.Lines[i]
			for k := range grid {
				grid[k][row] = values[k][i]
			}
			continue
		}
		twice++
		for k := range grid {
			a, b := grid[k][row], values[k][i]
			if a != b && !(math.IsNaN(a) && math.IsNaN(b)) {
				hint := "keep one"
				if out.series.Step == impact.Hour {
					hint = "keep one, or name the site's time zone with --zone if these are the two hours of a clock change"
				}
				return loaded{}, fmt.Errorf("lines %d and %d give different values for %s: %s",
					from[row], t.Lines[i], label(out.series, row), hint)
			}
		}
	}
	if twice > 0 {
		out.notes = append(out.notes, fmt.Sprintf("%d %s given twice with the same values; each counted once.", twice, plural(twice, "row was", "rows were")))
	}
	out.series.Metric = t.Names[columns[0]]
	out.series.Values = grid[0]
	for k, col := range columns[1:] {
		out.series.Controls = append(out.series.Controls, impact.Control{Name: t.Names[col], Values: grid[k+1]})
	}
	return out, nil
}

func label(s impact.Series, row int) string {
	if s.Step == impact.Index {
		return "row " + s.Label(row)
	}
	return s.Label(row)
}

// timeNames are the headings that are tried first for dates.
var timeNames = []string{"date", "ds", "day", "time", "timestamp", "hour", "datetime", "datum", "dag", "week", "month", "year"}

// times finds the column of dates or row numbers: the one that was named, else one with dates,
// else one with increasing whole numbers, else the numbers of the lines.
func (t sheet) times(name string) (column int, stamps []table.Stamp, ints []int64, err error) {
	if name != "" {
		if column, err = t.Column(name); err != nil {
			return 0, nil, nil, fmt.Errorf("--time: %w", err)
		}
		if ints := t.integers(column); ints != nil && !table.LooksDated(t.Rows[0][column]) {
			return column, nil, ints, nil
		}
		stamps, err = t.Dates(column)
		return column, stamps, nil, err
	}
	column = -1
	for i, n := range t.Names {
		named := slices.Contains(timeNames, strings.ToLower(n))
		cell := strings.TrimSpace(t.Rows[0][i])
		if table.LooksDated(cell) && (named || i == 0 || !table.LooksNumeric(cell)) {
			if column < 0 || named {
				column = i
			}
			if named {
				break
			}
		}
	}
	if column < 0 { // the first row may be the bad one
		for i, n := range t.Names {
			if slices.Contains(timeNames, strings.ToLower(n)) && t.integers(i) == nil {
				column = i
				break
			}
		}
	}
	if column >= 0 {
		stamps, err = t.Dates(column)
		return column, stamps, nil, err
	}
	for i, n := range t.Names {
		if len(t.Names) == 1 {
			break
		}
		ints := t.integers(i)
		if ints == nil {
			continue
		}
		sorted := slices.Clone(ints)
		slices.Sort(sorted)
		counting := sorted[len(sorted)-1]-sorted[0] == int64(len(sorted)-1) && len(slices.Compact(sorted)) == len(ints)
		if counting && len(ints) > 2 || slices.Contains([]string{"index", "row", "t"}, strings.ToLower(n)) {
			return i, nil, ints, nil
		}
	}
	ints = make([]int64, len(t.Rows))
	for i := range ints {
		ints[i] = int64(i)
	}
	return -1, nil, ints, nil
}

// integers returns a column of whole numbers, or nil if one of them is not.
func (t sheet) integers(column int) []int64 {
	out := make([]int64, len(t.Rows))
	for i, row := range t.Rows {
		v, err := strconv.ParseInt(strings.TrimSpace(row[column]), 10, 64)
		if err != nil || v > 1e15 || v < -1e15 {
			return nil
		}
		out[i] = v
	}
	return out
}

// columns returns the metric's column, followed by the controls'.
func (t sheet) columns(c choice, at int) ([]int, error) {
	metric := -1
	if c.metric != "" {
		i, err := t.Column(c.metric)
		if err != nil {
			return nil, fmt.Errorf("--metric: %w", err)
		}
		metric = i
	} else {
		for i := range t.Names {
			controls := slices.ContainsFunc(c.controls, func(n string) bool { j, err := t.Column(n); return err == nil && j == i })
			cell := strings.TrimSpace(t.Rows[0][i])
			if i == at || controls {
				continue
			}
			if strings.EqualFold(t.Names[i], "y") {
				metric = i
				break
			}
			if metric < 0 && (table.Gap(cell) || table.LooksNumeric(cell)) {
				metric = i
			}
		}
	}
	if metric < 0 {
		// The value that is not a number helps more than "no column found".
		for i := range t.Names {
			if i != at {
				_, err := t.Numbers(i)
				return nil, err
			}
		}
		return nil, errors.New("the file has no column of numbers besides the dates")
	}
	if metric == at {
		return nil, fmt.Errorf("column %s can't be both time and metric", t.Names[at])
	}
	out := []int{metric}
	for _, name := range c.controls {
		i, err := t.Column(name)
		if err != nil {
			return nil, fmt.Errorf("--controls: %w", err)
		}
		if i == metric {
			return nil, fmt.Errorf("--controls: %s is the metric itself", t.Names[i])
		}
		if slices.Contains(out, i) {
			return nil, fmt.Errorf("--controls: %s is named twice", t.Names[i])
		}
		out = append(out, i)
	}
	return out, nil
}

// indexed puts rows on the grid by their number.
func (t sheet) indexed(ints []int64) (impact.Series, []int, error) {
	lowest, highest := slices.Min(ints), slices.Max(ints)
	if err := sparse(int(highest-lowest)+1, len(ints), fmt.Sprint(lowest), fmt.Sprint(highest)); err != nil {
		return impact.Series{}, nil, err
	}
	rows := make([]int, len(ints))
	for i, v := range ints {
		rows[i] = int(v - lowest)
	}
	return impact.Series{Step: impact.Index, First: lowest}, rows, nil
}

// sparse returns an error for a grid that is almost empty, for example after a mistyped year.
func sparse(grid, rows int, first, last string) error {
	if grid > 10_000 && grid > 20*rows || grid > 2*table.MaxRows {
		return fmt.Errorf("the rows run from %s to %s, but there are only %d of them: is one of these mistyped?", first, last, rows)
	}
	return nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
