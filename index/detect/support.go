package detect

import (
	"math"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index"
)

// support is how much the rest of a document supports a brand.
type support uint8

const (
	noSupport support = iota
	namedOnce         // one certain hit
	namedOften
	related // the notes name it, the people, or a related name
	titled
	supports
)

// support returns how much the document supports a brand.
func (p *evidence) support() support {
	switch {
	case p == nil:
		return noSupport
	case p.inTitle:
		return titled
	case p.inNotes || p.inPeople || p.inFamily:
		return related
	case p.certain > 1:
		return namedOften
	case p.certain == 1:
		return namedOnce
	}
	return noSupport
}

// inherit passes evidence for a name on to longer names that begin with it: when the title has
// "Acme", the text may have "Acme Partners".
func (d *Detector) inherit(w *work) {
	for brand, p := range w.evidence {
		if !p.inTitle && !p.inNotes && p.certain < 2 {
			continue
		}
		first, end := d.entriesOf(brand)
		for at := first; at < end; at++ {
			e := &d.entries[at]
			if e.form > byAlias || len(e.key) < 5 || d.kind(at, "en") != distinct {
				continue
			}
			order := d.sortedByKey()
			from, _ := slices.BinarySearchFunc(order, e.key, func(o int32, k string) int { return strings.Compare(d.entries[o].key, k) })
			for _, o := range order[from:] {
				longer := &d.entries[o]
				if !strings.HasPrefix(longer.key, e.key) {
					break
				}
				if longer.brand == brand || longer.words <= e.words || longer.form > byAlias {
					continue
				}
				if w.evidence[longer.brand] == nil {
					w.evidence[longer.brand] = &evidence{}
				}
				w.evidence[longer.brand].inFamily = true
			}
		}
	}
}

// certainScore is the least score of a hit that supports its brand: a confidence of 0.8.
var certainScore = math.Log(4)

// countCertain counts, for each brand, the hits in the text that are certain.
func (w *work) countCertain() {
	for i := range w.found {
		if c := &w.found[i]; w.texts[c.field].field == index.InText && c.score >= certainScore {
			w.evidence[c.brand].certain++
		}
	}
}
