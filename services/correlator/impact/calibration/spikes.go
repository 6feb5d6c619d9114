package calibration

import (
	"fmt"
	"math"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// spikeWorlds are quiet quarters: those of the pools without spikes of their own, and low counts.
func spikeWorlds() []World {
	var out []World
	for _, w := range PoolWorlds() {
		if w.Name != "5 % spike days" {
			out = append(out, w)
		}
	}
	return append(out,
		World{Name: "Poisson 2", Low: true, mean: level(2), draw: poisson},
		World{Name: "negative binomial 2, k = 1", Low: true, mean: level(2), draw: negativeBinomial(1)},
		World{Name: "business week 2", Low: true, mean: weekly(level(2)), draw: poisson},
		World{Name: "drifting level 2", Low: true, mean: scaled(drifting, 0.02), draw: poisson},
		World{Name: "Poisson 0.5", Low: true, mean: level(0.5), draw: poisson})
}

// spikeRows counts quiet quarters with any spike, and, with five days of each quarter raised, the
// raised days that are found and the found ones that weren't raised.
func spikeRows() []measure {
	const past, quarter = 365, 90
	var out []measure
	for _, w := range spikeWorlds() {
		row := w.Name
		rise := 1.0
		if w.Low {
			rise = 4
		}
		out = append(out, measure{row: row, what: []string{"quiet quarters flagged", fmt.Sprintf("+%.0f %% found", 100*rise), "of those found, quiet"}, run: func(run, seed int) ([]float64, error) {
			r := source(seed, row, 9, run)
			values, _ := w.days(r, past+quarter, 0, 0, 0)
			s := impact.Series{Step: impact.Day, Start: monday, Values: values}
			quiet, err := impact.FindSpikes(s, impact.SpikeOptions{})
			if err != nil {
				return nil, err
			}
			raised := map[int]bool{}
			mean := average(values)
			for _, d := range dates(r, 5, past, past+quarter, 1) {
				raised[d] = true
				values[d] += w.draw(r, rise*math.Max(mean, 0))
			}
			found, err := impact.FindSpikes(s, impact.SpikeOptions{})
			hits, wrong, all := 0.0, 0.0, 0.0
			for _, f := range found {
				switch {
				case f.Row < past:
				case raised[f.Row]:
					hits, all = hits+1, all+1
				default:
					wrong, all = wrong+1, all+1
				}
			}
			any := false
			for _, f := range quiet {
				any = any || f.Row >= past
			}
			return []float64{hit(any), hits / 5, wrong / math.Max(all, 1)}, err
		}})
	}
	return out
}
