package calibration

import (
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// What whole numbers allow. A test that knew the mean could flag only from one count or
// the next on; between the two a method lands by how its estimate of the mean falls.
//
// At a mean of 0.5 a day no single limit has a coverage of 93 to 98 %: it is 91 or
// 98.6. At a mean of 2 with +100 % no test with 1 % of false alarms can say "cannot
// tell" in 90 %: the verdict follows p, and so much is found even so.
func TestWhatCountsAllow(t *testing.T) {
	for _, c := range []struct {
		mean      float64
		attained  []float64 // coverage up to a count, round 95 %
		countsFor int       // the first of these counts
	}{
		{2, []float64{0.8571, 0.9473, 0.9834}, 3},
		{0.5, []float64{0.9098, 0.9856}, 1},
		{1.5, []float64{0.9344, 0.9814}, 3},
		{3.5, []float64{0.9347, 0.9733, 0.9901}, 6},
	} {
		p := distuv.Poisson{Lambda: c.mean}
		for k, want := range c.attained {
			if got := p.CDF(float64(c.countsFor + k)); got < want-5e-5 || got > want+5e-5 {
				t.Errorf("Poisson %g: P(Y <= %d) = %.4f, %.4f written", c.mean, c.countsFor+k, got, want)
			}
		}
	}
	// Flag at six or more always, at seven or more always, or a mix of both with just 1 %
	// of false alarms: the last is the least that may be flagged at all.
	null, doubled := distuv.Poisson{Lambda: 2}, distuv.Poisson{Lambda: 4}
	six, seven := 1-null.CDF(5), 1-null.CDF(6)
	mix := (0.01 - seven) / (six - seven)
	least := mix*(1-doubled.CDF(5)) + (1-mix)*(1-doubled.CDF(6))
	t.Logf("Poisson 2: false alarms %.2f or %.2f %%; with 1 %% of them +100 %% is flagged in %.1f %%, so cannot tell in at most %.1f %%",
		100*six, 100*seven, 100*least, 100*(1-least))
	if 1-least > 0.90 {
		t.Errorf("cannot tell in %.3f would be possible", 1-least)
	}
}
