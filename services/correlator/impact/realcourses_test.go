package impact

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestRealNullByCourses asks about podcasts and videos, and about pools of podcasts, on a real series
// on days on which nothing was mentioned. The series holds real events that nobody listed.
func TestRealNullByCourses(t *testing.T) {
	const history = 180
	s := load(t, data(t, "series", "example_wp_log_R.csv"), "2006-01-02", Day, math.Exp)
	for _, kind := range []string{"video", "podcast"} {
		flagged, asked := 0, 0
		for i := history; i+7 <= len(s.Values); i += 10 {
			a, err := EstimateAll(cut(s, i-history, i+7), []Mention{{Span: Span{history, Window(kind)}, Kind: kind}}, Known{})
			if err != nil {
				t.Fatal(err)
			}
			if a[0].Courses == 0 {
				continue
			}
			asked++
			if a[0].P < 0.05 {
				flagged++
			}
		}
		t.Logf("%s: %.1f %% of %d flagged", kind, 100*float64(flagged)/float64(asked), asked)
		if flagged*100 > 7*asked {
			t.Errorf("%s: %d of %d flagged, at most 7 %% allowed", kind, flagged, asked)
		}
	}
	const days, runs = 400, 150
	for _, k := range []int{3, 5, 10} {
		flagged, asked := 0, 0
		for run := range runs {
			r := rand.New(rand.NewPCG(61, uint64(1000*k+run)))
			from := r.IntN(len(s.Values) - days)
			mentions, members := podcasts(60, 300/k, k)
			for i := range mentions {
				mentions[i].Span.From += r.IntN(14)
			}
			p, err := NewPooling(cut(s, from, from+days), mentions, PoolOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if a := p.Answer("", members); a.P == a.P {
				asked++
				if a.P < 0.05 {
					flagged++
				}
			}
		}
		t.Logf("pools of %d podcasts: %.1f %% of %d flagged", k, 100*float64(flagged)/float64(asked), asked)
		if flagged*100 > 12*asked { // 8 % and three standard errors
			t.Errorf("pools of %d: %d of %d flagged, at most 8 %% promised", k, flagged, asked)
		}
	}
}
