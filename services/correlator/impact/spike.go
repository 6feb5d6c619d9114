package impact

import (
	"fmt"
	"math"
	"slices"
)

// Spike is a row with more than chance brings, and what may have caused it.
type Spike struct {
	Row                 int
	Observed            float64
	Expected, Low, High float64 // of the row, forecast from the row before it
	P, Q                float64 // one-sided; after Benjamini-Hochberg over its block
	Causes              []Cause // ranked by share; mentions published after it are none
	Unexplained         float64 // what no cause accounts for; with the shares it adds up to 1
}

// Cause is a mention or event with its share of a spike: the chance that it is the main cause, as
// far as the candidates are known.
type Cause struct {
	Name  string
	Share float64
	Event bool
	At    int // place among the candidates or events; -1 for all that are too small to list
}

// SpikeOptions are what else is known.
type SpikeOptions struct {
	Candidates []PoolMention // mentions that may be causes: their first row counts
	Events     []Event       // campaigns, releases, holidays: named as causes, never learnt from
	Explained  []Span        // rows of earlier spikes that were explained: they are not "usual"
	// OnDemand lists more: the tail without its own uncertainty. It is always so for hours, where
	// the cautious rule finds too little.
	OnDemand bool
}

// SpikeRate is the share of false ones allowed among the spikes of a block.
const SpikeRate = 0.05

// leastTail is how many past rows the tail is fitted to at least.
const leastTail = 60

// spikeHabits are the lengths that depend on the step: rows in a block, whose rows are one family,
// and rows of the past that it is held against.
func (s Step) spikeHabits() (block, past int) {
	if s == Hour {
		return 168, 365 * 24
	}
	return 90, 365
}

// FindSpikes returns the rows that stand out upwards, in order of time, each with its causes.
func FindSpikes(s Series, opt SpikeOptions) ([]Spike, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	if s.Step != Day && s.Step != Hour && s.Step != Index {
		return nil, fmt.Errorf("spikes need a series by day or by hour; this one is by %s", s.Step)
	}
	cut := max(len(s.Values)-mostHistory, 0)
	if cut > 0 {
		s, _ = s.recent([]Mention{{Span: Span{From: cut + mostHistory}}})
		opt = opt.moved(-cut)
	}
	sc := newScan(s, opt)
	sc.score()
	found := sc.find()
	for i := range found {
		found[i].Row += cut
	}
	return found, nil
}

func (o SpikeOptions) moved(rows int) SpikeOptions {
	o.Candidates, o.Events, o.Explained = slices.Clone(o.Candidates), slices.Clone(o.Events), slices.Clone(o.Explained)
	for i := range o.Candidates {
		o.Candidates[i].Span = o.Candidates[i].Span.moved(rows)
	}
	for i := range o.Events {
		o.Events[i].Span = o.Events[i].Span.moved(rows)
	}
	for i := range o.Explained {
		o.Explained[i] = o.Explained[i].moved(rows)
	}
	return o
}

// scan is one search over a series.
type scan struct {
	s         Series
	opt       SpikeOptions
	w         *work
	m         *model
	negative  bool
	z         []float64 // upper score of each row, NaN where none
	mean, vr  []float64 // forecast of each row from the row before it
	explained []bool    // rows that are not taken for usual
	saved     [][]member
}

func newScan(s Series, opt SpikeOptions) *scan {
	w := newWork(s, nil, nil, Known{Events: opt.Events})
	masked := slices.Clone(w.known)
	for _, e := range opt.Explained {
		mark(masked, e)
	}
	w.masked = masked
	ax := w.axisFor(len(s.Values))
	m := newModel(w.s, masked, ax == logAxis, w.whole, len(s.Values))
	n := len(s.Values)
	sc := &scan{s: w.s, opt: opt, w: w, m: m, negative: w.negative, explained: slices.Clone(masked),
		z: make([]float64, n), mean: make([]float64, n), vr: make([]float64, n)}
	return sc
}

// members is the bank for spikes: for hours every other variance ratio with the seasons only, since
// an hour always has them, and two years of hours are many rows.
func (sc *scan) members() []member {
	bank := sc.m.bank()
	if sc.s.Step != Hour {
		return bank
	}
	var out []member
	for k := range bank {
		if bank[k].seasonal && k%2 == 0 {
			out = append(out, bank[k])
		}
	}
	return out
}

// LeastSpikeRows is how many rows are needed before the first that is looked at.
func LeastSpikeRows(s Step) int { return s.habits().warmUp + leastTail }

// warmUp is how many rows are needed before the first score.
func (sc *scan) warmUp() int { return sc.s.Step.habits().warmUp }

// score fills the forecasts and the scores of all rows in one pass.
func (sc *scan) score() {
	bank := sc.members()
	weights := make([]float64, len(bank))
	st := &stretch{m: sc.m, at: []int{0}}
	for i := range sc.z {
		sc.z[i], sc.mean[i], sc.vr[i] = math.NaN(), math.NaN(), math.NaN()
		if i%sc.every() == 0 {
			sc.saved = append(sc.saved, saveBank(bank))
		}
		if i >= sc.warmUp() && !math.IsNaN(sc.s.Values[i]) {
			if i%sc.every() == 0 || i == sc.warmUp() || len(weights) != len(bank) {
				weights = weights[:len(bank)]
				sc.m.weigh(bank, weights)
				if i >= sc.settled() {
					bank = heavy(bank, weights)
					weights = weights[:len(bank)]
					sc.m.weigh(bank, weights)
				}
			}
			if mean, variance, ok := sc.next(st, bank, weights, i); ok {
				sc.mean[i], sc.vr[i] = mean, variance
				sc.z[i] = sc.upper(sc.s.Values[i], mean, variance)
			}
		}
		sc.m.learn(bank, i)
	}
}

// settled is the row from which variance ratios without weight are left out: for hours, after two
// months. What they say grows with every row, so they don't come back.
func (sc *scan) settled() int {
	if sc.s.Step == Hour {
		return 60 * 24
	}
	return math.MaxInt
}

func heavy(bank []member, weights []float64) []member {
	var out []member
	for k, w := range weights {
		if w > 0 {
			out = append(out, bank[k])
		}
	}
	return out
}

// saveBank copies the members with their filters, so that they can go on from there again.
func saveBank(bank []member) []member {
	out := make([]member, len(bank))
	for k, b := range bank {
		f := *b.filter
		f.mean, f.cov, f.gain = slices.Clone(f.mean), slices.Clone(f.cov), make([]float64, len(f.gain))
		b.filter = &f
		out[k] = b
	}
	return out
}

// bankAt returns the members as they were before a row.
func (sc *scan) bankAt(row int) []member {
	at := row / sc.every()
	bank := saveBank(sc.saved[at])
	for i := at * sc.every(); i < row; i++ {
		sc.m.learn(bank, i)
	}
	return bank
}

// every is after how many rows the variance ratios are weighed anew and the filters saved: a day.
func (sc *scan) every() int {
	if sc.s.Step == Hour {
		return 24
	}
	return 1
}

// next returns the forecast of a row's count.
func (sc *scan) next(st *stretch, bank []member, weights []float64, i int) (mean, variance float64, ok bool) {
	square, total := 0.0, 0.0
	for k, w := range weights {
		if w == 0 {
			continue
		}
		b := &bank[k]
		b.cov[0] += b.q
		known := b.seen >= 10 && st.look(seen{dim: b.dim, q: b.q, noise: sc.m.noise(b.filter), mean: b.mean, cov: b.cov}, b.rows, i)
		b.cov[0] -= b.q
		if !known {
			continue
		}
		base := st.base[0]
		mean, square, total = mean+w*base, square+w*(st.total+base*base), total+w
	}
	if total < 0.5 {
		return 0, 0, false
	}
	mean /= total
	variance = square/total - mean*mean
	return mean, variance, variance > 0
}

// distribution returns the distribution of a count with that forecast.
func distribution(mean, variance float64) *count {
	return &count{mean: math.Max(mean, 0.01), variance: variance}
}

// upper returns the normal score of the chance of so much or more, half of the count itself: a
// negative binomial, whose tail is longer than a normal's.
func (sc *scan) upper(v, mean, variance float64) float64 {
	if sc.negative {
		return (v - mean) / math.Sqrt(variance)
	}
	above := distribution(mean, variance).above(v, 1)
	return math.Min(-unit.Quantile(math.Min(math.Max(above, 1e-300), 1-1e-16)), farthest)
}

// find tests block by block, the oldest first, so that what was explained in one is no longer
// usual for the next.
func (sc *scan) find() []Spike {
	block, past := sc.s.Step.spikeHabits()
	n := len(sc.z)
	var out []Spike
	ends := []int{}
	for end := n; end > sc.warmUp(); end -= block {
		ends = append(ends, end)
	}
	for k := len(ends) - 1; k >= 0; k-- {
		from := max(ends[k]-block, sc.warmUp())
		var usual []float64
		for i := max(from-past, sc.warmUp()); i < from; i++ {
			if sc.z[i] == sc.z[i] && !sc.explained[i] {
				usual = append(usual, sc.z[i])
			}
		}
		if len(usual) < leastTail {
			continue
		}
		tail := newUpperTail(usual, sc.s.Step != Hour && !sc.opt.OnDemand)
		ps := make([]float64, ends[k]-from)
		for i := range ps {
			ps[i] = math.NaN()
			if z := sc.z[from+i]; z == z {
				ps[i] = tail.p(z)
			}
		}
		first := len(out)
		for i, q := range Adjust(ps) {
			if row := from + i; q <= SpikeRate {
				out = append(out, sc.spike(row, ps[i], q))
			}
		}
		sc.explain(out[first:])
		for _, s := range out[first:] {
			sc.explained[s.Row] = sc.explained[s.Row] || s.Unexplained < 0.5
		}
	}
	return out
}

func (sc *scan) spike(row int, p, q float64) Spike {
	s := Spike{Row: row, Observed: sc.s.Values[row], Expected: sc.mean[row], P: p, Q: q, Unexplained: 1}
	if sc.negative {
		half := z975 * math.Sqrt(sc.vr[row])
		s.Low, s.High = s.Expected-half, s.Expected+half
		return s
	}
	s.Low, s.High = distribution(sc.mean[row], sc.vr[row]).interval(0.95, 1)
	return s
}
