package detect_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

func TestGroupHeard(t *testing.T) {
	hit := func(brand, surface string, confidence float64) index.Hit {
		return index.Hit{
			Brand: brand, Surface: surface, Confidence: confidence, Unsure: confidence < detect.Threshold, Quote: fmt.Sprintf("%s %.1f", surface, confidence),
			Reasons: []index.Reason{index.NewReason(index.ReasonSoundsLike, "Nextorra")},
		}
	}
	archive := func(yield func(*feeds.Document, []index.Hit) bool) {
		for i := range 5 {
			hits := []index.Hit{
				hit("nextorra", "next  Aura", 0.2+0.1*float64(i)), hit("nextorra", "next aura", 0.1),
				hit("nextorra", "nexus", 0.1),
				hit("nextorra", "nextora", 0.9),  // certain
				hit("nextorra", "tomorrow", 0.4), // an everyday word
				hit("nextorra", "neck store", 0.4),
				hit("other", "next aura", 0.4), // nobody's brand
				{Brand: "nextorra", Surface: "Nextorra", Confidence: 0.4, Reasons: []index.Reason{index.NewReason(index.ReasonName, "")}},
			}
			if !yield(&feeds.Document{ID: fmt.Sprint("d", i)}, hits) {
				return
			}
		}
	}
	got := detect.GroupHeard([]index.Brand{{ID: "nextorra", Name: "Nextorra", HeardAs: []string{"neck store"}}}, archive)
	want := []detect.HeardGroup{
		{Brand: "nextorra", Name: "Nextorra", Text: "next aura", Count: 10, Documents: 5, Best: 0.6, Quotes: []detect.Quoted{{Document: "d4", Quote: "next  Aura 0.6"}, {Document: "d3", Quote: "next  Aura 0.5"}, {Document: "d2", Quote: "next  Aura 0.4"}}},
		{Brand: "nextorra", Name: "Nextorra", Text: "nexus", Count: 5, Documents: 5, Best: 0.1, Quotes: []detect.Quoted{{Document: "d0", Quote: "nexus 0.1"}, {Document: "d1", Quote: "nexus 0.1"}, {Document: "d2", Quote: "nexus 0.1"}}},
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
