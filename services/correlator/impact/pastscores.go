package impact

import "math"

// pastScores is what a piece's design finds in past windows in which nothing happened: by curve,
// the score of each window. Their mean and spread, by weekday, are the centre and the width that
// the piece's own score is held against.
type pastScores struct {
	starts []int
	scores [][]float64 // by curve
	mean   []float64   // by curve
	sd     []float64
	stride int
}

// pastOf returns the past windows of a design.
func (p *Pooling) pastOf(t *together, c class) *pastScores {
	key := t.key(c)
	if out := p.past[key]; out != nil {
		return out
	}
	n := len(p.s.Values)
	var starts []int
	warmUp := p.s.Step.habits().warmUp
next:
	for i := warmUp; i+t.rows+c.rows <= n; i++ {
		for j := i; j < i+t.rows; j++ {
			if p.masked[j] || math.IsNaN(p.s.Values[j]) {
				continue next
			}
		}
		starts = append(starts, i)
	}
	out := &pastScores{stride: 1, scores: make([][]float64, len(t.own))}
	if single := t.count == 1 && t.rows == c.rows && t.others[0] == nil; !single && len(starts) > leastStarts {
		kept := make([]int, leastStarts)
		for k := range kept {
			kept[k] = starts[k*len(starts)/leastStarts]
		}
		out.stride = max(len(starts)/leastStarts, 1)
		starts = kept
	}
	for _, i := range starts {
		effect, variance, _, ok := p.estimate(t, i, c.rows)
		if !ok {
			continue
		}
		out.starts = append(out.starts, i)
		for m := range effect {
			out.scores[m] = append(out.scores[m], effect[m]/math.Sqrt(variance[m]))
		}
	}
	for m := range out.scores {
		mean, sd := moments(out.scores[m])
		out.mean, out.sd = append(out.mean, mean), append(out.sd, sd)
	}
	p.past[key] = out
	return out
}

// The weights of prior windows: of all weekdays for one weekday, and of single mentions for the
// course of a chain.
const (
	weekdayWeight = 15.0
	singleWeight  = 40.0
)

// centre returns mean and variance of the scores on a weekday, drawn to those of all days, and for
// the course of a chain to those of a single mention.
func (o *pastScores) centre(m, from int, single *pastScores) (mean, variance float64) {
	mean, variance = o.mean[m], o.sd[m]*o.sd[m]
	if o != single {
		n := float64(len(o.scores[m]))
		mean = (n*mean + singleWeight*single.mean[m]) / (n + singleWeight)
		variance = (n*variance + singleWeight*single.sd[m]*single.sd[m]) / (n + singleWeight)
	}
	days, sum, square := 0.0, 0.0, 0.0
	for k, at := range o.starts {
		if (at-from)%7 == 0 {
			z := o.scores[m][k]
			days, sum, square = days+1, sum+z, square+(z-mean)*(z-mean)
		}
	}
	return (sum + weekdayWeight*mean) / (days + weekdayWeight), (square + weekdayWeight*variance) / (days + weekdayWeight)
}

// worth returns how many windows, overlapping as they do, carry as much as an independent one.
func (o *pastScores) worth(rows int) float64 {
	h := float64(rows)
	return math.Max((2*h*h+1)/(3*h)/float64(o.stride), 1)
}

// bands of days beyond a window in which scores may still go together.
const bands = 4

// goTogether returns the correlation of the scores of windows so far apart, by band of seven rows;
// what is under 0 counts as 0.
func (o *pastScores) goTogether(m, rows int) (out [bands]float64) {
	if len(o.starts) < 2 || o.sd[m] <= 0 {
		return out
	}
	at := map[int]float64{}
	for k, s := range o.starts {
		at[s] = (o.scores[m][k] - o.mean[m]) / o.sd[m]
	}
	for b := range out {
		sum, n := 0.0, 0.0
		for d := rows + 7*b; d < rows+7*b+7; d++ {
			for k, s := range o.starts {
				if other, ok := at[s+d]; ok {
					sum += (o.scores[m][k] - o.mean[m]) / o.sd[m] * other
					n++
				}
			}
		}
		if n > 50 {
			out[b] = math.Max(0, sum/n)
		}
	}
	return out
}
