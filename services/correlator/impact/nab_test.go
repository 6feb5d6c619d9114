package impact

import (
	"encoding/json"
	"math"
	"os"
	"testing"
	"time"
)

func TestTwitterVolumes(t *testing.T) {
	raw, err := os.ReadFile(data(t, "NAB", "combined_windows.json"))
	if err != nil {
		t.Fatal(err)
	}
	var windows map[string][][2]string
	if err := json.Unmarshal(raw, &windows); err != nil {
		t.Fatal(err)
	}
	found, labels, flagged, asked := 0, 0, 0, 0
	for _, name := range []string{"AAPL", "AMZN", "CRM", "FB", "GOOG", "IBM"} {
		s := load(t, data(t, "NAB", "hourly_"+name+".csv"), "2006-01-02 15:04:05", Hour, func(v float64) float64 { return v })
		var stretches []Span
		for _, w := range windows["realTweets/Twitter_volume_"+name+".csv"] {
			a, _ := time.Parse("2006-01-02 15:04:05.000000", w[0])
			b, _ := time.Parse("2006-01-02 15:04:05.000000", w[1])
			from := s.Row(a) + 1
			stretches = append(stretches, Span{from, s.Row(b) - from})
		}
		ask := func(i int) (Answer, bool) {
			history := 336
			from := i - history
			if from < 0 || i+3 > len(s.Values) {
				return Answer{}, false
			}
			var events []Event
			for _, e := range stretches {
				if e.End() <= i && e.End() > from {
					events = append(events, Event{Span: Span{e.From - from, e.Rows}})
				}
			}
			a, err := Estimate(cut(s, from, i+3), Span{i - from, 3}, Known{Events: events})
			if err != nil {
				t.Fatal(err)
			}
			return a, true
		}
		for _, e := range stretches {
			here := 1
			if name == "GOOG" && e.From == stretches[0].From {
				here = 2 // two labelled moments share this stretch
			}
			labels += here
			hit := false
			best := math.NaN()
			tried, placebos := 0, 0
			for i := e.From; i+3 <= e.End(); i++ {
				if a, ok := ask(i); ok {
					tried++
					placebos = a.Placebos
					if a.P < 0.05 && a.Cumulative.Effect > 0 {
						hit = true
					}
					if !(a.P > best) && a.Cumulative.Effect > 0 {
						best = a.P
					}
				}
			}
			if hit {
				found += here
			}
			t.Logf("%s %s: found %v (least p %.4f, %d windows, %d placebos)", name, s.Label(e.From), hit, best, tried, placebos)
		}
		inside := func(i int) bool {
			for _, e := range stretches {
				if (Span{i, 3}).overlaps(e) {
					return true
				}
			}
			return false
		}
		for i := 336; i+3 <= len(s.Values); i += 15 {
			if inside(i) {
				continue
			}
			if a, ok := ask(i); ok {
				asked++
				if a.P < 0.05 {
					flagged++
				}
			}
		}
	}
	share := float64(flagged) / float64(asked)
	t.Logf("%d of %d labelled moments found; %.1f %% of %d unlabelled windows flagged", found, labels, 100*share, asked)
	if found < 11 || share > 0.07 {
		t.Errorf("%d of %d found (11 wanted), %.1f %% flagged (7 %% allowed)", found, labels, 100*share)
	}
}
