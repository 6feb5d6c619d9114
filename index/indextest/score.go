package indextest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index"
)

// Tally counts found, wrong and missed hits.
type Tally struct {
	Right, Wrong, Missed int
	Classes              map[string][2]int // found and labelled, by class
	Kinds                map[string][2]int // right and reported, by how they were found
	False                []string          // hits that are not labelled
	Unfound              []string          // labels that were not found
}

// Add scores the reported hits in one document's text. A hit is right when it overlaps a label of
// its brand. A second hit on the same label is not counted.
func (t *Tally) Add(d Labelled, hits []index.Hit) {
	if t.Classes == nil {
		t.Classes, t.Kinds = map[string][2]int{}, map[string][2]int{}
	}
	met := make([]bool, len(d.Gold))
	for _, h := range hits {
		if h.Unsure || h.Field != index.InText {
			continue
		}
		known, counts := false, false
		for i, g := range d.Gold {
			if g.Brand == h.Brand && g.Start < h.End && h.Start < g.End {
				if !met[i] {
					met[i], counts = true, true
					t.Right++
				}
				known = true
				break
			}
		}
		if !known {
			t.Wrong++
			counts = true
			t.False = append(t.False, fmt.Sprintf("line %d: %s: %s (%s)", d.Line, h.Brand, h.Surface, h.Reason))
		}
		if counts {
			k := t.Kinds[kindOf(h)]
			k[1]++
			if known {
				k[0]++
			}
			t.Kinds[kindOf(h)] = k
		}
	}
	for i, g := range d.Gold {
		c := t.Classes[g.Class]
		c[1]++
		if met[i] {
			c[0]++
		} else {
			t.Missed++
			t.Unfound = append(t.Unfound, fmt.Sprintf("line %d: %s (%s)", d.Line, g.Brand, g.Class))
		}
		t.Classes[g.Class] = c
	}
}

// kindOf returns how a hit was found, by its reasons.
func kindOf(h index.Hit) string {
	for _, k := range []struct {
		kind  string
		codes []index.ReasonCode
	}{
		{"misheard", []index.ReasonCode{index.ReasonSoundsLike}},
		{"heard as", []index.ReasonCode{index.ReasonHeardAs}},
		{"tag", []index.ReasonCode{index.ReasonDomain, index.ReasonHandle}},
		{"spacing", []index.ReasonCode{index.ReasonSplit, index.ReasonSplitWords, index.ReasonSplitPlural, index.ReasonSpelledOut, index.ReasonLongerSpelling}},
		{"solid", []index.ReasonCode{index.ReasonCompound}},
		{"inflected", []index.ReasonCode{index.ReasonEnding}},
		{"word", []index.ReasonCode{index.ReasonEverydayWord, index.ReasonDictionaryWord, index.ReasonRareWord, index.ReasonPluralOfRareWord}},
		{"initials", []index.ReasonCode{index.ReasonInitials}},
	} {
		if h.HasReason(k.codes...) {
			return k.kind
		}
	}
	return "name"
}

// Precision returns the share of hits that are right, or 0 without hits.
func (t *Tally) Precision() float64 { return share(t.Right, t.Right+t.Wrong) }

// Recall returns the share of labels that were found, or 0 without labels.
func (t *Tally) Recall() float64 { return share(t.Right, t.Right+t.Missed) }

// F1 returns the harmonic mean of precision and recall.
func (t *Tally) F1() float64 {
	p, r := t.Precision(), t.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func share(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// String returns the table of a corpus, the same bytes for the same figures.
func (t *Tally) String() string {
	var b strings.Builder
	for _, class := range slices.Sorted(maps.Keys(t.Classes)) {
		c := t.Classes[class]
		fmt.Fprintf(&b, "recall %-11s %3d/%3d  %.3f\n", class, c[0], c[1], share(c[0], c[1]))
	}
	for _, kind := range slices.Sorted(maps.Keys(t.Kinds)) {
		k := t.Kinds[kind]
		fmt.Fprintf(&b, "precision %-9s %3d/%3d  %.3f\n", kind, k[0], k[1], share(k[0], k[1]))
	}
	fmt.Fprintf(&b, "precision %.3f  recall %.3f  F1 %.3f\n", t.Precision(), t.Recall(), t.F1())
	return b.String()
}
