package report

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func TestDarkShareIsARange(t *testing.T) {
	for name, c := range map[string]struct {
		direct, search, ai Excess
		slope              float64
		want               Dark
	}{
		"all of it is unexplained":        {Excess{100, 40}, Excess{10, 10}, Excess{}, .5, Dark{Raw: 60, Residual: 60}},
		"searches rose too":               {Excess{100, 40}, Excess{60, 20}, Excess{}, .5, Dark{Raw: 60, Search: 20, Residual: 40}},
		"searches fell":                   {Excess{100, 40}, Excess{10, 20}, Excess{}, .5, Dark{Raw: 60, Residual: 60}},
		"direct runs against search":      {Excess{100, 40}, Excess{60, 20}, Excess{}, -1, Dark{Raw: 60, Residual: 60}},
		"assistants brought some":         {Excess{100, 40}, Excess{}, Excess{15, 5}, 0, Dark{Raw: 60, PossiblyAI: 10, Residual: 50}},
		"assistants as usual":             {Excess{100, 40}, Excess{}, Excess{5, 5}, 0, Dark{Raw: 60, Residual: 60}},
		"both explain more than there is": {Excess{50, 40}, Excess{60, 20}, Excess{9, 0}, .5, Dark{Raw: 10, Search: 10, PossiblyAI: 9, Residual: 0}},
		"a fall is no share":              {Excess{30, 40}, Excess{60, 20}, Excess{9, 0}, .5, Dark{}},
	} {
		if got := darkShare(c.direct, c.search, c.ai, c.slope); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// The range never turns round, and its lower end is never below 0.
func TestDarkShareInAnyCase(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test
	for range 10_000 {
		e := func() Excess { return Excess{r.Float64() * 100, r.Float64() * 100} }
		d := darkShare(e(), e(), e(), r.NormFloat64())
		if d.Residual < 0 || d.Residual > d.Raw || d.Search > d.Raw || d.PossiblyAI > d.Raw {
			t.Fatalf("%+v", d)
		}
	}
}

// Weekdays move both; only what they share beyond that is a slope.
func TestSlopeBetweenDays(t *testing.T) {
	start := time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC)
	var x, y, weekly []float64
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // a test
	for i := range 56 {
		week := 100.0
		if i%7 >= 5 {
			week = 30
		}
		more := 10 * r.NormFloat64()
		x, y, weekly = append(x, week+more), append(y, 2*week+0.6*more), append(weekly, week)
	}
	y[3] = math.NaN()
	if got := slopeOf(x, y, start); math.Abs(got-0.6) > 1e-9 {
		t.Errorf("slope %v", got)
	}
	if got := slopeOf(weekly, y, start); got != 0 {
		t.Errorf("slope of the week alone is %v", got)
	}
}
