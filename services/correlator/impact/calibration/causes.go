package calibration

import (
	"fmt"
	"math"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// causeRows draws a week with candidates, audiences known up to a factor, and in three weeks of ten
// something nobody listed; of the spikes that are found it counts whether what was said came true.
func causeRows() []measure {
	return causesOf([]int{2, 5, 10, 20}, 1)
}

// wrongCauseRows are the same where audiences respond three times as much as is believed, or a third.
func wrongCauseRows() []measure {
	return append(causesOf([]int{5, 20}, 3), causesOf([]int{5, 20}, 1./3)...)
}

// causesOf draws weeks with so many candidates, whose audiences respond by a factor more than is believed.
func causesOf(candidates []int, factor float64) []measure {
	var out []measure
	for _, n := range candidates {
		for _, w := range []World{Steady("Poisson 300", 300), {Name: "AR(1), mean 300", mean: scaled(autoregressive, 3), draw: poisson}} {
			row := fmt.Sprintf("%s, %d candidates", w.Name, n)
			if factor != 1 {
				row += fmt.Sprintf(", response times %.2g", factor)
			}
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
				response := factor * math.Sqrt(impact.LeastResponse*impact.MostResponse)
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
