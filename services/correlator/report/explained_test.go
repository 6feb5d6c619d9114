package report

import (
	"fmt"
	"testing"

	"github.com/namedrop/namedrop/services/ledger/evidence"
)

func TestExplained(t *testing.T) {
	lift := func(low, effect, high float64) *evidence.Interval {
		return &evidence.Interval{Low: &low, Effect: &effect, High: &high}
	}
	for name, c := range map[string]struct {
		floor int
		lift  *evidence.Interval
		want  string
	}{
		"a part":               {50, lift(100, 200, 400), "0.125 0.25 0.5"},
		"more than the effect": {300, lift(100, 200, 400), "0.75 1 1"},
		"an effect around 0":   {50, lift(-1, 200, 400), ""},
		"an effect from 0":     {50, lift(0, 200, 400), ""},
		"a fall":               {50, lift(-400, -200, -100), ""},
		"no clicks":            {0, lift(100, 200, 400), ""},
		"no lift":              {50, nil, ""},
		"no numbers":           {50, &evidence.Interval{}, ""},
	} {
		got := ""
		if s := explained(c.floor, c.lift); s != nil {
			got = fmt.Sprint(*s.Low, *s.Effect, *s.High)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
