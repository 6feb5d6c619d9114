package impact

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// normals is a mixture of normal distributions: what is known about an effect.
type normals struct{ weight, mean, sd []float64 }

func (d normals) cdf(x float64) float64 {
	sum := 0.0
	for i, w := range d.weight {
		sum += w * math.Erfc((d.mean[i]-x)/d.sd[i]/math.Sqrt2) / 2
	}
	return sum
}

// above returns P(X > x), exact in the tail.
func (d normals) above(x float64) float64 {
	sum := 0.0
	for i, w := range d.weight {
		sum += w * math.Erfc((x-d.mean[i])/d.sd[i]/math.Sqrt2) / 2
	}
	return sum
}

func (d normals) quantile(p float64) float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	z := math.Abs(unit.Quantile(p)) + 1
	for i := range d.weight {
		lo, hi = math.Min(lo, d.mean[i]-z*d.sd[i]), math.Max(hi, d.mean[i]+z*d.sd[i])
	}
	for range 200 {
		mid := lo + (hi-lo)/2
		if mid <= lo || mid >= hi {
			break
		}
		if d.cdf(mid) < p {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + (hi-lo)/2
}

// stretched widens a mixture by a factor round its median.
func (d normals) stretched(by float64) normals {
	middle := d.quantile(0.5)
	out := normals{weight: d.weight, mean: make([]float64, len(d.mean)), sd: make([]float64, len(d.sd))}
	for i := range d.mean {
		out.mean[i], out.sd[i] = middle+by*(d.mean[i]-middle), by*d.sd[i]
	}
	return out
}

// plus returns the distribution of the sum of two independent values, each times its factor.
func (d normals) plus(o normals, times, otherTimes float64) normals {
	if len(d.weight) == 0 {
		d = normals{[]float64{1}, []float64{0}, []float64{0}}
	}
	var out normals
	for i := range d.weight {
		for j := range o.weight {
			out.weight = append(out.weight, d.weight[i]*o.weight[j])
			out.mean = append(out.mean, times*d.mean[i]+otherTimes*o.mean[j])
			out.sd = append(out.sd, math.Hypot(times*d.sd[i], otherTimes*o.sd[j]))
		}
	}
	return out
}

// told returns the middle, the 95 % interval and the two-sided p of no effect. All three come from
// the one mixture; where rounding would let them contradict each other, the interval gives way.
func (d normals) told() (Range, float64) {
	p := math.Min(1, 2*math.Min(d.cdf(0), d.above(0)))
	r := Range{d.quantile(0.5), d.quantile(0.025), d.quantile(0.975)}
	switch excludes := r.Low > 0 || r.High < 0; {
	case p < 0.05 && !excludes:
		p = 0.05
	case p >= 0.05 && excludes:
		r.Low, r.High = math.Min(r.Low, 0), math.Max(r.High, 0)
	}
	return r, p
}

// student975 returns the 97.5 % point of Student's t.
func student975(df float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}.Quantile(0.975)
}
