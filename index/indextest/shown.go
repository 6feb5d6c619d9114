package indextest

import (
	"fmt"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect"
)

// ShownTally counts, for mentions that are sure or likely, how many of the hits that people see
// are right, and how often the one that represents the mention is.
type ShownTally struct {
	Found, FoundRight       int // hits in the text that detection returned, unsure ones included
	Shown, ShownRight       int // those that the mentions show
	Best, BestRight         int // mentions represented by a hit in the text
	Labelled, LabelledFound int // pairs of document and brand
}

// Add scores the hits of one document. A hit for which ignore returns true is not counted.
func (t *ShownTally) Add(d Labelled, hits []index.Hit, ignore func(index.Hit) bool) {
	labelled := map[string]bool{}
	for _, g := range d.Gold {
		labelled[g.Brand] = true
	}
	t.Labelled += len(labelled)
	for brand, found := range detect.ByBrand(hits) {
		if _, unsure := detect.Summarise(found); unsure {
			continue
		}
		if labelled[brand] {
			t.LabelledFound++
		}
		count := func(h index.Hit, all, right *int) {
			if h.Field == index.InText && !ignore(h) {
				*all++
				*right += d.labels(h)
			}
		}
		for _, h := range found {
			count(h, &t.Found, &t.FoundRight)
		}
		shown := detect.Shown(found)
		for _, h := range shown {
			count(h, &t.Shown, &t.ShownRight)
		}
		count(shown[index.Best(shown)], &t.Best, &t.BestRight)
	}
}

// labels returns 1 if a label of the hit's brand overlaps the hit, otherwise 0.
func (d Labelled) labels(h index.Hit) int {
	for _, g := range d.Gold {
		if g.Brand == h.Brand && g.Start < h.End && h.Start < g.End {
			return 1
		}
	}
	return 0
}

// Precision returns the share of shown hits that are right, BestPrecision the share of mentions
// that are represented by a right one, and Recall the share of labelled pairs of document and
// brand that have a mention.
func (t *ShownTally) Precision() float64     { return share(t.ShownRight, t.Shown) }
func (t *ShownTally) BestPrecision() float64 { return share(t.BestRight, t.Best) }
func (t *ShownTally) Recall() float64        { return share(t.LabelledFound, t.Labelled) }

// String returns the figures on one line.
func (t *ShownTally) String() string {
	return fmt.Sprintf("found %d, right %.3f; shown %d, right %.3f; best %d, right %.3f; document and brand %d/%d %.3f",
		t.Found, share(t.FoundRight, t.Found), t.Shown, t.Precision(), t.Best, t.BestPrecision(), t.LabelledFound, t.Labelled, t.Recall())
}
