package impact

import "math"

// stratum is what a pool's mentions of one class did.
type stratum struct {
	class
	curves   []curve
	count    int // mentions that were judged
	placebos int
	usual    float64
	each     normals // of the mean effect over the window

	pieces  []*together
	centred [2][]float64 // by piece: effect less centre, and variance; of the plain sum
}

// stratum estimates the mean effect of mentions of one class, in order of time.
func (p *Pooling) stratum(c class, members []int) stratum {
	out := stratum{class: c, curves: p.curves(c)}
	reference := &together{rows: c.rows, count: 1}
	for j := range c.rows {
		reference.at = append(reference.at, j)
	}
	for _, k := range out.curves {
		reference.own, reference.others = append(reference.own, k), append(reference.others, nil)
	}
	single := p.pastOf(reference, c)
	out.placebos = len(single.starts)
	if out.placebos < 2 {
		return out
	}
	for _, t := range p.gather(c, members) {
		guard := c.rows
		e, v, base, ok := p.estimate(t, t.from, guard)
		if !ok {
			continue
		}
		t.effect, t.variance, t.base = e, v, base*float64(c.window)
		if t.past = p.pastOf(t, c); len(t.past.starts) < 2 {
			t.past = single
		}
		out.pieces = append(out.pieces, t)
		out.count += t.count
		out.usual += t.base * float64(t.count)
	}
	if out.count == 0 {
		return out
	}
	out.usual /= float64(out.count)
	var means, variances []float64
	stretch := 1.0
	for m := range out.curves {
		theta, variance, df, effects, spreads := out.mean(m, single)
		wide := student975(df) / z975
		means, variances = append(means, theta), append(variances, variance*wide*wide)
		if m == plainSum || m == quickCurve {
			stretch = math.Max(stretch, out.own(m, theta, effects, spreads))
		}
		if m == plainSum {
			out.centred = [2][]float64{effects, spreads}
		}
	}
	out.each = mixCurves(means, variances, out.curves, c.window, 2*out.usual/float64(c.window)).stretched(stretch)
	return out
}

// mean returns the mean effect per mention under one curve, each mention with the same weight: the
// pieces' effects less their centres. Its variance has the pieces' own, how neighbouring ones go
// together, and how well the past windows know the centre.
func (s *stratum) mean(m int, single *pastScores) (theta, variance, df float64, effects, spreads []float64) {
	together := single.goTogether(m, s.rows)
	n := len(s.pieces)
	centre, width := make([]float64, n), make([]float64, n)
	effects, spreads = make([]float64, n), make([]float64, n)
	weight := make([]float64, n)
	unsure, k := 0.0, 0.0
	for i, t := range s.pieces {
		mu, square := t.past.centre(m, t.from, single)
		sd := math.Sqrt(t.variance[m])
		centre[i], width[i] = mu, math.Sqrt(square)
		effects[i], spreads[i] = t.effect[m]-mu*sd, t.variance[m]*square
		weight[i] = float64(t.count) * sd
		theta += float64(t.count) * effects[i]
		k += float64(t.count)
		unsure += weight[i] * single.sd[m] * math.Sqrt(single.worth(s.rows)/float64(len(single.starts)))
	}
	for i, t := range s.pieces {
		variance += weight[i] * weight[i] * width[i] * width[i]
		for j := i - 1; j >= 0; j-- {
			apart := t.from - s.pieces[j].from
			if apart >= s.rows+7*bands {
				break
			}
			rho := together[0]
			if apart >= s.rows {
				rho = together[(apart-s.rows)/7]
			}
			variance += 2 * weight[i] * weight[j] * width[i] * width[j] * rho
		}
	}
	df = math.Max(float64(len(single.starts))/single.worth(s.rows)-1, 5)
	return theta / k, (variance + unsure*unsure) / (k * k), df, effects, spreads
}

// own returns by how much the pieces' effects are spread wider round their mean than past windows:
// one that fell on somebody else's big day widens the answer. It is at least 1.
func (s *stratum) own(m int, theta float64, effects, spreads []float64) float64 {
	k := float64(len(effects))
	if k < 2 {
		return 1
	}
	windows, h := float64(s.placebos), float64(s.rows)
	sum := 0.0
	for i := range effects {
		r := effects[i] - theta
		sum += r * r / spreads[i]
	}
	return math.Sqrt(math.Max(1, (windows+h*k/(k-1)*sum)/(windows+h*k)))
}

// mixCurves averages the curves' answers for the sum over the window. Each weight is the curve's
// evidence with the same prior for all; size is what an effect of note is, in visits: two days'.
func mixCurves(means, variances []float64, all []curve, window int, size float64) normals {
	n := len(means)
	out := normals{make([]float64, n), make([]float64, n), make([]float64, n)}
	for m := range means {
		share := all[m].sum(window)
		out.mean[m] = means[m] * share
		shape := 0.0
		if n > 1 {
			shape = shapeError * out.mean[m]
			t := size / share
			out.weight[m] = means[m]*means[m]/(2*variances[m])*t*t/(t*t+variances[m]) - math.Log1p(t*t/variances[m])/2
		}
		out.sd[m] = math.Hypot(math.Sqrt(variances[m])*share, shape)
	}
	normalise(out.weight)
	return out
}
