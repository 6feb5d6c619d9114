package detect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/namedrop/namedrop/feeds"
)

// What is kept from other texts must change nothing: not other slots of the names, not lower
// similarity thresholds, not more names than a candidate set has slots.
func TestAWarmDetectorFindsTheSame(t *testing.T) {
	brands := inventBrands(3 * maxCandidateNames)
	warm, err := New(brands, Options{})
	if err != nil {
		t.Fatal(err)
	}
	alike := 0
	for i := range 24 {
		from, n := i*17%len(brands), 20
		if i%8 == 7 {
			from, n = 0, 2*maxCandidateNames
		}
		mine := brands[from:min(from+n, len(brands))]
		text := speech(20<<10, mine, uint64(i))
		for _, b := range mine {
			heard := strings.NewReplacer("ka", "ga", "to", "do", "si", "zi").Replace(strings.ToLower(b.Name))
			text += fmt.Sprintf("%s and %s again ", b.Name, heard)
		}
		doc := &feeds.Document{Origin: feeds.Captions, Cues: cut(text)}
		if i%3 == 0 {
			doc.Title = mine[0].Name // its similarity threshold is lower then
		}
		fresh, err := New(brands, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, want := warm.Detect(doc), fresh.Detect(doc)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		for _, h := range want {
			if h.IsSoundAlike() {
				alike++
			}
		}
	}
	if alike < 100 {
		t.Errorf("only %d sound-alikes were compared", alike)
	}
}
