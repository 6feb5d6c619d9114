package detect

import (
	"bytes"
	"cmp"
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
	var active [sound.Onsets][]voice
	w.spelt = w.spelt[:0]
	n := 0
	d.inherit(w)
	for brand, p := range w.proof {
		if !p.inTitle && !p.inNotes && !p.inPeople && !p.inFamily && p.sure == 0 {
			continue
		}
		for _, v := range d.voicesOf(brand, language, nil) {
			n++
			v.classes = sound.ClassesOf(v.sounds)
			switch {
			case p.inTitle || p.inNotes || p.inPeople || p.inFamily:
				v.bound(leastNamed)
			case p.sure > 1:
				v.bound(leastHeard)
			default:
				v.bound(leastOnce)
			}
			if v.initials {
				if p.sure > 1 || p.inTitle {
					w.spelt = append(w.spelt, v)
				}
				continue
			}
			v.first, v.second = sound.Onset(v.sounds)
			active[v.first] = append(active[v.first], v)
			if v.second != v.first {
				active[v.second] = append(active[v.second], v)
			}
		}
	}
	if n == 0 {
		return
	}
	w.places = newIntervals(w.found)
	for i := range w.found {
		w.places.add(int32(i))
	}
	for o := range active {
		slices.SortFunc(active[o], func(a, b voice) int {
			return cmp.Or(cmp.Compare(a.entry, b.entry), bytes.Compare(a.sounds, b.sounds))
		})
	}
	for i := range w.readings {
		r := &w.readings[i]
		if r.field == index.InText && r.spoken {
			w.ear.listen(r.text, language)
			d.hear(w, int32(i), &active)
			d.hearInitials(w, int32(i))
		}
	}
}

// none is no class.
const none = 0xff

// hear looks each stretch of words up among the names that begin with its sound.
func (d *Detector) hear(w *work, field int32, active *[sound.Onsets][]voice) {
	h := &w.ear
	var room [maxTokens]stretch
	for i := range h.words {
		ahead := h.stretches(i, room[:0])
		if len(ahead) == 0 {
			continue
		}
		first, second := sound.Onset(h.sounds[h.words[i].from:min(len(h.sounds), h.words[i].from+maxWordSounds)])
		d.hearFrom(w, field, i, ahead, active[first], none)
		if second != first {
			d.hearFrom(w, field, i, ahead, active[second], first)
		}
	}
}

// hearFrom compares what begins with the i-th word with some names, but for those filed
// under a class that has been looked at.
func (d *Detector) hearFrom(w *work, field int32, i int, ahead []stretch, names []voice, done byte) {
	h := &w.ear
	for v := range names {
		name := &names[v]
		if name.first == done || name.second == done {
			continue
		}
		best, n := name.bestRun(h.sounds, h.words[i].from, ahead)
		if best < name.least {
			continue
		}
		if n > 1 && name.words > 1 {
			best = (best + name.differing(h, i, n)) / 2
		}
		start, end := h.words[i].start, h.words[i+n-1].end
		if w.named(name.brand, field, start, end) {
			continue
		}
		w.alike = append(w.alike, candidate{
			brand: name.brand, entry: name.entry, field: field, words: n, start: start, end: end,
			traits: misheard, sound: soundMatch{d.entries[name.entry].name, best, name.weight, name.words},
		})
	}
}

// named reports whether the exact stage found the brand there, whatever it made of it.
func (w *work) named(brand, field int32, start, end int) bool {
	return w.places.overlapping(field, start, end, func(o *candidate) bool { return o.brand == brand })
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
