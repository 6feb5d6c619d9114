package impact

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// randomSeries is any kind of series: counts, heavy tails, gaps, constants, negatives.
func randomSeries(r *rand.Rand) (Series, Span) {
	n := 2 + r.IntN(160)
	s := Series{Metric: "visits", Step: []Step{Day, Index, Day, Hour}[r.IntN(4)], Start: day("2026-01-05"), Values: make([]float64, n)}
	scale := math.Pow(10, float64(r.IntN(6))-1)
	kind := r.IntN(6)
	for i := range s.Values {
		switch kind {
		case 0:
			s.Values[i] = math.Round(scale * r.ExpFloat64())
		case 1:
			s.Values[i] = math.Round(scale * math.Exp(2*r.NormFloat64()))
		case 2:
			s.Values[i] = scale * r.NormFloat64()
		case 3:
			s.Values[i] = math.Round(scale)
		case 4:
			s.Values[i] = math.Round(scale * (1 + math.Abs(r.NormFloat64())))
		case 5:
			s.Values[i] = float64(r.IntN(3))
		}
		if r.IntN(30) == 0 {
			s.Values[i] = math.NaN()
		}
	}
	from := 1 + r.IntN(n-1)
	return s, Span{from, 1 + r.IntN(min(7, n-from))}
}

// check holds an answer to what it promises: finite or not there, and p under .05
// exactly when the interval leaves out 0.
func check(t *testing.T, s Series, w Span, known Known) (answered bool) {
	a, err := Estimate(s, w, known)
	if err != nil {
		return false
	}
	raw, err := json.Marshal(a)
	if err != nil || !json.Valid(raw) {
		t.Fatalf("no JSON: %v", err)
	}
	if math.IsNaN(a.P) {
		if a.Verdict != CannotTell {
			t.Fatalf("nothing computed, yet the verdict is %s", a.Verdict)
		}
		return false
	}
	for _, v := range []float64{a.Observed, a.Expected, a.Cumulative.Effect, a.Cumulative.Low, a.Cumulative.High, a.P, a.Lambda, a.SmallestVisible} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("not finite: %s", raw)
		}
	}
	if excludes := a.Cumulative.Low > 0 || a.Cumulative.High < 0; (a.P < 0.05) != excludes {
		t.Fatalf("p %.6f, interval [%g, %g]", a.P, a.Cumulative.Low, a.Cumulative.High)
	}
	for _, l := range a.Secondary {
		for _, v := range []float64{l.Observed, l.Expected, l.Cumulative.Effect, l.Cumulative.Low, l.Cumulative.High, l.P} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Fatalf("not finite: %s", raw)
			}
		}
		if excludes := l.Cumulative.Low > 0 || l.Cumulative.High < 0; (l.P < 0.05) != excludes {
			t.Fatalf("%d days: p %.6f, interval [%g, %g]", l.Days, l.P, l.Cumulative.Low, l.Cumulative.High)
		}
	}
	return true
}

// around is what is known beside the question: nothing, a few mentions and events, or a
// mention every few rows.
func around(r *rand.Rand, n int) Known {
	known := Known{Secondary: true}
	kinds := []string{"post", "video", "podcast"}
	every := []int{0, 0, 0, 0, 0, 0, 40, 3}[r.IntN(8)]
	for i := 1; every > 0 && i < n; i += 1 + r.IntN(2*every) {
		kind := kinds[r.IntN(len(kinds))]
		known.Mentions = append(known.Mentions, Mention{Span: Span{i, Window(kind)}, Kind: kind})
	}
	if every == 40 {
		known.Events = append(known.Events, Event{Span: Span{r.IntN(n), 2}})
	}
	return known
}

// TestNoContradiction is target 9: random series, 10,000 of them in make slow.
func TestNoContradiction(t *testing.T) {
	n := 1_000
	if os.Getenv("NAMEDROP_SLOW") != "" {
		n = 10_000
	}
	r := rand.New(rand.NewPCG(9, 9))
	answered := 0
	for range n {
		s, w := randomSeries(r)
		if check(t, s, w, around(r, len(s.Values))) {
			answered++
		}
	}
	t.Logf("%d series, %d answered with numbers, no contradiction", n, answered)
}

func FuzzEstimate(f *testing.F) {
	f.Add(uint64(1), uint64(2), 1e6)
	f.Add(uint64(7), uint64(3), -1e14)
	f.Fuzz(func(t *testing.T, a, b uint64, outlier float64) {
		r := rand.New(rand.NewPCG(a, b))
		s, w := randomSeries(r)
		if !math.IsInf(outlier, 0) {
			s.Values[int(a%uint64(len(s.Values)))] = outlier
		}
		check(t, s, w, around(r, len(s.Values)))
	})
}
