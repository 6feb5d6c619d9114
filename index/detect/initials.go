package detect

import (
	"strings"

	"github.com/namedrop/namedrop/index/detect/words"
)

// letterGroups gives letters whose names sound alike the same number: "FTL" for FPL.
var letterGroups = func() (t [256]uint8) {
	for i, group := range []string{"bcdegptvz3", "fsx", "mn", "ajkh8", "quw", "iy", "lo", "r"} {
		for _, c := range group {
			t[c] = uint8(i + 1)
		}
	}
	return t
}()

// oneLetterMisheard reports whether a folded word is a name of initials with exactly one letter
// misheard.
func oneLetterMisheard(name string, word string) bool {
	if len(name) != len(word) || len(name) < 3 || name == word {
		return false
	}
	wrong := 0
	for i := range len(name) {
		a, b := name[i], word[i]
		if a == b {
			continue
		}
		if wrong++; wrong > 1 || letterGroups[a] == 0 || letterGroups[a] != letterGroups[b] && !confusable(a, b) {
			return false
		}
	}
	return wrong == 1
}

// confusable reports whether the names of two letters share a consonant: f and s are close, p
// and s end or begin alike.
func confusable(a, b byte) bool {
	switch string([]byte{min(a, b), max(a, b)}) {
	case "ps", "bf", "fp", "cs", "sz", "lm", "ln":
		return true
	}
	return false
}

// maxInitials is how many capitals are pronounced by their letters. Longer ones are read as a
// word.
const maxInitials = 4

// initialsOf appends the entries of a brand that are initials.
func (d *Detector) initialsOf(brand int32, list []int32) []int32 {
	first, end := d.entriesOf(brand)
	for at := first; at < end; at++ {
		if e := &d.entries[at]; e.acronym && len(e.key) <= maxInitials {
			list = append(list, at)
		}
	}
	return list
}

// findMisheardInitials looks for initials with one letter misheard, with or without an s.
func (d *Detector) findMisheardInitials(w *work, field int32) {
	text := w.texts[field].text
	for _, at := range w.initials {
		e := &d.entries[at]
		p := w.evidence[e.brand]
		for i := range w.phonetic.words {
			if p.soundAlikes >= MaxHits || len(w.soundAlikes) >= maxCandidates {
				break
			}
			word := &w.phonetic.words[i]
			start, end := int(word.start), int(word.end)
			n := end - start
			if n < len(e.key) || n > len(e.key)+2 {
				continue
			}
			k := string(key(w.phonetic.folded[:0], text[start:end]))
			if len(k) == len(e.key)+1 {
				k = strings.TrimSuffix(k, "s")
			}
			if oneLetterMisheard(e.key, k) && words.English().Level(k) == words.Unknown && !w.named(e.brand, field, start, end) {
				p.soundAlikes++
				w.soundAlikes = append(w.soundAlikes, candidate{
					brand: e.brand, entry: at, field: field, words: 1, start: start, end: end,
					traits: soundAlike, sound: soundMatch{e.name, 0.85, 400, 1},
				})
			}
		}
	}
}
