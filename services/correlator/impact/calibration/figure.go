package calibration

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// Figure is one measured figure: a sum over runs (of hits, or of values), told as its mean.
type Figure struct {
	Part, Row, What string
	Sum             float64
	Runs            int
}

// Mean returns the figure.
func (f Figure) Mean() float64 { return f.Sum / float64(max(f.Runs, 1)) }

// measure is one row of a part: it is run so many times, and each run adds to its figures.
type measure struct {
	row   string
	share float64 // of the plan's runs; 0 is all of them
	what  []string
	run   func(run, seed int) (values []float64, err error) // NaN adds nothing
}

// Measure runs the rows of a part which aren't among the kept ones with as many runs, and hands
// over all figures after each row, so that a run that was ended goes on where it was.
func Measure(ctx context.Context, part string, p Plan, kept []Figure, save func([]Figure) error) ([]Figure, error) {
	rows, ok := parts()[part]
	if !ok {
		return nil, fmt.Errorf("there is no part %q", part)
	}
	have := map[string]Figure{}
	for _, f := range kept {
		have[f.Part+"\x00"+f.Row+"\x00"+f.What] = f
	}
	var out []Figure
	for done, m := range rows {
		runs := p.Runs
		if m.share > 0 {
			runs = max(int(m.share*float64(runs)), 1)
		}
		if old, ok := have[part+"\x00"+m.row+"\x00"+m.what[0]]; ok && old.Runs >= runs {
			for _, w := range m.what {
				out = append(out, have[part+"\x00"+m.row+"\x00"+w])
			}
			continue
		}
		values := make([][]float64, runs)
		err := spread(ctx, runs, func(i int) error {
			v, err := m.run(i, 1+i%max(p.Seeds, 1))
			values[i] = v
			return err
		}, func(n int) {
			if p.Progress != nil {
				p.Progress(done*runs+n, len(rows)*runs)
			}
		})
		if err != nil {
			return out, fmt.Errorf("measuring %s, %s: %w", part, m.row, err)
		}
		for k, w := range m.what {
			f := Figure{Part: part, Row: m.row, What: w}
			for _, v := range values {
				if k < len(v) && v[k] == v[k] {
					f.Sum, f.Runs = f.Sum+v[k], f.Runs+1
				}
			}
			out = append(out, f)
		}
		if save != nil {
			if err := save(out); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// WriteFigures writes figures as CSV.
func WriteFigures(w io.Writer, figures []Figure) error {
	out := csv.NewWriter(w)
	out.Write([]string{"part", "row", "what", "sum", "runs"})
	for _, f := range figures {
		out.Write([]string{f.Part, f.Row, f.What, strconv.FormatFloat(f.Sum, 'g', 10, 64), strconv.Itoa(f.Runs)})
	}
	out.Flush()
	return out.Error()
}

// ReadFigures reads what WriteFigures wrote.
func ReadFigures(r io.Reader) ([]Figure, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the figures: %w", err)
	}
	var out []Figure
	for i, row := range rows {
		if i == 0 || len(row) != 5 {
			continue
		}
		sum, err := strconv.ParseFloat(row[3], 64)
		if err != nil {
			return nil, fmt.Errorf("reading the figures: line %d: %w", i+1, err)
		}
		runs, err := strconv.Atoi(row[4])
		if err != nil {
			return nil, fmt.Errorf("reading the figures: line %d: %w", i+1, err)
		}
		out = append(out, Figure{row[0], row[1], row[2], sum, runs})
	}
	return out, nil
}

func hit(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
