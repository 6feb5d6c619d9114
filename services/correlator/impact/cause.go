package impact

import (
	"fmt"
	"math"
	"sort"
)

// What is believed before a spike is looked at. Sizes are in log; a mention's is its audience times
// the response, and without an audience as little known as an event's.
const (
	sizeSpread    = 1.1  // of a mention with an audience
	vagueSpread   = 1.5  // of a mention without one, and of an event
	unknownSpread = 1.0  // of what nobody listed
	unknownSize   = 0.8  // of a usual day
	unknownRate   = 0.04 // of such a thing beginning on a day
)

// listedCauses is how many causes are listed by name; the rest is summed.
const listedCauses = 20

// causeHabits are how many rows back a cause may lie, how many rows after the spike are looked at,
// the courses of causes, the first quick of them those of the unknown, and the rows of a day.
func (s Step) causeHabits() (back, ahead int, courses []curve, quick, day int) {
	if s == Hour {
		// By hours nothing was studied: courses from an hour to a day.
		return 48, 3, []curve{falling(0), falling(0.5), falling(0.8), falling(0.9), falling(0.96)}, 3, 24
	}
	return 7, 2, []curve{falling(0), falling(0.35), falling(0.65), publishedCurve(), publishedCurve().later(0.35, 0.8)}, 3, 1
}

// evidence is what one begin of a course says: the effect's estimate and its variance, mixed.
type evidence struct{ weight, effect, square, variance float64 }

// suspects is what may lie behind one spike.
type suspects struct {
	spike    *Spike
	from     int
	at       []int
	begins   int          // rows, from the first, on which a cause may begin
	evidence [][]evidence // by begin and course
	usual    float64
}

// explain ranks the causes of spikes. From the filters' states before each spike's first row every
// course is estimated from every begin.
func (sc *scan) explain(spikes []Spike) {
	if len(spikes) == 0 || len(sc.opt.Candidates)+len(sc.opt.Events) == 0 {
		return
	}
	back, ahead, courses, _, _ := sc.s.Step.causeHabits()
	n := len(sc.s.Values)
	var all []*suspects
	for i := range spikes {
		u := &suspects{spike: &spikes[i], from: max(spikes[i].Row-back+1, 1)}
		if !sc.near(u) {
			continue
		}
		u.begins = spikes[i].Row - u.from + 1
		for j := u.from; j <= min(spikes[i].Row+ahead, n-1); j++ {
			if !math.IsNaN(sc.s.Values[j]) && !sc.elsewhere(j, spikes[i].Row) {
				u.at = append(u.at, j-u.from)
			}
		}
		u.evidence = make([][]evidence, u.begins)
		for b := range u.evidence {
			u.evidence[b] = make([]evidence, len(courses))
		}
		all = append(all, u)
	}
	for _, u := range all {
		bank := sc.bankAt(u.from)
		weights := make([]float64, len(bank))
		sc.m.weigh(bank, weights)
		u.collect(sc.m, bank, weights, courses)
		sc.rank(u)
	}
}

// elsewhere reports whether a row holds the days of an event that isn't on the spike's own row:
// what it did there says nothing about this one.
func (sc *scan) elsewhere(row, spike int) bool {
	if row == spike || !sc.w.known[row] {
		return false
	}
	for _, e := range sc.opt.Events {
		if e.Span.From <= row && row < e.Span.End() && e.Span.From <= spike && spike < e.Span.End() {
			return false
		}
	}
	return true
}

// near reports whether anything known lies near enough to a spike to be its cause.
func (sc *scan) near(u *suspects) bool {
	for _, c := range sc.opt.Candidates {
		if c.Span.From >= u.from && c.Span.From <= u.spike.Row {
			return true
		}
	}
	for _, e := range sc.opt.Events {
		if e.Span.From <= u.spike.Row && e.Span.End() > u.from {
			return true
		}
	}
	return false
}

func (u *suspects) collect(m *model, bank []member, weights []float64, courses []curve) {
	st := &stretch{m: m, at: u.at}
	x := make([]float64, len(u.at))
	for k, w := range weights {
		if w == 0 {
			continue
		}
		b := &bank[k]
		b.cov[0] += b.q
		ok := b.seen >= 3 && st.look(seen{dim: b.dim, q: b.q, noise: m.noise(b.filter), mean: b.mean, cov: b.cov}, b.rows, u.from)
		b.cov[0] -= b.q
		if !ok {
			continue
		}
		for _, v := range st.base {
			u.usual += w * math.Max(v, 0.1) / float64(len(st.base))
		}
		for begin := range u.evidence {
			for c, course := range courses {
				for j, at := range u.at {
					x[j] = 0
					if d := at - begin; d >= 0 && d < len(course) {
						x[j] = course[d]
					}
				}
				e, v, ok := st.effect(x, nil, false)
				if !ok || v != v {
					continue
				}
				o := &u.evidence[begin][c]
				o.weight, o.effect, o.square, o.variance = o.weight+w, o.effect+w*e, o.square+w*e*e, o.variance+w*v
			}
		}
	}
}

// log returns the log of the evidence for an effect of a size that is known up to a spread in log,
// against none. A true course is off the nearest of ours by shapeError of the effect: without that a
// large spike would seem to tell apart causes that differ by a day or two in their course.
func (o evidence) log(size, spread float64) float64 {
	if o.weight == 0 {
		return math.Inf(-1)
	}
	e := o.effect / o.weight
	v := o.variance/o.weight + math.Max(o.square/o.weight-e*e, 0) + shapeError*shapeError*e*e
	const nodes = 31
	sum := 0.0
	for k := range nodes {
		t := -3.75 + 7.5*float64(k)/(nodes-1)
		x := math.Exp(size + spread*t)
		sum += math.Exp(-t*t/2+math.Min((2*e*x-x*x)/(2*v), 600)) * 7.5 / (nodes - 1) / math.Sqrt(2*math.Pi)
	}
	return math.Log(math.Max(sum, 1e-300))
}

// rank gives every candidate its share. Each is weighed as something that did happen, the unknown
// as something that begins now and then: what has no good candidate stays unexplained.
func (sc *scan) rank(u *suspects) {
	_, _, courses, quick, day := sc.s.Step.causeHabits()
	over := func(begin int, list []evidence, size, spread float64) float64 {
		total := 0.0
		for _, o := range list {
			total += math.Exp(math.Min(o.log(size, spread), 680)) / float64(len(list))
		}
		return math.Log(math.Max(total, 1e-300))
	}
	var causes []Cause
	var logs []float64
	usualDay := math.Log(unknownSize * u.usual * float64(day))
	cache := map[string]float64{}
	add := func(name string, begin int, size, spread float64, event bool, at int) {
		key := fmt.Sprint(begin, size, spread)
		l, ok := cache[key]
		if !ok {
			l = over(begin, u.evidence[begin][:len(courses)], size, spread)
			cache[key] = l
		}
		causes, logs = append(causes, Cause{name, 0, event, at}), append(logs, l)
	}
	for i, e := range sc.opt.Events {
		if e.Span.From <= u.spike.Row && e.Span.End() > u.spike.Row-sc.grace(e) {
			add(e.Name, max(e.Span.From-u.from, 0), usualDay, vagueSpread, true, i)
		}
	}
	for i, c := range sc.opt.Candidates {
		begin := c.Span.From - u.from
		if begin < 0 || c.Span.From > u.spike.Row {
			continue
		}
		size, spread := usualDay, vagueSpread
		if low, high, ok := c.audience(); ok {
			size = (math.Log(low*high) + math.Log(LeastResponse*MostResponse)) / 2
			spread = math.Hypot(sizeSpread, math.Log(high/low)/3.29)
		}
		add(c.Name, begin, size, spread, false, i)
	}
	unknown := math.Inf(-1)
	for begin := range u.begins {
		l := over(begin, u.evidence[begin][:quick], usualDay, unknownSpread) + math.Log(unknownRate/float64(day))
		unknown = math.Max(unknown, l) + math.Log1p(math.Exp(-math.Abs(unknown-l)))
		if math.IsNaN(unknown) {
			unknown = l
		}
	}
	sc.shares(u, causes, append(logs, unknown))
}

// grace is how many rows after its end an event can still be felt; none, if it ends with its row.
func (sc *scan) grace(e Event) int {
	if e.Over {
		return 0
	}
	back, _, _, _, _ := sc.s.Step.causeHabits()
	return back - 1
}

// shares turns logs into shares that add up to 1, the last being what is unexplained.
func (sc *scan) shares(u *suspects, causes []Cause, logs []float64) {
	largest, total := math.Inf(-1), 0.0
	for _, l := range logs {
		largest = math.Max(largest, l)
	}
	if math.IsInf(largest, -1) || len(causes) == 0 {
		return
	}
	for i, l := range logs {
		logs[i] = math.Exp(l - largest)
		total += logs[i]
	}
	for i := range causes {
		causes[i].Share = logs[i] / total
	}
	sort.SliceStable(causes, func(a, b int) bool { return causes[a].Share > causes[b].Share })
	if more := len(causes) - listedCauses; more > 1 {
		rest := Cause{Name: fmt.Sprintf("%d others", more), At: -1}
		for _, c := range causes[listedCauses:] {
			rest.Share += c.Share
		}
		causes = append(causes[:listedCauses:listedCauses], rest)
	}
	sum := 0.0
	for _, c := range causes {
		sum += c.Share
	}
	u.spike.Causes, u.spike.Unexplained = causes, math.Max(1-sum, 0)
}
