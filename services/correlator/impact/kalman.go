package impact

import "math"

// diffuse is the prior variance, in units of the noise variance, of the level and
// every coefficient before anything is known of them. Forecasts whose variance is
// still of that order carry no information and are left out of the likelihood.
const diffuse = 1e7

// A forecast error beyond outlying noise deviations moves the state no further than one
// of that size would (Huber's rule, as in Masreliez & Martin 1977): a spike passes, a
// new level is still reached within days. The noise estimate keeps the whole error, so
// a spiky series pays for its spikes. No error is judged before enoughSeen rows.
const (
	outlying   = 2.5
	enoughSeen = 20
)

// regressors is one row of the design: the coefficients' places and their factors.
// Place 0 is the level. Rows are sparse because a day has one weekday.
type regressors struct {
	at  []int
	val []float64
}

// filter is a Kalman filter for a random-walk level plus fixed coefficients, for one
// variance ratio, in units of the noise variance (Durbin & Koopman 2012, 4.3).
type filter struct {
	q    float64
	dim  int
	mean []float64
	cov  []float64 // dim x dim, row by row
	gain []float64

	fixed  float64 // the noise variance, where it is given rather than estimated
	whole  bool    // outliers are taken whole
	seen   int     // forecasts that carried information
	sse    float64 // sum of squared forecast errors over their variances, outliers cut
	errors float64 // the same with outliers whole
	logDet float64 // sum of the logs of those variances, but for
	det    float64 // a product whose log is still to be taken
}

func newFilter(dim int, q float64) *filter {
	f := &filter{q: q, dim: dim, det: 1, mean: make([]float64, dim), cov: make([]float64, dim*dim), gain: make([]float64, dim)}
	for i := range dim {
		f.cov[i*dim+i] = diffuse
	}
	return f
}

// step lets the level drift by one row.
func (f *filter) step() { f.cov[0] += f.q }

// forecast gives the mean of the row and its variance without the row's own noise.
func (f *filter) forecast(h regressors) (mean, variance float64) {
	for a, i := range h.at {
		mean += h.val[a] * f.mean[i]
		for b, j := range h.at {
			variance += h.val[a] * h.val[b] * f.cov[i*f.dim+j]
		}
	}
	return mean, variance
}

// observe takes in one row, whose noise is so many times the usual variance. counts says
// whether the row may enter the likelihood; the result, whether it carried information
// enough to.
func (f *filter) observe(y float64, h regressors, noise float64, counts bool) bool {
	d := f.dim
	gain := f.gain[:d]
	mean, variance := 0.0, noise
	for a, i := range h.at {
		v := h.val[a]
		mean += v * f.mean[i]
		row := f.cov[i*d : i*d+d]
		if a == 0 {
			for j, c := range row {
				gain[j] = v * c
			}
			continue
		}
		for j, c := range row {
			gain[j] += v * c
		}
	}
	for a, i := range h.at {
		variance += h.val[a] * gain[i]
	}
	err := y - mean
	whole := err * err / variance
	if f.seen > enoughSeen && f.fixed == 0 && !f.whole {
		if limit := outlying * outlying * f.sse / float64(f.seen); whole > limit && limit > 0 {
			variance *= whole / limit
		}
	}
	informed := variance < diffuse/1e3 || f.fixed > 0
	if informed && counts {
		f.seen++
		f.sse += err * err / variance
		f.errors += whole
		if f.det *= variance; f.det > 1e200 || f.det < 1e-200 {
			f.logDet += math.Log(f.det)
			f.det = 1
		}
	}
	scaled, inverse := err/variance, 1/variance
	for i, g := range gain {
		f.mean[i] += g * scaled
		if g == 0 {
			continue
		}
		g *= inverse
		row := f.cov[i*d : i*d+d]
		for j, k := range gain {
			row[j] -= g * k
		}
	}
	return informed
}

// logDeterminant is the sum of the logs of the forecasts' variances.
func (f *filter) logDeterminant() float64 { return f.logDet + math.Log(f.det) }

// logLikelihood is the log of the marginal likelihood of what was seen, up to a
// constant, the noise variance integrated out under its Jeffreys prior.
func (f *filter) logLikelihood(floor float64) float64 {
	n := float64(f.seen)
	return -f.logDeterminant()/2 - n/2*math.Log(math.Max(f.sse, n*floor))
}
