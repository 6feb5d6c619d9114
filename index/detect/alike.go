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

// The similarities under which a sound-alike is not even kept as unsure: where the title
// or the notes speak for a brand, and where it was only named somewhere in the text.
const (
	leastNamed = 0.66
	leastHeard = 0.8
	leastOnce  = 0.84 // named a single time
)

// alike is the second stage: names as they may have been misheard, for the brands that
// something else in the document speaks for.
func (d *Detector) alike(doc *feeds.Document, w *work) {
	language := sound.LanguageOf(doc.Language)
	w.voices, w.spelt, w.compared = w.voices[:0], w.spelt[:0], 0
	w.listened = 0
	d.inherit(w)
	for _, brand := range slices.Sorted(maps.Keys(w.proof)) {
		p := w.proof[brand]
		if !p.inTitle && !p.inNotes && !p.inPeople && !p.inFamily && p.sure == 0 {
			continue
		}
		if len(w.voices) > mostVoices {
			break
		}
		least := leastOnce
		switch {
		case p.inTitle || p.inNotes || p.inPeople || p.inFamily:
			least = leastNamed
		case p.sure > 1:
			least = leastHeard
		}
		first := len(w.voices)
		w.voices = d.voicesOf(brand, language, w.voices)
		for v := first; v < len(w.voices); v++ {
			w.voices[v].bound(least)
		}
		if p.sure > 1 || p.inTitle {
			w.spelt = d.initialsOf(brand, w.spelt)
		}
	}
	if len(w.voices)+len(w.spelt) == 0 {
		return
	}
	w.places = newIntervals(w.found)
	for i := range w.found {
		w.places.add(int32(i))
	}
	slices.SortFunc(w.voices, func(a, b voice) int {
		return cmp.Or(cmp.Compare(a.entry, b.entry), bytes.Compare(a.sounds, b.sounds))
	})
	slices.Sort(w.spelt)
	for i := range w.readings {
		r := &w.readings[i]
		if r.field == index.InText && r.spoken {
			w.ear.listen(r.text[:windowEnd(r.text, 0, spokenReach)], language)
			d.hear(w, int32(i))
			d.hearInitials(w, int32(i))
		}
	}
}

// hear compares what begins with each word with the names that may begin with it.
func (d *Detector) hear(w *work, field int32) {
	h := &w.ear
	first := len(w.alike)
	var next ahead
	for voices := range slices.Chunk(w.voices, maxVoices) {
		h.roster.attend(voices)
		if w.listened += len(h.words); w.listened > mostListened {
			break
		}
		for i := range h.words {
			names := h.begins(i)
			if names == 0 {
				continue
			}
			next.look(h, i)
			for ; names != 0; names &= names - 1 {
				d.compare(w, field, i, &next, h.roster.voices[bits.TrailingZeros64(names)])
			}
		}
	}
	// Whatever places the names had.
	slices.SortStableFunc(w.alike[first:], func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.entry, b.entry))
	})
}

// compare keeps the stretch that sounds most like a name, if it does enough.
func (d *Detector) compare(w *work, field int32, i int, next *ahead, name *voice) {
	p := w.proof[name.brand]
	if p.alike >= MostHits || len(w.alike) >= mostCandidates || w.compared >= mostCompared {
		return
	}
	w.compared++
	best, n := name.bestRun(next)
	if best < name.least {
		return
	}
	if n > 1 && name.words > 1 {
		best = (best + name.differing(&w.ear, i, n)) / 2
	}
	start, end := int(w.ear.words[i].start), int(w.ear.words[i+n-1].end)
	if end-start > maxSurface || w.named(name.brand, field, start, end) {
		return
	}
	p.alike++
	w.alike = append(w.alike, candidate{
		brand: name.brand, entry: name.entry, field: field, words: n, start: start, end: end,
		traits: misheard, sound: soundMatch{d.entries[name.entry].name, best, int(name.weight), name.words},
	})
}

// named reports whether the exact stage found the brand there, whatever it made of it.
func (w *work) named(brand, field int32, start, end int) bool {
	return w.places.overlapping(field, start, end, func(t *taken) bool { return t.has(brand) })
}

// saying is some words taken for a brand.
type saying struct {
	brand int32
	words string
}

// countRepeats counts how often the same words were taken for the same name.
func (w *work) countRepeats() map[saying]int {
	n := make(map[saying]int, len(w.alike))
	for i := range w.alike {
		n[w.saying(&w.alike[i])]++
	}
	return n
}

func (w *work) saying(c *candidate) saying {
	return saying{c.brand, strings.ToLower(w.readings[c.field].text[c.start:c.end])}
}

// inherit lends evidence for a name to the longer names that begin with it: where the
// title says "Acme", "Acme Partners" may have been said too.
func (d *Detector) inherit(w *work) {
	for brand, p := range w.proof {
		if !p.inTitle && !p.inNotes && p.sure < 2 {
			continue
		}
		first, end := d.entriesOf(brand)
		for at := first; at < end; at++ {
			e := &d.entries[at]
			if e.form > byAlias || len(e.key) < 5 || d.kind(at, "en") != distinct {
				continue
			}
			order := d.sorted()
			from, _ := slices.BinarySearchFunc(order, e.key, func(o int32, k string) int { return strings.Compare(d.entries[o].key, k) })
			for _, o := range order[from:] {
				longer := &d.entries[o]
				if !strings.HasPrefix(longer.key, e.key) {
					break
				}
				if longer.brand == brand || longer.words <= e.words || longer.form > byAlias {
					continue
				}
				if w.proof[longer.brand] == nil {
					w.proof[longer.brand] = &proof{}
				}
				w.proof[longer.brand].inFamily = true
			}
		}
	}
}
