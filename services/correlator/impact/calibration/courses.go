package calibration

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/namedrop/namedrop/services/correlator/impact"
)

// single asks about one podcast at the end of a series.
func single(values []float64, from int, kind string) (impact.Answer, error) {
	s := impact.Series{Step: impact.Day, Start: monday, Values: values}
	a, err := impact.EstimateAll(s, []impact.Mention{{Span: impact.Span{From: from, Rows: impact.Window(kind)}, Kind: kind}}, impact.Known{})
	if err != nil {
		return impact.Answer{}, err
	}
	return a[0], nil
}

// courseRows measures podcasts and videos that are answered by courses of the effect: without an
// effect, and with one of a size that the plain sum would see every second time or more often.
func courseRows() []measure {
	var out []measure
	for _, w := range PoolWorlds() {
		for _, kind := range []string{"video", "podcast"} {
			row := w.Name + ", " + kind
			out = append(out, measure{row: row, what: []string{"false alarms", "torn"}, run: func(run, seed int) ([]float64, error) {
				r := source(seed, row, 7, run)
				values, _ := w.days(r, 187, 187, 0, 0)
				a, err := single(values, 180, kind)
				return []float64{hit(a.P < 0.05), hit((a.P < 0.05) != (a.Cumulative.Low > 0 || a.Cumulative.High < 0))}, err
			}})
		}
	}
	for _, w := range []World{PoolWorlds()[0], PoolWorlds()[2], PoolWorlds()[3]} {
		for _, z := range []float64{2.5, 6} {
			for _, keeps := range []float64{0, 0.65, 0.85} {
				row := fmt.Sprintf("%s, z %.1f, each day keeps %.0f %%", w.Name, z, 100*keeps)
				out = append(out, measure{row: row, share: 0.5, what: []string{"holds", "found", "plain sum found", "bias"}, run: func(run, seed int) ([]float64, error) {
					return courseRun(w, source(seed, row, 7, run), z, keeps)
				}})
			}
		}
	}
	return out
}

func courseRun(w World, r *rand.Rand, z, keeps float64) ([]float64, error) {
	values, _ := w.days(r, 187, 187, 0, 0)
	s := impact.Series{Step: impact.Day, Start: monday, Values: values}
	plain, err := impact.Estimate(s, impact.Span{From: 180, Rows: 7}, impact.Known{})
	if err != nil {
		return nil, err
	}
	sd := (plain.Cumulative.High - plain.Cumulative.Low) / 2 / 1.96 / plain.Lambda
	course := keeping(keeps, 7)
	brought, _ := w.planted(r, values, []int{180}, []float64{z * sd / sumOf(course)}, course, 7)
	if plain, err = impact.Estimate(s, impact.Span{From: 180, Rows: 7}, impact.Known{}); err != nil {
		return nil, err
	}
	a, err := single(values, 180, "podcast")
	return []float64{
		hit(a.Cumulative.Low <= brought[0] && brought[0] <= a.Cumulative.High),
		hit(a.P < 0.05 && a.Cumulative.Effect > 0), hit(plain.P < 0.05 && plain.Cumulative.Effect > 0),
		a.Cumulative.Effect/math.Max(brought[0], 1) - 1,
	}, err
}

// foreseen measures the chance of being seen that is told beforehand against what was seen, by
// tenths of the chance, and the mean square of the difference.
func foreseen() []measure {
	var out []measure
	worlds := PoolWorlds()
	for _, w := range []World{worlds[0], worlds[1], worlds[2], worlds[3], worlds[4], worlds[6]} {
		what := []string{"said", "seen", "Brier"}
		for d := range 10 {
			what = append(what, fmt.Sprintf("said %d0s", d), fmt.Sprintf("seen %d0s", d))
		}
		out = append(out, measure{row: w.Name, what: what, run: func(run, seed int) ([]float64, error) {
			r := source(seed, w.Name, 8, run)
			values, _ := w.days(r, 187, 187, 0, 0)
			low := math.Exp(r.NormFloat64() + math.Log(4000))
			s := impact.Series{Step: impact.Day, Start: monday, Values: values[:180]}
			f, err := impact.Foresee(s, impact.Coming{Kind: "podcast", Low: low, High: 8 * low}, impact.Known{})
			if err != nil {
				return nil, err
			}
			spread := math.Hypot(math.Log(8), math.Log(impact.MostResponse/impact.LeastResponse)) / 3.29
			size := math.Exp(math.Log(low*math.Sqrt(8)) + math.Log(impact.LeastResponse*impact.MostResponse)/2 + spread*r.NormFloat64())
			course := keeping(0.65, 7)
			if r.Float64() < 0.5 {
				course = slowDownloads[:]
			}
			w.planted(r, values, []int{180}, []float64{size}, course, 7)
			a, err := single(values, 180, "podcast")
			seen := hit(a.P < 0.05 && a.Cumulative.Effect > 0)
			v := []float64{f.Chance, seen, (f.Chance - seen) * (f.Chance - seen)}
			for d := range 10 {
				if int(math.Min(f.Chance*10, 9)) == d {
					v = append(v, f.Chance, seen)
				} else {
					v = append(v, math.NaN(), math.NaN())
				}
			}
			return v, err
		}})
	}
	return out
}

// slowDownloads is the share of an effect by day where half of the listeners download on the
// first day and 60 % of each day's number on the next, as published conversions follow downloads.
var slowDownloads = [7]float64{0.1640, 0.1025, 0.0802, 0.0632, 0.0504, 0.0410, 0.0339}
