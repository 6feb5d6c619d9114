package impact

import (
	"gonum.org/v1/gonum/stat/distuv"
	"math/rand/v2"
	"testing"
	"time"
)

func BenchmarkEstimate(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	v := make([]float64, 127)
	d := distuv.Poisson{Lambda: 100, Src: r}
	for i := range v {
		v[i] = d.Rand()
	}
	s := Series{Start: time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), Step: Day, Values: v}
	b.ReportAllocs()
	for b.Loop() {
		Estimate(s, Span{120, 7}, Known{})
	}
}
