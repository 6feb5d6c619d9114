package detect

import (
	"bytes"
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/sound"
)

// The least similarity at which a sound-alike is kept, even as unsure. It is lower the more the
// rest of the document supports the brand.
const (
	minSimilarityNamed = 0.66
	minSimilaritySure  = 0.8
	minSimilarityOnce  = 0.84 // one certain hit
)

// soundAlikes is the second stage. It looks for words that sound like a name, for the brands
// that something else in the document supports.
func (d *Detector) soundAlikes(doc *feeds.Document, w *work) {
	language := sound.LanguageOf(doc.Language)
	w.pronunciations, w.initials, w.compared = w.pronunciations[:0], w.initials[:0], 0
	w.transcribed = 0
	d.inherit(w)
	for _, brand := range slices.Sorted(maps.Keys(w.evidence)) {
		p := w.evidence[brand]
		if !p.inTitle && !p.inNotes && !p.inPeople && !p.inFamily && p.sure == 0 {
			continue
		}
		if len(w.pronunciations) > maxPronunciations {
			break
		}
		minSimilarity := minSimilarityOnce
		switch {
		case p.inTitle || p.inNotes || p.inPeople || p.inFamily:
			minSimilarity = minSimilarityNamed
		case p.sure > 1:
			minSimilarity = minSimilaritySure
		}
		first := len(w.pronunciations)
		w.pronunciations = d.pronunciationsOf(brand, language, w.pronunciations)
		for v := first; v < len(w.pronunciations); v++ {
			w.pronunciations[v].setThreshold(minSimilarity)
		}
		if p.sure > 1 || p.inTitle {
			w.initials = d.initialsOf(brand, w.initials)
		}
	}
	if len(w.pronunciations)+len(w.initials) == 0 {
		return
	}
	w.occupied = newIntervals(w.found)
	for i := range w.found {
		w.occupied.add(int32(i))
	}
	slices.SortFunc(w.pronunciations, func(a, b pronunciation) int {
		return cmp.Or(cmp.Compare(a.entry, b.entry), bytes.Compare(a.sounds, b.sounds))
	})
	slices.Sort(w.initials)
	for i := range w.texts {
		r := &w.texts[i]
		if r.field == index.InText && r.spoken {
			w.phonetic.transcribe(r.text[:windowEnd(r.text, 0, maxSpokenBytes)], language)
			d.findSoundAlikes(w, int32(i))
			d.findMisheardInitials(w, int32(i))
		}
	}
}

// findSoundAlikes compares what begins at each word with the names that may begin there.
func (d *Detector) findSoundAlikes(w *work, field int32) {
	h := &w.phonetic
	first := len(w.soundAlikes)
	var next lookahead
	for pronunciations := range slices.Chunk(w.pronunciations, maxCandidateNames) {
		h.candidates.load(pronunciations)
		if w.transcribed += len(h.words); w.transcribed > maxTranscribed {
			break
		}
		for i := range h.words {
			names := h.namesBeginningAt(i)
			if names == 0 {
				continue
			}
			next.fill(h, i)
			for ; names != 0; names &= names - 1 {
				d.compare(w, field, i, &next, h.candidates.current[bits.TrailingZeros64(names)])
			}
		}
	}
	// The order must not depend on which slots the names have, which differs between calls.
	slices.SortStableFunc(w.soundAlikes[first:], func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.entry, b.entry))
	})
}

// compare keeps the n-gram that sounds most like a name if it is similar enough.
func (d *Detector) compare(w *work, field int32, i int, next *lookahead, name *pronunciation) {
	p := w.evidence[name.brand]
	if p.soundAlikes >= MaxHits || len(w.soundAlikes) >= maxCandidates || w.compared >= maxCompared {
		return
	}
	w.compared++
	best, n := name.bestNgram(next)
	if best < name.minSimilarity {
		return
	}
	if n > 1 && name.words > 1 {
		best = (best + name.differenceSimilarity(&w.phonetic, i, n)) / 2
	}
	start, end := int(w.phonetic.words[i].start), int(w.phonetic.words[i+n-1].end)
	if end-start > maxSurface || w.named(name.brand, field, start, end) {
		return
	}
	p.soundAlikes++
	w.soundAlikes = append(w.soundAlikes, candidate{
		brand: name.brand, entry: name.entry, field: field, words: n, start: start, end: end,
		traits: soundAlike, sound: soundMatch{d.entries[name.entry].name, best, int(name.weight), name.words},
	})
}

// named reports whether the exact stage found the brand there, with any score.
func (w *work) named(brand, field int32, start, end int) bool {
	return w.occupied.overlapping(field, start, end, func(t *occupied) bool { return t.has(brand) })
}

// misheardAs is a brand and the words that were taken for it.
type misheardAs struct {
	brand int32
	words string
}

// countRepeats counts how often the same words were taken for the same brand.
func (w *work) countRepeats() map[misheardAs]int {
	n := make(map[misheardAs]int, len(w.soundAlikes))
	for i := range w.soundAlikes {
		n[w.misheardAs(&w.soundAlikes[i])]++
	}
	return n
}

func (w *work) misheardAs(c *candidate) misheardAs {
	return misheardAs{c.brand, strings.ToLower(w.texts[c.field].text[c.start:c.end])}
}

// inherit passes evidence for a name on to longer names that begin with it: when the title has
// "Acme", the text may have "Acme Partners".
func (d *Detector) inherit(w *work) {
	for brand, p := range w.evidence {
		if !p.inTitle && !p.inNotes && p.sure < 2 {
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
