package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// voice is how one name sounds.
type pronunciation struct {
	// Looked at for every stretch of words.
	classes              sound.Classes
	minWeight, maxWeight int32 // weights between which a stretch may be it, see bound
	maxDistance          int32 // distance
	weight               int32
	words                int
	minSimilarity        float64 // similarity under which it is not worth a look
	sounds               []byte

	onset        sound.Onset
	brand, entry int32
	parts        [][]byte // sounds, word by word
}

// leastWeight is how much there must be to hear of a name.
const minPronunciationWeight = 180

// voicesOf writes down how the brand's names sound in a language, and in English where
// that differs: names travel.
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
				list = append(list, v) // YETI is said as a word
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

// sayName writes down a name, whole and word by word, or letter by letter. A part of a
// word that has no vowel is always said so: the Rx of "AcelRx".
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

// cutCapitals cuts a last part that begins with a capital and has no vowel off a word.
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

// bestRun is the stretch, of those that begin with one word, that sounds most like the
// name: how much, and how many words.
func (v *pronunciation) bestNgram(next *lookahead) (best float64, words int) {
	for n := range next.list[:min(len(next.list), v.words+3)] {
		s := &next.list[n]
		if s.weight > v.maxWeight || s.comma && v.words == 1 {
			break // too long already
		}
		if s.weight < v.minWeight {
			continue
		}
		if int32(sound.Excess(s.classes, v.classes)) > v.maxDistance {
			break // more words only bring more that the name has not
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

// bound sets how similar words must be to be looked at, and what follows from it: between
// which weights they lie, and how far away they may be.
func (v *pronunciation) setThreshold(minSimilarity float64) {
	v.minSimilarity = minSimilarity
	v.minWeight = int32(minSimilarity * float64(v.weight))
	v.maxWeight = int32(float64(v.weight) / minSimilarity)
	v.maxDistance = int32((1 - minSimilarity) * float64(v.maxWeight))
}

// differing is how alike a name of several words and what was heard are in the words in
// which they differ: the words they share prove little of the rest.
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
