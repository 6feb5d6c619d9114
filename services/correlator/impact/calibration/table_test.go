package calibration

import (
	"context"
	"math"
	"os"
	"testing"
)

// TestCalibration runs a smaller table and holds it to the committed one: a change of
// the method that moves a figure by more than chance fails here.
func TestCalibration(t *testing.T) {
	if testing.Short() {
		t.Skip("short: the table takes some seconds")
	}
	f, err := os.Open("testdata/calibration.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	golden, err := ReadCSV(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := Table(context.Background(), Plan{Runs: 100, Seeds: 10, History: 120})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(golden) {
		t.Fatalf("%d rows, the committed table has %d", len(rows), len(golden))
	}
	for i, r := range rows {
		g := golden[i]
		if r.Torn > 0 {
			t.Errorf("%s, %d days: p and interval contradict in %d runs", r.World, r.Days, r.Torn)
		}
		for name, pair := range map[string][2]int{"flagged": {r.Flagged, g.Flagged}, "covered": {r.Covered, g.Covered}} {
			want := float64(pair[1]) / float64(g.Runs)
			got := float64(pair[0]) / float64(r.Runs)
			slack := 4*math.Sqrt(math.Max(want*(1-want), 0.01)*(1/float64(r.Runs)+1/float64(g.Runs))) + 0.005
			if math.Abs(got-want) > slack {
				t.Errorf("%s, %d days, %+.0f %%: %s %.3f, committed %.3f", r.World, r.Days, 100*r.Rise, name, got, want)
			}
		}
	}
}
