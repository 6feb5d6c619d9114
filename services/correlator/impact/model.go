package impact

import (
	"math"
	"time"
)

// model is a series prepared for the filter: values on the model's axis, the regressors of each
// row, and which rows are used for estimation.
type model struct {
	log    bool
	whole  bool      // every value is a whole number: a count
	y      []float64 // on the axis; NaN for a gap
	raw    []float64 // as counted
	masked []bool    // known to be out of the ordinary: not learnt from
	design           // level, seasons and controls
	flat   design    // the same without seasons; empty where there are none
	floor  float64   // least noise variance: below it only rounding is left
	byRow  *rowNoise // nil where every row has the same noise
}

// design holds the regressors of each row and the number of coefficients.
type design struct {
	rows []regressors
	dim  int
}

// counted reports whether the row is part of a window's sum.
func (m *model) counted(i int) bool { return i < len(m.y) && !math.IsNaN(m.y[i]) }

// rowsCounted returns the number of rows in a span's sum.
func (m *model) rowsCounted(s Span) int {
	n := 0
	for i := s.From; i < s.End(); i++ {
		if m.counted(i) {
			n++
		}
	}
	return n
}

// usable reports whether the filter uses the row for estimation.
func (m *model) usable(i int) bool { return !m.masked[i] && !math.IsNaN(m.y[i]) }

// noise returns the estimate of the noise variance under one filter.
func (m *model) noise(f *filter) float64 {
	if f.fixed > 0 {
		return f.fixed
	}
	return math.Max(f.errors/float64(f.seen), m.floor)
}

// newModel prepares a series on the log axis (log(y+1), for a mean of 30 or more) or on the raw
// one. ready is the row up to which controls are standardized.
func newModel(s Series, masked []bool, log, whole bool, ready int) *model {
	n := len(s.Values)
	m := &model{log: log, whole: whole, y: make([]float64, n), raw: s.Values, masked: masked}
	largest := 0.0
	for i, v := range s.Values {
		if log {
			v = math.Log1p(v)
		}
		m.y[i] = v
		if !math.IsNaN(v) {
			largest = math.Max(largest, math.Abs(v))
		}
	}
	m.floor = 1e-16 * (1 + largest*largest)
	m.design = seasons(s)
	if m.dim > 1 {
		m.flat = level(n)
	}
	for _, c := range s.Controls {
		m.control(c.Values, log, ready)
	}
	if whole {
		m.byRow = m.newRowNoise(s.period())
	}
	return m
}

// level returns a design of n rows with a level alone.
func level(n int) design {
	row := regressors{at: []int{0}, val: []float64{1}}
	d := design{rows: make([]regressors, n), dim: 1}
	for i := range d.rows {
		d.rows[i] = row
	}
	return d
}

// seasons returns a design with level and seasonal effects: weekday for days, hour of day and
// weekday for hours. Rows of one kind share their regressors.
func seasons(s Series) design {
	rows := make([]regressors, len(s.Values))
	shared := map[[2]int]regressors{}
	row := func(a, b, firstOfB int) regressors {
		r, ok := shared[[2]int{a, b}]
		if !ok {
			r = regressors{at: []int{0}, val: []float64{1}}
			if a > 0 {
				r.at, r.val = append(r.at, a), append(r.val, 1)
			}
			if b > 0 {
				r.at, r.val = append(r.at, firstOfB+b), append(r.val, 1)
			}
			shared[[2]int{a, b}] = r
		}
		return r
	}
	switch {
	case s.Step == Day:
		first := int(s.Start.Weekday())
		for i := range rows {
			rows[i] = row((first+i)%7, 0, 0)
		}
		return design{rows, 7}
	case s.Step == Hour:
		for i := range rows {
			t := s.Start.Add(time.Duration(i) * time.Hour)
			rows[i] = row(t.Hour(), int(t.Weekday()), 23)
		}
		return design{rows, 1 + 23 + 6}
	case s.Season > 1:
		for i := range rows {
			rows[i] = row(i%s.Season, 0, 0)
		}
		return design{rows, s.Season}
	}
	return level(len(rows))
}

// control adds one regressor to every row, standardized over the rows before ready. A row in
// which the control has a gap can't be used.
func (m *model) control(values []float64, log bool, ready int) {
	v := make([]float64, len(values))
	for i, x := range values {
		if log && x < 0 {
			log = false
		}
		v[i] = x
	}
	if log {
		for i, x := range v {
			v[i] = math.Log1p(x)
		}
	}
	mean, sd := moments(v[:min(ready, len(v))])
	if sd == 0 {
		return
	}
	for i, x := range v {
		if math.IsNaN(x) {
			m.y[i] = math.NaN()
			continue
		}
		v[i] = (x - mean) / sd
	}
	m.design.add(v)
	if m.flat.dim > 0 {
		m.flat.add(v)
	}
}

// add puts one regressor into every row except those in which it has a gap.
func (d *design) add(v []float64) {
	for i, x := range v {
		if math.IsNaN(x) {
			continue
		}
		r := d.rows[i]
		d.rows[i] = regressors{
			at:  append(append(make([]int, 0, len(r.at)+1), r.at...), d.dim),
			val: append(append(make([]float64, 0, len(r.at)+1), r.val...), x),
		}
	}
	d.dim++
}

// moments returns mean and standard deviation of the values that are not gaps.
func moments(v []float64) (mean, sd float64) {
	n, sum2 := 0.0, 0.0
	for _, x := range v {
		if !math.IsNaN(x) {
			n++
			d := x - mean
			mean += d / n
			sum2 += d * (x - mean)
		}
	}
	if n < 2 {
		return mean, 0
	}
	return mean, math.Sqrt(sum2 / (n - 1))
}
