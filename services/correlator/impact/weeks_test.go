package impact

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestTheWeeksToWaitAreEnough: a crowded pool that waits as long as it is told can be judged, and a
// week sooner it can't.
func TestTheWeeksToWaitAreEnough(t *testing.T) {
	for run := range 12 {
		r := rand.New(rand.NewPCG(51, uint64(run)))
		all := visits(r, Day, 700, 100)
		mentions, members := podcasts(40, 7+run%3, 30)
		if run%2 == 1 {
			for i := range mentions[:15] {
				mentions[2*i].Kind, mentions[2*i].Span.Rows = "post", 1
			}
		}
		s := all
		ask := func(n int) Pooled {
			s.Values = all.Values[:n]
			p, err := NewPooling(s, mentions, PoolOptions{})
			if err != nil {
				t.Fatal(err)
			}
			return p.Answer("", members)
		}
		n := mentions[29].Span.From + 3 + 5*run
		a := ask(n)
		if !slices.Contains(a.Reasons, Dense) || a.Weeks < 1 {
			t.Fatalf("run %d: %v, %d weeks, %d past windows", run, a.Reasons, a.Weeks, a.Placebos)
		}
		if !strings.Contains(strings.Join(a.Notes, " "), "without another one") {
			t.Errorf("the note doesn't say how long: %q", a.Notes)
		}
		if b := ask(n + 7*a.Weeks); slices.Contains(b.Reasons, Dense) {
			t.Errorf("run %d: after %d weeks there are %d past windows", run, a.Weeks, b.Placebos)
		}
		if b := ask(n + 7*(a.Weeks-1)); !slices.Contains(b.Reasons, Dense) {
			t.Errorf("run %d: %d weeks are told, but one fewer is enough (%d past windows)", run, a.Weeks, b.Placebos)
		}
	}
}
