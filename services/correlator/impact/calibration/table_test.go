package calibration

import (
	"context"
	"math"
	"os"
	"testing"
)

func golden(t *testing.T, file string) []Row {
	t.Helper()
	f, err := os.Open("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := ReadCSV(f)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func rate(n, of int) float64 { return float64(n) / float64(max(of, 1)) }

// TestTargets holds the committed table to what is promised, so that it can't be written
// anew with a promise broken.
func TestTargets(t *testing.T) {
	between := func(r Row, what string, got, low, high float64) {
		if got < low || got > high {
			t.Errorf("%s, %d days, %+.0f %%: %s %.4f, promised %.3f to %.3f", r.World, r.Days, 100*r.Rise, what, got, low, high)
		}
	}
	low := map[string]bool{}
	for _, w := range Worlds() {
		low[w.Name] = w.Low
	}
	power := map[string]float64{
		"Poisson 100/1": 0.74, "Poisson 100/3": 0.98,
		"drifting level, 3 % a day/1": 0.61, "drifting level, 3 % a day/3": 0.84, "Poisson 20/1": 0.95,
	}
	for _, r := range golden(t, "calibration.csv") {
		if r.Torn > 0 {
			t.Errorf("%s, %d days: p and interval contradict in %d runs", r.World, r.Days, r.Torn)
		}
		least := 0.93
		if r.World == "5 % spike days" {
			least = 0.92
		}
		if r.Rise == 0 {
			between(r, "coverage", rate(r.Covered, r.Runs), least, 0.98)
			if low[r.World] {
				between(r, "false alarms", rate(r.Flagged, r.Runs), 0.01, 0.07)
			} else {
				between(r, "false alarms", rate(r.Flagged, r.Runs), 0.025, 0.07)
			}
			continue
		}
		if want, ok := power[r.World+"/"+string(rune('0'+r.Days))]; ok {
			between(r, "power", rate(r.Flagged, r.Runs), want, 1)
		}
		if r.World == "Poisson 2" && r.Rise == 0.3 {
			between(r, "cannot tell", rate(r.CantSay, r.Runs), 0.90, 1)
		}
	}
}

// TestCalibration runs a smaller table and holds it to the committed one: a change of
// the method that moves a figure by more than chance fails here.
func TestCalibration(t *testing.T) {
	runs := 60
	if os.Getenv("NAMEDROP_SLOW") != "" {
		runs = 400
	}
	kept := golden(t, "calibration.csv")
	rows, err := Table(context.Background(), Plan{Runs: runs, Seeds: 10, History: 120})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(kept) {
		t.Fatalf("%d rows, the committed table has %d", len(rows), len(kept))
	}
	for i, r := range rows {
		g := kept[i]
		if r.Torn > 0 {
			t.Errorf("%s, %d days: p and interval contradict in %d runs", r.World, r.Days, r.Torn)
		}
		for name, pair := range map[string][2]int{"flagged": {r.Flagged, g.Flagged}, "covered": {r.Covered, g.Covered}, "cannot tell": {r.CantSay, g.CantSay}} {
			want, got := rate(pair[1], g.Runs), rate(pair[0], r.Runs)
			slack := 4*math.Sqrt(math.Max(want*(1-want), 0.01)*(1/float64(r.Runs)+1/float64(g.Runs))) + 0.005
			if math.Abs(got-want) > slack {
				t.Errorf("%s, %d days, %+.0f %%: %s %.3f, committed %.3f", r.World, r.Days, 100*r.Rise, name, got, want)
			}
		}
	}
}

// TestSmallOverlapsAndDiscoveries keeps what is told of overlaps and of many mentions.
func TestSmallOverlapsAndDiscoveries(t *testing.T) {
	if os.Getenv("NAMEDROP_SLOW") == "" {
		t.Skip("slow: run by make slow")
	}
	overlaps, err := Overlaps(context.Background(), Plan{Runs: 100, Seeds: 10, History: 120})
	if err != nil {
		t.Fatal(err)
	}
	split, covered := 0, 0
	for _, o := range overlaps {
		if o.Apart == 0 && o.Split > 0 {
			t.Errorf("%d of %d pairs on the same day were told apart", o.Split, o.Runs)
		}
		if o.Split > 30 && math.Abs(o.Bias) > 0.12 {
			t.Errorf("%d days, %+.0f %%: bias %+.3f", o.Days, 100*o.Effect, o.Bias)
		}
		split, covered = split+2*o.Split, covered+o.Covered
	}
	if held := rate(covered, split); held < 0.93 || held > 0.995 {
		t.Errorf("overlaps told apart: the interval held the truth in %.3f", held)
	}
	d, err := Discoveries(context.Background(), Plan{Runs: 10, Seeds: 10, History: 400})
	if err != nil {
		t.Fatal(err)
	}
	if d.FalseRates > 0.16 || rate(d.Found, d.Real) < 0.8 {
		t.Errorf("%.3f of what was reported had no effect, %.3f of the real were found", d.FalseRates, rate(d.Found, d.Real))
	}
}
