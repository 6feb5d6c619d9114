package passage_test

import (
	"testing"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/passage"
)

func TestSecondAt(t *testing.T) {
	cues := []feeds.Cue{{Start: 10, End: 20, Text: "één twee"}, {Start: 30, End: 30, Text: "three"}, {Text: "four", Untimed: true}}
	for at, want := range map[int]float64{0: 10, 4: 15, 8: 20, 9: 30, 13: 30, 15: -1, 19: -1, 20: -1} {
		second, known := passage.SecondAt(cues, at)
		if known != (want >= 0) || known && second != want {
			t.Errorf("at %d: %v, %v, want %v", at, second, known, want)
		}
	}
}
