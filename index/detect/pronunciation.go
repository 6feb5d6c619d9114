package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// pronunciation is how one name sounds in one language.
type pronunciation struct {
	// These come first because they are read for every n-gram.
	classes              sound.Classes
	minWeight, maxWeight int32 // weights between which an n-gram may be the name, see setThreshold
	maxDistance          int32 // largest distance at which an n-gram may be the name
	weight               int32
	words                int
	minSimilarity        float64 // below it a sound-alike is not kept, not even as unsure
	sounds               []byte

	onset        sound.Onset
	brand, entry int32
	parts        [][]byte // its sounds, word by word
}

// minPronunciationWeight is how much sound a name must have to be looked for. Shorter ones
// sound like too many words.
const minPronunciationWeight = 180

// pronunciationsOf appends how a brand's names sound in the document's language and, when that
// differs, in English: foreign names are often pronounced as in English.
func (d *Detector) pronunciationsOf(brand int32, language sound.Language, list []pronunciation) []pronunciation {
	first, end := d.entriesOf(brand)
	for at := first; at < end; at++ {
		e := &d.entries[at]
		if e.form > byHeardAs || len(e.key) < 3 {
			continue
		}
		byLetters := e.acronym && len(e.key) <= maxInitials
		v := newPronunciation(e, brand, at, byLetters, language)
		if v.weight >= minPronunciationWeight {
			list = append(list, v)
		}
		if byLetters && len(e.key) == maxInitials && strings.ContainsAny(e.key, "aeiou") {
			if v := newPronunciation(e, brand, at, false, language); v.weight >= minPronunciationWeight {
				list = append(list, v) // a name such as YETI is pronounced as a word
			}
		}
		if language != sound.English && v.weight >= minPronunciationWeight {
			if english := newPronunciation(e, brand, at, byLetters, sound.English); !bytes.Equal(english.sounds, v.sounds) {
				list = append(list, english)
			}
		}
	}
	return list
}

func newPronunciation(e *entry, brand, at int32, byLetters bool, language sound.Language) pronunciation {
	v := pronunciation{brand: brand, entry: at, words: int(e.words)}
	v.sounds, v.parts = phonesOf(e, byLetters, language)
	v.weight, v.classes = int32(sound.Weight(v.sounds)), sound.ClassesOf(v.sounds)
	v.onset = sound.OnsetOf(v.sounds)
	return v
}

// phonesOf returns the sounds of a name, whole and by word, or letter by letter for initials. A
// part of a word without a vowel is always pronounced by its letters: the Rx of "AcelRx".
func phonesOf(e *entry, byLetters bool, language sound.Language) (all []byte, parts [][]byte) {
	for w := range strings.FieldsFuncSeq(e.name, func(r rune) bool { return !isWord(r) }) {
		var phones []byte
		if byLetters {
			phones = sound.Spell(nil, key(nil, w), language)
		} else {
			head, tail := cutCapitals(w)
			phones = sound.Append(nil, key(nil, head), language)
			phones = sound.Append(phones, key(nil, tail), language)
		}
		all = append(all, phones...)
		parts = append(parts, phones)
	}
	return all, parts
}

// cutCapitals splits off the last part of a word when it begins with a capital and has no
// vowel.
func cutCapitals(word string) (head, tail string) {
	for i := len(word) - 1; i > 0; i-- {
		if word[i] >= 'A' && word[i] <= 'Z' && word[i-1] >= 'a' && word[i-1] <= 'z' {
			if strings.ContainsAny(word[i:], "aeiouyAEIOUY") {
				break
			}
			return word[:i], word[i:]
		}
	}
	return word, ""
}

// bestNgram returns the similarity of the n-gram that sounds most like the name, and how many
// words it has. The cheap bounds come first; the edit distance is computed for few.
func (v *pronunciation) bestNgram(next *lookahead) (best float64, words int) {
	for n := range next.list[:min(len(next.list), v.words+3)] {
		s := &next.list[n]
		if s.weight > v.maxWeight || s.comma && v.words == 1 {
			break // too long already, and longer ones are too
		}
		if s.weight < v.minWeight {
			continue
		}
		if int32(sound.Excess(s.classes, v.classes)) > v.maxDistance {
			break // more words only add consonants that the name doesn't have
		}
		if int32(sound.Excess(v.classes, s.classes)) > v.maxDistance {
			continue
		}
		whole := int(max(s.weight, v.weight))
		limit := int((1 - max(best, v.minSimilarity)) * float64(whole))
		if d := sound.Within(v.sounds, next.phones(n+1), limit); d <= limit {
			if s := 1 - float64(d)/float64(whole); s > best {
				best, words = s, n+1
			}
		}
	}
	return best, words
}

// setThreshold sets the least similarity and derives bounds from it. Similarity is
// 1 - distance/max(weights), and the distance is at least the difference of the weights, so an
// n-gram lighter than similarity*weight or heavier than weight/similarity can't reach it.
func (v *pronunciation) setThreshold(minSimilarity float64) {
	v.minSimilarity = minSimilarity
	v.minWeight = int32(minSimilarity * float64(v.weight))
	v.maxWeight = int32(float64(v.weight) / minSimilarity)
	v.maxDistance = int32((1 - minSimilarity) * float64(v.maxWeight))
}

// differenceSimilarity compares only the words in which a name of several words and the text
// differ. Words they share would otherwise hide that the rest is different: "Meridian Labs" and
// "meridian laps" share a word, and so do "Meridian Labs" and "meridian line".
func (v *pronunciation) differenceSimilarity(h *phoneticText, i, n int) float64 {
	parts, from, to := v.parts, i, i+n
	for from < to && len(parts) > 0 && bytes.Equal(parts[0], h.entry(from).phones()) {
		parts = parts[1:]
		from++
	}
	for from < to && len(parts) > 0 && bytes.Equal(parts[len(parts)-1], h.entry(to-1).phones()) {
		parts = parts[:len(parts)-1]
		to--
	}
	switch {
	case len(parts) == 0 && from >= to:
		return 1
	case len(parts) == 0 || from >= to:
		return 0.4
	}
	var rest lookahead
	rest.fill(h, from)
	return sound.Similarity(slices.Concat(parts...), rest.phones(to-from))
}
