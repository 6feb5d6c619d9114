package impact

import (
	"fmt"
	"math"
	"slices"
)

// refusePool notes why a pool can't be judged, or not in full.
func (p *Pooling) refusePool(out *Pooled, order []class) {
	n := len(p.s.Values)
	if out.Waiting > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("%s not over yet, or outside the series.", counted(out.Waiting, "window is", "windows are")))
	}
	if out.Mixed > 0 && out.Placebos >= LeastPlacebos {
		out.Notes = append(out.Notes, fmt.Sprintf("%s on days without a count, or on the same days as others of another pool or kind, and can't be told apart.", counted(out.Mixed, "mention falls", "mentions fall")))
		out.add(Overlap)
	}
	switch {
	case out.Mentions == 1:
		out.add(Single)
		out.Notes = append(out.Notes, "One mention is no pool: see its own answer.")
	case out.Mentions == 0 && out.Placebos >= LeastPlacebos:
		out.add(History)
	}
	if out.Placebos >= LeastPlacebos || out.Mentions+out.Mixed == 0 {
		if out.Mentions == 0 {
			out.add(History)
		}
		return
	}
	quiet := 0
	for i := range n {
		if !p.w.known[i] && !math.IsNaN(p.s.Values[i]) {
			quiet++
		}
	}
	if quiet < p.s.Step.habits().warmUp+LeastPlacebos+2*fitRows {
		out.add(History)
		out.Notes = append(out.Notes, fmt.Sprintf("Not enough history: %d past windows, %d needed.", out.Placebos, LeastPlacebos))
		return
	}
	out.add(Dense)
	wait := "Wait for quieter weeks"
	if p.s.Step == Day {
		out.Weeks = p.weeksUntil(order, LeastPlacebos)
		wait = fmt.Sprintf("Wait for %s without another one", counted(out.Weeks, "week", "weeks"))
	}
	out.Notes = append(out.Notes, fmt.Sprintf("Too dense to tell: the mentions leave %d past windows without one; %d are needed. %s, or count only mentions with a larger reach.", out.Placebos, LeastPlacebos, wait))
}

// weeksUntil returns how many weeks without a further mention or event it takes until every class
// has so many past windows: each day that follows adds one, once the last mention's own days are
// over and a window with its guard fits behind them.
func (p *Pooling) weeksUntil(order []class, needed int) int {
	end := 0
	for i := range p.masked {
		if p.masked[i] {
			end = i + 1
		}
	}
	for i, at := range p.starts {
		end = max(end, at+2*p.rows(p.classOf(p.mentions[i].Kind)))
	}
	n, days := len(p.s.Values), 0
	for _, c := range order {
		missing := needed - p.quietStarts(c)
		if missing <= 0 {
			continue
		}
		first := n - 2*c.rows + 1 // the start that the next day's count adds
		days = max(days, max(end-first, 0)+missing)
	}
	return (days + 6) / 7
}

// quietStarts is how many past windows a class has.
func (p *Pooling) quietStarts(c class) int {
	out, free := 0, 0
	for i := len(p.s.Values) - c.rows - 1; i >= p.s.Step.habits().warmUp; i-- {
		if free++; p.masked[i] || math.IsNaN(p.s.Values[i]) {
			free = 0
		}
		if free >= c.rows {
			out++
		}
	}
	return out
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// grade applies the rule of single mentions to a pool: the first line that is true decides.
//
//	likely       effect > 0, p < .05 and q <= .10
//	possible     the same with q > .10
//	cannot_tell  one mention, too little history, too dense, or blind to 30 %
//	no_sign      30 % would have been seen
func (o *Pooled) grade() {
	o.Reasons = slices.DeleteFunc(o.Reasons, func(r Reason) bool { return r == Small || r == Fell })
	held := o.Placebos >= LeastPlacebos && o.Mentions > 1 && !math.IsNaN(o.P)
	lift := o.P < 0.05 && o.Each.Effect > 0
	if held && o.P < 0.05 && o.Each.Effect < 0 {
		o.add(Fell)
	}
	switch {
	case held && lift && o.Q <= DiscoveryRate:
		o.Verdict = Likely
	case held && lift:
		o.Verdict = Possible
	case !held || !(o.Visible < Seen*o.Usual):
		if held {
			o.add(Small)
		}
		o.Verdict = CannotTell
	default:
		o.Verdict = NoSign
	}
}

func (o *Pooled) add(r Reason) {
	if !slices.Contains(o.Reasons, r) {
		o.Reasons = append(o.Reasons, r)
	}
}

// population returns the mean of all mentions like these, and the range of the next one, from five
// pieces on: the spread of the effects beyond their noise (Paule & Mandel 1982) with the interval
// of Hartung, Knapp, Sidik and Jonkman, never narrower than the noise allows.
func (s *stratum) population() (like, next Range) {
	nan := math.NaN()
	like, next = Range{nan, nan, nan}, Range{nan, nan, nan}
	effects, spreads := s.centred[0], s.centred[1]
	k := len(effects)
	if k < 5 || s.count != k {
		return like, next
	}
	share := s.curves[plainSum].sum(s.window)
	q := func(tau2 float64) (mean, q, total float64) {
		for i, e := range effects {
			w := 1 / (spreads[i] + tau2)
			mean, total = mean+w*e, total+w
		}
		mean /= total
		for i, e := range effects {
			q += (e - mean) * (e - mean) / (spreads[i] + tau2)
		}
		return mean, q, total
	}
	free := float64(k - 1)
	low, high := 0.0, 0.0
	if _, sum, _ := q(0); sum > free {
		for high = 1; ; high *= 2 {
			if _, sum, _ := q(high); sum <= free || high > limit*limit {
				break
			}
		}
		for range 100 {
			mid := (low + high) / 2
			if _, sum, _ := q(mid); sum > free {
				low = mid
			} else {
				high = mid
			}
		}
	}
	mean, sum, total := q(high)
	se := math.Sqrt(math.Max(sum/free, 1) / total)
	reach := student975(free) * se
	like = Range{mean * share, (mean - reach) * share, (mean + reach) * share}
	reach = student975(free-1) * math.Sqrt(high+se*se)
	next = Range{mean * share, (mean - reach) * share, (mean + reach) * share}
	return like, next
}
