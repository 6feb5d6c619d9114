package calibration

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// planted adds effects to a null series: each mention brings a draw round its size, in all,
// spread over the days as the course says. It returns what each brought over the kind's window,
// and what it was expected to.
func (w World) planted(r *rand.Rand, values []float64, at []int, sizes, course []float64, window int) (brought, expected []float64) {
	for i, d := range at {
		got, hoped := 0.0, 0.0
		for j, part := range course {
			if d+j >= len(values) {
				break
			}
			extra := poisson(r, sizes[i]*part)
			values[d+j] += extra
			if j < window {
				got, hoped = got+extra, hoped+sizes[i]*part
			}
		}
		brought, expected = append(brought, got), append(expected, hoped)
	}
	return brought, expected
}

// spreadSizes draws sizes round a mean with a coefficient of variation, none below 0.
func spreadSizes(r *rand.Rand, k int, mean, cv float64) []float64 {
	out := make([]float64, k)
	log := math.Sqrt(math.Log1p(cv * cv))
	for i := range out {
		out[i] = mean * math.Exp(log*r.NormFloat64()-log*log/2)
	}
	return out
}

// keeping is a course of which each day keeps a share of the day before.
func keeping(share float64, rows int) []float64 {
	out := make([]float64, rows)
	left := 1 - share
	for i := range out {
		out[i] = left
		left *= share
	}
	return out
}

func average(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	return sum / float64(len(v))
}

// pooledCover counts how often the interval holds the mean of what the mentions really brought,
// and the one for mentions like these the mean of all such mentions.
func pooledCover() []measure {
	worlds := PoolWorlds()
	var out []measure
	for _, w := range []World{worlds[0], worlds[1], worlds[2], worlds[3]} {
		for _, kind := range []string{"post", "podcast"} {
			for _, k := range []int{3, 10, 30} {
				for _, cv := range []float64{0, 1} {
					course, window, size := []float64{1}, 1, 25.0
					if kind == "podcast" {
						course, window, size = keeping(0.65, 21), 7, 80
					}
					row := fmt.Sprintf("%s, %s, %d, spread %.0f %%", w.Name, kind, k, 100*cv)
					out = append(out, measure{row: row, share: 0.25, what: []string{"holds these", "holds those like these", "bias"}, run: func(run, seed int) ([]float64, error) {
						r := source(seed, row, window, run)
						n := history(kind, k)
						values, _ := w.days(r, n, n, 0, 0)
						at := dates(r, k, 60, n-3*window-1, window)
						brought, _ := w.planted(r, values, at, spreadSizes(r, k, size, cv), course, window)
						a, err := pool(values, kind, at, false)
						truth := average(brought)
						like := math.NaN()
						if a.Like.Low == a.Like.Low {
							mean := size * sumOf(course[:window])
							like = hit(a.Like.Low <= mean && mean <= a.Like.High)
						}
						return []float64{hit(a.Each.Low <= truth && truth <= a.Each.High), like, a.Each.Effect/truth - 1}, err
					}})
				}
			}
		}
	}
	return out
}

func sumOf(v []float64) float64 { return average(v) * float64(len(v)) }

// pooledPower counts how often small effects show together.
func pooledPower() []measure {
	type row struct {
		name, kind string
		world      World
		k          int
		size       float64
		course     []float64
	}
	noisy := World{mean: noisyDays(100, 0.1), draw: poisson}
	rows := []row{
		{"post, mean 100, +10 %", "post", Steady("", 100), 10, 10, []float64{1}},
		{"podcast .65, mean 100, day noise 10 %, +50 % of a day", "podcast", noisy, 10, 50, keeping(0.65, 21)},
		{"podcast .65, mean 100, day noise 10 %, +20 % of a day", "podcast", noisy, 10, 20, keeping(0.65, 21)},
	}
	var out []measure
	for _, p := range rows {
		window := len(p.course[:min(len(p.course), 7)])
		out = append(out, measure{row: p.name, what: []string{"found"}, run: func(run, seed int) ([]float64, error) {
			r := source(seed, p.name, window, run)
			values, _ := p.world.days(r, 400, 400, 0, 0)
			at := dates(r, p.k, 60, 370, window)
			p.world.planted(r, values, at, spreadSizes(r, p.k, p.size, 0), p.course, window)
			a, err := pool(values, p.kind, at, false)
			return []float64{hit(a.P < 0.05 && a.Each.Effect > 0)}, err
		}})
	}
	return out
}

// pooledOverlap measures the bias where mentions follow each other within days, and where there
// are more of them than the past has room for.
func pooledOverlap() []measure {
	row := "5 pairs of podcasts 1 to 4 days apart, 60 visits each"
	w := Steady("", 100)
	course := keeping(0.65, 7)
	for i := range course {
		course[i] /= 1 - math.Pow(0.65, 7)
	}
	overlap := measure{row: row, what: []string{"bias, visits of 60", "holds these"}, run: func(run, seed int) ([]float64, error) {
		r := source(seed, row, 7, run)
		values, _ := w.days(r, 400, 400, 0, 0)
		var at []int
		for _, d := range dates(r, 5, 60, 360, 20) {
			at = append(at, d, d+1+r.IntN(4))
		}
		brought, _ := w.planted(r, values, at, spreadSizes(r, 10, 60, 0), course, 7)
		a, err := pool(values, "podcast", at, false)
		truth := average(brought)
		return []float64{a.Each.Effect - truth, hit(a.Each.Low <= truth && truth <= a.Each.High)}, err
	}}
	crowded := "30 podcasts at random in 400 days"
	dense := measure{row: crowded, what: []string{"too dense to tell", "false alarms of the rest"}, run: func(run, seed int) ([]float64, error) {
		r := source(seed, crowded, 7, run)
		values, _ := w.days(r, 400, 400, 0, 0)
		a, err := pool(values, "podcast", dates(r, 30, 60, 380, 1), false)
		alarm := math.NaN()
		if a.P == a.P {
			alarm = hit(a.P < 0.05)
		}
		return []float64{hit(a.P != a.P), alarm}, err
	}}
	return []measure{overlap, dense}
}

// leadsNull counts the false alarms of pooled leads.
func leadsNull() []measure {
	var out []measure
	for _, w := range LeadWorlds() {
		for _, k := range []int{3, 10, 30} {
			n := history("podcast", k)
			row := fmt.Sprintf("%s, %d", w.Name, k)
			out = append(out, measure{row: row, what: []string{"false alarms"}, run: func(run, seed int) ([]float64, error) {
				r := source(seed, row, 7, run)
				values, _ := w.days(r, n, n, 0, 0)
				a, err := pool(values, "podcast", dates(r, k, 60, n-22, 7), true)
				return []float64{hit(a.P < 0.05)}, err
			}})
		}
	}
	return out
}
