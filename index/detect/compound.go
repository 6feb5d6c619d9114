package detect

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/detect/words"
)

// Dutch and German write compounds as one word: "Datadijkkoppeling", "Datadijktje". Names at
// the beginning of such words are looked for in texts of these languages, and only for brands
// whose own language is the same.
const (
	minHeadLetters = 5 // letters of the name
	minTailLetters = 3 // letters of the rest, unless it is an ending
)

// compoundHeads indexes the names that may begin a compound. It returns nil when no brand's
// language has compounds.
func compoundHeads(entries []entry, brands []profile) *table {
	if !slices.ContainsFunc(brands, func(p profile) bool { return languageNumber(p.language) != 0 }) {
		return nil
	}
	list := slices.Clone(entries)
	for i := range list {
		e := &list[i]
		if languageNumber(brands[e.brand].language) == 0 || e.form > byAlias || len(e.key) < minHeadLetters || int(e.probe) != len(e.key) || e.words > 1 {
			e.key, e.probe = "", 0 // keeps the entry numbers the same; an empty key is never looked up
		}
	}
	return newTable(list, false)
}

// compounds looks for names at the beginning of the words in a window. It carries a rolling
// hash through each word and looks it up after every letter.
func (d *Detector) compounds(w *work, field, from, to int, language string) {
	text := w.texts[field].text
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) {
			i += size
			continue
		}
		start, letters := i, 0
		var h uint64
		for i < len(text) {
			_, size = utf8.DecodeRuneInString(text[i:])
			var one [utf8.UTFMax]byte
			folded := key(one[:0], text[i:i+size])
			if len(folded) == 0 {
				break
			}
			if letters >= minHeadLetters && letters <= maxLetters && d.heads.maybe(h) {
				d.head(w, field, language, start, i, h)
			}
			for _, f := range folded {
				h = (h + uint64(f)) * prime
			}
			letters += len(folded)
			i += size
		}
		if i == start {
			i += size
		}
	}
}

// head adds the names with this hash as heads of the word that begins at start.
func (d *Detector) head(w *work, field int, language string, start, end int, h uint64) {
	text := w.texts[field].text
	var room [4]span
	for _, s := range d.heads.find(h, start, end, room[:0]) {
		e := &d.entries[s.entry]
		at, _, _ := walk(text, start, e.key, e.form, e.name)
		if at != end || languageNumber(d.brands[e.brand].language) != languageNumber(language) {
			continue
		}
		stop := end
		for stop < len(text) && stop-start <= maxSurface {
			r, size := utf8.DecodeRuneInString(text[stop:])
			if !isWord(r) {
				break
			}
			stop += size
		}
		if stop-start > maxSurface {
			continue // too long for a word
		}
		c := candidate{start: start, end: stop, words: 1, brand: e.brand, entry: s.entry, field: int32(field)}
		switch tail := string(key(nil, text[end:stop])); {
		case isInflection(tail, language):
			c.traits = inflected
		case len(tail) >= minTailLetters:
			c.traits = compound
			if words.For(language).Level(tail) == words.Unknown && words.For(language).Level(strings.TrimPrefix(tail, "s")) == words.Unknown {
				c.traits |= unknownTail
			}
		default:
			continue
		}
		w.found = append(w.found, c)
	}
}

// isInflection reports whether the rest of a word is an ending that Dutch or German adds to a
// name: a diminutive, a plural, people from there.
func isInflection(tail, language string) bool {
	if languageNumber(language) == 1 {
		switch tail {
		case "je", "jes", "tje", "tjes", "pje", "pjes", "en", "er", "ers", "se":
			return true
		}
		return false
	}
	switch tail {
	case "en", "er", "ern", "es", "ens", "sche", "schen", "scher", "sches":
		return true
	}
	return false
}
