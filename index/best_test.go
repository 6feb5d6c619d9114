package index_test

import (
	"testing"

	"github.com/namedrop/namedrop/index"
)

func TestBest(t *testing.T) {
	because := index.Hit{Field: index.InText, Confidence: 0.1, Unsure: true}
	likely := index.Hit{Field: index.InText, Confidence: 0.6}
	sure := index.Hit{Field: index.InText, Confidence: 0.9}
	surer := index.Hit{Field: index.InText, Confidence: 0.98}
	title := index.Hit{Field: index.InTitle, Confidence: 0.996}
	for _, c := range []struct {
		name string
		hits []index.Hit
		want int
	}{
		{"none", nil, 0},
		{"the most confident", []index.Hit{because, likely, sure, surer, sure}, 3},
		{"the earlier of two", []index.Hit{because, sure, sure}, 1},
		{"a sure one in the text before the title", []index.Hit{sure, title}, 0},
		{"a sure title before a likely one in the text", []index.Hit{likely, title}, 1},
	} {
		if got := index.Best(c.hits); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// The best hit is kept where a mention has too many, even if others are more confident.
func TestTheBestHitIsAmongTheMostConfident(t *testing.T) {
	hits := []index.Hit{{Field: index.InText, Surface: "best", Confidence: 0.9}}
	for range 5 {
		hits = append(hits, index.Hit{Field: index.InNotes, Confidence: 0.99})
	}
	got := index.MostConfident(hits, 3)
	if len(got) != 3 || got[0].Surface != "best" || index.Best(got) != 0 {
		t.Errorf("%+v", got)
	}
}
