package impact

import "math"

// diffuse is the prior variance of the level and every coefficient, in units of the noise
// variance. It is large because nothing is known about them before the first row. Forecasts
// whose variance is still of that order carry no information and don't enter the likelihood.
const diffuse = 1e7

// A forecast error of more than outlying noise deviations moves the state only as far as an
// error of that size (Huber's rule, as in Masreliez & Martin 1977). So one spike hardly moves
// the level, and a lasting change is still followed within days. The noise estimate uses the
// whole error, so a series with spikes gets a wider interval. The rule applies after
// enoughSeen rows, when there is a noise estimate to compare with.
const (
	outlying   = 2.5
	enoughSeen = 20
)

// regressors is one row of the design: the indices of coefficients and their factors. Index 0 is
// the level. Rows are sparse because a day has one weekday.
type regressors struct {
	at  []int
	val []float64
}

// filter is a Kalman filter in state-space form (Durbin & Koopman 2012, 4.3). The state is a
// level that follows a random walk, and coefficients that are constant. Everything is in units
// of the noise variance s², which cancels: so one pass per ratio q of level variance to noise
// variance is enough, and s² is estimated afterwards from the forecast errors.
//
// For each row the filter forecasts the row from all rows before it, compares, and corrects
// the state by the error times the gain. A gap only adds q to the level's variance.
type filter struct {
	q    float64
	dim  int
	mean []float64
	cov  []float64 // dim x dim, row by row
	gain []float64

	fixed  float64 // the noise variance, if it is given and not estimated
	whole  bool    // outliers are not reduced
	seen   int     // number of forecasts that carried information
	sse    float64 // sum of squared forecast errors divided by their variances, outliers reduced
	errors float64 // the same, outliers not reduced
	logDet float64 // sum of the logs of those variances, without those in det
	det    float64 // product of the latest variances: one logarithm for many rows is faster
}

func newFilter(dim int, q float64) *filter {
	f := &filter{q: q, dim: dim, det: 1, mean: make([]float64, dim), cov: make([]float64, dim*dim), gain: make([]float64, dim)}
	for i := range dim {
		f.cov[i*dim+i] = diffuse
	}
	return f
}

// step moves the level on by one row.
func (f *filter) step() { f.cov[0] += f.q }

// forecast returns the mean of a row and its variance without the row's own noise.
func (f *filter) forecast(h regressors) (mean, variance float64) {
	for a, i := range h.at {
		mean += h.val[a] * f.mean[i]
		for b, j := range h.at {
			variance += h.val[a] * h.val[b] * f.cov[i*f.dim+j]
		}
	}
	return mean, variance
}

// observe updates the state with one row; noise is its noise variance relative to the usual
// one. If counts is set, the row enters the likelihood. observe reports whether the row
// carried enough information for that.
//
// The mean's update is gain x error / variance, the covariance's is minus gain x gain' / variance
// (Durbin & Koopman 4.18). gain is the covariance times the row's regressors; since those are
// sparse, only their rows of the covariance are summed.
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

// logDeterminant returns the sum of the logs of the forecasts' variances.
func (f *filter) logDeterminant() float64 { return f.logDet + math.Log(f.det) }

// logLikelihood returns the log of the marginal likelihood of the rows, up to a constant. The
// noise variance is integrated out under its Jeffreys prior 1/s², which leaves the sum of
// squared errors to the power -n/2.
func (f *filter) logLikelihood(floor float64) float64 {
	n := float64(f.seen)
	return -f.logDeterminant()/2 - n/2*math.Log(math.Max(f.sse, n*floor))
}
