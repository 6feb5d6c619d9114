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

// causeRows draws a week with candidates, audiences known up to a factor, and in three weeks of ten
// something nobody listed; of the spikes that are found it counts whether what was said came true.
func causeRows() []measure {
	var out []measure
	for _, n := range []int{2, 5, 10, 20} {
		for _, w := range []World{Steady("Poisson 300", 300), {Name: "AR(1), mean 300", mean: scaled(autoregressive, 3), draw: poisson}} {
			row := fmt.Sprintf("%s, %d candidates", w.Name, n)
			what := []string{"spikes", "unexplained right", "said 50 to 90 %", "was 50 to 90 %", "said over 90 %", "was over 90 %"}
			out = append(out, measure{row: row, what: what, run: func(run, seed int) ([]float64, error) {
				r := source(seed, row, 10, run)
				const days, week = 300, 280
				values, _ := w.days(r, days, 0, 0, 0)
				nan := math.NaN()
				courses := [][]float64{keeping(0, 20), keeping(0.35, 20), keeping(0.65, 20), slowDownloads[:]}
				var opt impact.SpikeOptions
				added := make([][]float64, n+1)
				for i := range added {
					added[i] = make([]float64, days)
				}
				put := func(i, at int, size float64, course []float64) {
					for j, part := range course {
						if at+j < days {
							extra := poisson(r, size*part)
							added[i][at+j] += extra
							values[at+j] += extra
						}
					}
				}
				response := math.Sqrt(impact.LeastResponse * impact.MostResponse)
				for i := range n {
					at := week + r.IntN(7)
					audience := math.Exp(math.Log(800) + 1.5*r.NormFloat64())
					put(i, at, audience*response*math.Exp(math.Log(impact.MostResponse/impact.LeastResponse)/3.29*r.NormFloat64()), courses[r.IntN(len(courses))])
					told := audience * math.Exp(0.5*r.NormFloat64())
					opt.Candidates = append(opt.Candidates, impact.PoolMention{Mention: impact.Mention{Span: impact.Span{From: at, Rows: 1}, Name: fmt.Sprint(i)}, Low: told / 1.5, High: told * 1.5})
				}
				if r.Float64() < 0.3 {
					put(n, week+r.IntN(7), math.Exp(math.Log(250)+0.8*r.NormFloat64()), courses[r.IntN(3)])
				}
				s := impact.Series{Step: impact.Day, Start: monday, Values: values[:week+10]}
				found, err := impact.FindSpikes(s, opt)
				for _, f := range found {
					if f.Row < week || f.Row >= week+7 {
						continue
					}
					main, most := n, added[n][f.Row]
					for i := range n {
						if added[i][f.Row] > most {
							main, most = i, added[i][f.Row]
						}
					}
					out := []float64{1, nan, nan, nan, nan, nan}
					if f.Unexplained > 0.5 {
						out[1] = hit(main == n)
					}
					if len(f.Causes) > 0 {
						top := f.Causes[0]
						right := hit(top.At == main)
						switch {
						case top.Share > 0.9:
							out[4], out[5] = top.Share, right
						case top.Share > 0.5:
							out[2], out[3] = top.Share, right
						}
					}
					return out, err
				}
				return []float64{0, nan, nan, nan, nan, nan}, err
			}})
		}
	}
	return out
}
