package impact

import (
	"fmt"
	"math"
	"slices"
)

// rare is how unlikely a run of empty rows must be before it is called an outage.
const rare = 1e-6

// interruption is a run of rows in which counting stopped.
type interruption struct {
	span Span
	gap  bool // rows without a count, rather than rows with zeros
}

// interruptions finds the runs of rows in which counting stopped: zeros where visitors
// always came, so many of them that they can't be chance, and gaps. Each row's usual
// count is the median of rows of its own kind (weekday, hour of the week), so that an
// empty Sunday on a business site is not an interruption.
func interruptions(s Series) []interruption {
	for _, v := range s.Values {
		if v < 0 {
			return nil // no count: a zero says nothing
		}
	}
	period := s.period()
	usual, size, present := make([]float64, period), make([]float64, period), make([]float64, period)
	for k := range period {
		var v []float64
		rows := 0
		for i := k; i < len(s.Values); i += period {
			rows++
			if !math.IsNaN(s.Values[i]) {
				v = append(v, s.Values[i])
			}
		}
		present[k] = float64(len(v)) / float64(max(rows, 1))
		usual[k] = median(v)
		mean, sd := moments(v)
		size[k] = math.Inf(1)
		if excess := sd*sd - mean; excess > 0 && mean > 0 {
			size[k] = mean * mean / excess
		}
	}
	var out []interruption
	for i := 0; i < len(s.Values); {
		v := s.Values[i]
		if v != 0 && !math.IsNaN(v) {
			i++
			continue
		}
		from, logChance, missing, expected := i, 0.0, 0, 0
		for ; i < len(s.Values) && (s.Values[i] == 0 || math.IsNaN(s.Values[i])); i++ {
			k := i % period
			if math.IsNaN(s.Values[i]) {
				if present[k] > 0.5 {
					missing++
				}
				expected++
				continue
			}
			if m := usual[k]; m > 0 {
				if r := math.Max(size[k], 0.5); math.IsInf(r, 1) {
					logChance -= m
				} else {
					logChance -= r * math.Log1p(m/r)
				}
			}
		}
		rows := i - from
		switch {
		case logChance < math.Log(rare):
			out = append(out, interruption{span: Span{from, rows}})
		case missing > 0 && expected > 0:
			for j := from; j < i; j++ { // each run of gaps by itself: the zeros count
				if !math.IsNaN(s.Values[j]) {
					continue
				}
				start := j
				for j < i && math.IsNaN(s.Values[j]) {
					j++
				}
				out = append(out, interruption{span: Span{start, j - start}, gap: true})
			}
		}
	}
	return out
}

// Outages returns a sentence for each run of rows in which counting stopped: zeros that can't be
// chance. They are not used for estimation. Gaps are not included.
func (s Series) Outages() []string {
	var out []string
	for _, o := range interruptions(s) {
		if !o.gap {
			out = append(out, o.sentence(s))
		}
	}
	return out
}

// period returns the distance in rows between rows of one kind.
func (s Series) period() int {
	switch {
	case s.Step == Day:
		return 7
	case s.Step == Hour:
		return 168
	case s.Season > 1:
		return s.Season
	}
	return 1
}

// sentence returns a sentence about the interruption.
func (o interruption) sentence(s Series) string {
	last := s.Label(o.span.End() - 1)
	when := "on " + s.Label(o.span.From)
	if o.span.Rows > 1 {
		when = fmt.Sprintf("from %s to %s", s.Label(o.span.From), last)
	}
	if o.gap {
		return "No data " + when + "."
	}
	return fmt.Sprintf("Counting stopped %s: zeros where there never were so many.", when)
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(v))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
