package impact

import (
	"fmt"
	"math"
	"sort"
)

// Pooled is what the mentions of a pool did together. NaN means that it can't be told.
type Pooled struct {
	Pool     string
	Mentions int // those that were judged
	Waiting  int // those whose windows aren't over, or lie outside the series
	Mixed    int // those that can't be told apart from others on the same days

	Each        Range // visits that each brought over its kind's window, as a mean of these mentions
	Per1000     Range // the same per 1,000 listeners, over those with an audience
	AudienceOf  int   // how many have one
	Like        Range // what mentions like these bring; from five on
	Next        Range // what the next one brings
	P, Q        float64
	Placebos    int     // past windows, the fewest of any kind in the pool
	Usual       float64 // what is usual over a window
	Visible     float64 // the mean effect that would be found 8 times in 10
	More        int     // mentions more until the effect shows, if it is what it seems; 0 is unknown
	Weeks       int     // without another mention until there are enough past windows; 0 where that isn't what is missing
	Verdict     Verdict
	Reasons     []Reason
	Notes       []string
	Method      string
	distributed normals
}

// Reasons that only pools have.
const (
	Dense  Reason = "dense"  // mentions leave too few past windows without one
	Single Reason = "single" // one mention is no pool
)

// Answer judges the mentions at the given places together.
func (p *Pooling) Answer(pool string, members []int) Pooled {
	nan := math.NaN()
	none := Range{nan, nan, nan}
	out := Pooled{
		Pool: pool, Each: none, Per1000: none, Like: none, Next: none,
		P: nan, Q: nan, Usual: nan, Visible: nan, Verdict: CannotTell,
	}
	strata, order := map[class][]int{}, []class{}
	for _, i := range members {
		c := p.classOf(p.mentions[i].Kind)
		if at := p.starts[i]; at < 1 || at+c.rows > len(p.s.Values) {
			out.Waiting++
			continue
		}
		if strata[c] == nil {
			order = append(order, c)
		}
		strata[c] = append(strata[c], i)
	}
	sort.Slice(order, func(a, b int) bool {
		return order[a].window < order[b].window || order[a].window == order[b].window && order[a].rows < order[b].rows
	})
	var parts []stratum
	total, usual := 0, 0.0
	out.Placebos = -1
	for _, c := range order {
		m := strata[c]
		sort.SliceStable(m, func(a, b int) bool { return p.starts[m[a]] < p.starts[m[b]] })
		part := p.stratum(c, m)
		out.Mixed += len(m) - part.count
		if out.Placebos < 0 || part.placebos < out.Placebos {
			out.Placebos = part.placebos
		}
		if part.count == 0 {
			continue
		}
		parts = append(parts, part)
		total += part.count
		usual += part.usual * float64(part.count)
	}
	out.Mentions, out.Placebos = total, max(out.Placebos, 0)
	if total > 0 {
		out.Usual = usual / float64(total)
	}
	p.refusePool(&out, order)
	if total > 0 && out.Placebos >= LeastPlacebos {
		p.fillPool(&out, parts, members)
	}
	out.Q = out.P
	out.grade()
	return out
}

// longestWait is the most mentions that it is worth telling to wait for: an effect that needs more
// is next to nothing, and so is what is known of it.
const longestWait = 100

func (p *Pooling) fillPool(out *Pooled, parts []stratum, members []int) {
	for _, s := range parts {
		out.distributed = out.distributed.plus(s.each, 1, float64(s.count)/float64(out.Mentions))
	}
	out.Each, out.P = out.distributed.told()
	out.Visible = (out.Each.High - out.Each.Low) / 2 / z975 * (z975 + z80)
	if e := out.Each.Effect; e > 0 && out.P >= 0.05 {
		if more := float64(out.Mentions) * ((out.Visible/e)*(out.Visible/e) - 1); more <= longestWait {
			out.More = max(int(math.Ceil(more)), 1)
		}
	}
	if len(parts) == 1 {
		out.Like, out.Next = parts[0].population()
	}
	out.Method = p.poolMethod(parts, *out)
	p.perListeners(out, members)
}

// perListeners divides the effect by the mean audience of those that have one: all effects over
// all listeners. An audience that is known as a range widens both ends by its factor.
func (p *Pooling) perListeners(out *Pooled, members []int) {
	var known []int
	low, high := 0.0, 0.0
	for _, i := range members {
		l, h, ok := p.mentions[i].audience()
		c := p.classOf(p.mentions[i].Kind)
		if at := p.starts[i]; !ok || at < 1 || at+c.rows > len(p.s.Values) {
			continue
		}
		known = append(known, i)
		low, high = low+l, high+h
	}
	out.AudienceOf = len(known)
	if len(known) == 0 {
		return
	}
	each := out.Each
	if len(known) < out.Mentions {
		bare := *p
		bare.mentions = make([]PoolMention, len(p.mentions))
		copy(bare.mentions, p.mentions)
		for i := range bare.mentions {
			bare.mentions[i].Low, bare.mentions[i].High = 0, 0
		}
		each = bare.Answer(out.Pool, known).Each
		p.past = bare.past
	}
	n := float64(len(known))
	low, high = low/n/1000, high/n/1000
	middle := math.Sqrt(low * high)
	out.Per1000 = Range{each.Effect / middle, math.Min(each.Low/low, each.Low/high), math.Max(each.High/low, each.High/high)}
}

// AdjustPools controls the false discoveries over the pools that are told together.
func AdjustPools(pools []Pooled) {
	ps := make([]float64, len(pools))
	for i, p := range pools {
		ps[i] = p.P
	}
	for i, q := range Adjust(ps) {
		pools[i].Q = q
		pools[i].grade()
	}
}

// ByChance returns how many of so many tested pools or mentions would seem to have a lift if none
// had one.
func ByChance(tested int) float64 { return 0.025 * float64(tested) }

func (p *Pooling) poolMethod(parts []stratum, out Pooled) string {
	course := "plain sums"
	for _, s := range parts {
		if len(s.curves) > 1 {
			course = fmt.Sprintf("%d courses over %d days, averaged", curveCount, fitRows)
		}
	}
	scale := "counts"
	if p.axis == logAxis {
		scale = "log(y+1)"
	}
	return fmt.Sprintf("local level on %s, from both sides; %s; one mention one weight; %d placebo windows", scale, course, out.Placebos)
}
