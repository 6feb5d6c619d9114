package impact

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func TestProbeOverlap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, h := range []int{1, 3, 7} {
		for _, e := range []float64{0.5, 1, 2} {
			split, cover, bias, n, grp := 0, 0, 0.0, 0, 0
			for range 100 {
				v := make([]float64, 140)
				mean := make([]float64, 140)
				for i := range v {
					mean[i] = 100
				}
				truth := [2]float64{}
				for k, at := range []int{120, 121} {
					for j := 0; at+j < 140; j++ {
						x := 100 * e * math.Pow(0.5, float64(j))
						mean[at+j] += x
						if j < h {
							truth[k] += x
						}
					}
				}
				for i := range v {
					v[i] = distuv.Poisson{Lambda: mean[i], Src: r}.Rand()
				}
				s := Series{Step: Day, Start: day("2026-01-05"), Values: v}
				as, err := EstimateAll(s, []Mention{{Span: Span{120, h}}, {Span: Span{121, h}}}, Known{})
				if err != nil {
					t.Fatal(err)
				}
				if as[0].Group != nil {
					grp++
					continue
				}
				split++
				for k, a := range as {
					n++
					bias += a.Cumulative.Effect/truth[k] - 1
					if a.Cumulative.Low <= truth[k] && truth[k] <= a.Cumulative.High {
						cover++
					}
				}
			}
			t.Logf("h %d effect %.1f split %d group %d bias %.3f cover %.3f", h, e, split, grp, bias/float64(n), float64(cover)/float64(n))
		}
	}
}
