package impact

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

func TestReferencePrior(t *testing.T) {
	measured := readMeasured(t)
	for _, c := range referenceCases(t) {
		r, ok := measured[c.name]
		if !ok {
			t.Fatalf("no measurement for %s", c.name)
		}
		a, err := Reference(c.series, c.window)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		got := a.Average
		width := r.High - r.Low
		t.Logf("%-18s R %8.3f [%8.3f, %8.3f]  here %8.3f [%8.3f, %8.3f]  off %.4f (%.1f %%), ends %.1f %% and %.1f %% of the width, p %.4f",
			c.name, r.Effect, r.Low, r.High, got.Effect, got.Low, got.High, got.Effect-r.Effect, 100*math.Abs(got.Effect/r.Effect-1),
			100*(got.Low-r.Low)/width, 100*(got.High-r.High)/width, a.P)
		if off := math.Abs(got.Effect - r.Effect); off > 0.05 && off > 0.02*math.Abs(r.Effect) {
			t.Errorf("%s: effect %.4f, R has %.4f", c.name, got.Effect, r.Effect)
		}
		if math.Abs(got.Low-r.Low) > 0.1*width || math.Abs(got.High-r.High) > 0.1*width {
			t.Errorf("%s: interval [%.4f, %.4f], R has [%.4f, %.4f]", c.name, got.Low, got.High, r.Low, r.High)
		}
		if c.name == "comparison" && a.P < 0.05 {
			t.Errorf("comparison: p %.4f, but there is no effect", a.P)
		}
	}
}

type referenceCase struct {
	name   string
	series Series
	window Span
}

func referenceCases(t *testing.T) []referenceCase {
	var out []referenceCase
	columns := func(file string, comma string, metric string, controls ...string) Series {
		f, err := os.Open(data(t, "series", file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		s := Series{Metric: metric, Step: Index, Controls: make([]Control, len(controls))}
		lines := bufio.NewScanner(f)
		var head []string
		for lines.Scan() {
			cells := strings.Split(strings.ReplaceAll(lines.Text(), `"`, ""), comma)
			if head == nil {
				head = cells
				continue
			}
			get := func(name string) float64 {
				for i, h := range head {
					if h == name {
						var v float64
						if _, err := fmt.Sscan(cells[i], &v); err != nil {
							t.Fatal(err)
						}
						return v
					}
				}
				t.Fatalf("%s: no column %s", file, name)
				return 0
			}
			s.Values = append(s.Values, get(metric))
			for k, c := range controls {
				s.Controls[k].Name = c
				s.Controls[k].Values = append(s.Controls[k].Values, get(c))
			}
		}
		return s
	}
	for _, plus := range []float64{1, 5} {
		s := columns("arma_data.csv", ",", "y", "X")
		for i := 70; i < len(s.Values); i++ {
			s.Values[i] += plus
		}
		out = append(out, referenceCase{fmt.Sprintf("arma+%.0f", plus), s, Span{70, 30}})
	}
	rest := func(name string, s Series, from int) {
		out = append(out, referenceCase{name, s, Span{from, len(s.Values) - from}})
	}
	rest("google", columns("google_data.csv", ",", "y", "x1", "x2"), 61)
	rest("volks", columns("volks_data.csv", " ", "VolksWagen", "BMW", "Allianz"), 246)
	rest("basque", columns("basque.csv", ",", "Basque", "another"), 21)
	rest("comparison", columns("comparison_data.csv", ",", "CHANGED", "NOT_CHANGED_1", "NOT_CHANGED_2", "NOT_CHANGED_3"), 90)
	for _, name := range []string{"basic", "covariates", "no_effect", "seasonal", "strong_effect"} {
		raw, err := os.ReadFile(data(t, "bsts", "r_reference_"+name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var f struct {
			Pre  int `json:"n_pre"`
			Args struct {
				Seasons int `json:"nseasons"`
			} `json:"model_args"`
			Data struct {
				Y []float64
				X map[string][]float64
			}
		}
		if err := json.Unmarshal(raw, &f); err != nil {
			t.Fatal(err)
		}
		s := Series{Step: Index, Season: f.Args.Seasons, Values: f.Data.Y}
		for _, k := range []string{"x1", "x2", "x3", "x4", "x5"} {
			if x := f.Data.X[k]; x != nil {
				s.Controls = append(s.Controls, Control{k, x})
			}
		}
		rest("bsts_"+name, s, f.Pre)
	}
	return out
}

// readMeasured reads effect and interval by series; the run with more draws wins.
func readMeasured(t *testing.T) map[string]Range {
	raw, err := os.ReadFile(data(t, "R_bsts_measured_here.txt"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Range{}
	for _, line := range strings.Split(string(raw), "\n") {
		name, tail, ok := strings.Cut(line, "eff=")
		if !ok {
			continue
		}
		var r Range
		if _, err := fmt.Sscanf(tail, "%f [%f,%f]", &r.Effect, &r.Low, &r.High); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		out[strings.Fields(name)[0]] = r
	}
	return out
}
