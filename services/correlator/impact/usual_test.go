package impact

import (
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// frequent is a year of days round 100 with a post every third day that adds so much,
// and a last one that adds something else.
func frequent(r *rand.Rand, usual, last float64) (Series, []Mention) {
	const n = 366
	s := Series{Start: day("2026-01-05"), Step: Day, Values: make([]float64, n)}
	var mentions []Mention
	for i := range s.Values {
		mean := 100.0
		if i%3 == 2 {
			mentions = append(mentions, Mention{Span: Span{i, 1}, Kind: "post"})
			if mean *= 1 + usual; i == n-1 {
				mean = 100 * (1 + last)
			}
		}
		s.Values[i] = distuv.Poisson{Lambda: mean, Src: r}.Rand()
	}
	return s, mentions
}

// With a post every third day no past window is 14 days from all of them: their usual
// effect is fitted instead, the answer says so, and keeps its promise.
func TestFrequentMentions(t *testing.T) {
	const runs = 200
	flagged, found := 0, 0
	for i := range runs {
		for _, last := range []float64{0, 0.5} {
			s, mentions := frequent(rand.New(rand.NewPCG(uint64(i), 77)), 0.3, last)
			asked := mentions[len(mentions)-1]
			a, err := Estimate(s, asked.Span, Known{Mentions: mentions[:len(mentions)-1]})
			if err != nil {
				t.Fatal(err)
			}
			if a.Placebos < LeastPlacebos || !strings.Contains(strings.Join(a.Notes, " "), "usual effects were fitted") {
				t.Fatalf("%d past windows, notes %q", a.Placebos, a.Notes)
			}
			if a.P < 0.05 && last == 0 {
				flagged++
			}
			if a.P < 0.05 && last > 0 {
				found++
			}
		}
	}
	t.Logf("%d of %d flagged without an effect, %d of %d found with +50 %%", flagged, runs, found, runs)
	if flagged > runs*8/100 || found < runs*9/10 {
		t.Errorf("%d of %d flagged without an effect, %d found", flagged, runs, found)
	}
}

// A post on every day still gets an answer each.
func TestDailyMentions(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	s, _ := frequent(r, 0, 0)
	var mentions []Mention
	for i := 1; i < len(s.Values); i++ {
		mentions = append(mentions, Mention{Span: Span{i, 1}, Kind: "post"})
	}
	answers, err := EstimateAll(s, mentions, Known{})
	if err != nil {
		t.Fatal(err)
	}
	if a := answers[len(answers)-1]; a.Group != nil || a.Placebos < LeastPlacebos {
		t.Errorf("group of %d, %d past windows", len(a.Group), a.Placebos)
	}
}

func TestSecondaryWindows(t *testing.T) {
	s, _ := frequent(rand.New(rand.NewPCG(4, 5)), 0, 0)
	for i := 336; i < 350; i++ {
		s.Values[i] += 60
	}
	a, err := Estimate(s, Span{336, 7}, Known{Secondary: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Secondary) != 2 || a.Secondary[0].Window != (Span{336, 14}) || a.Secondary[1].Window != (Span{336, 30}) {
		t.Fatalf("%+v", a.Secondary)
	}
	for _, long := range a.Secondary {
		if (long.P < 0.05) != (long.Cumulative.Low > 0 || long.Cumulative.High < 0) {
			t.Errorf("%d days: p %.4f, interval [%g, %g]", long.Days, long.P, long.Cumulative.Low, long.Cumulative.High)
		}
	}
	if long := a.Secondary[0]; long.Cumulative.Low > 14*60 || long.Cumulative.High < 14*60 {
		t.Errorf("14 days: [%g, %g] leaves out the 840 that were added", long.Cumulative.Low, long.Cumulative.High)
	}
	short, err := Estimate(cut(s, 0, 350), Span{336, 7}, Known{Secondary: true})
	if err != nil || len(short.Secondary) != 1 {
		t.Errorf("14 days follow: %d longer windows, %v", len(short.Secondary), err)
	}
}
