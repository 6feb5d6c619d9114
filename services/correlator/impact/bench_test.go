package impact

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// BenchmarkMention is the time for one mention with its placebo windows.
func BenchmarkMention(b *testing.B) {
	for _, n := range []int{120, 365, 730} {
		r := rand.New(rand.NewPCG(1, 2))
		s := Series{Start: day("2026-01-05"), Step: Day, Values: make([]float64, n+14)}
		for i := range s.Values {
			s.Values[i] = distuv.Poisson{Lambda: 100, Src: r}.Rand()
		}
		alone := []Mention{{Span: Span{n, 7}}}
		for name, mentions := range map[string][]Mention{"alone": alone, "overlap": append(alone, Mention{Span: Span{n + 2, 7}})} {
			b.Run(fmt.Sprintf("n=%d/%s", n, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := EstimateAll(s, mentions, Known{}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N*len(mentions))/b.Elapsed().Seconds(), "mentions/s")
			})
		}
	}
}
