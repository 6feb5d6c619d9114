package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// voice is how one name sounds.
type voice struct {
	// Looked at for every stretch of words.
	classes      sound.Classes
	fewest, most int32 // weights between which a stretch may be it, see bound
	worst        int32 // distance
	weight       int32
	words        int
	least        float64 // similarity under which it is not worth a look
	sounds       []byte

	onset        sound.Onset
	brand, entry int32
	parts        [][]byte // sounds, word by word
}

// leastWeight is how much there must be to hear of a name.
const leastWeight = 180

// voicesOf writes down how the brand's names sound in a language, and in English where
// that differs: names travel.
func (d *Detector) voicesOf(brand int32, language sound.Language, list []voice) []voice {
	first, end := d.entriesOf(brand)
	for at := first; at < end; at++ {
		e := &d.entries[at]
		if e.form > byHeardAs || len(e.key) < 3 {
			continue
		}
		spelt := e.acronym && len(e.key) <= maxInitials
		v := newVoice(e, brand, at, spelt, language)
		if v.weight >= leastWeight {
			list = append(list, v)
		}
		if spelt && len(e.key) == maxInitials && strings.ContainsAny(e.key, "aeiou") {
			if v := newVoice(e, brand, at, false, language); v.weight >= leastWeight {
				list = append(list, v) // YETI is said as a word
			}
		}
		if language != sound.English && v.weight >= leastWeight {
			if english := newVoice(e, brand, at, spelt, sound.English); !bytes.Equal(english.sounds, v.sounds) {
				list = append(list, english)
			}
		}
	}
	return list
}

func newVoice(e *entry, brand, at int32, spelt bool, language sound.Language) voice {
	v := voice{brand: brand, entry: at, words: int(e.words)}
	v.sounds, v.parts = sayName(e, spelt, language)
	v.weight, v.classes = int32(sound.Weight(v.sounds)), sound.ClassesOf(v.sounds)
	v.onset = sound.OnsetOf(v.sounds)
	return v
}

// sayName writes down a name, whole and word by word, or letter by letter. A part of a
// word that has no vowel is always said so: the Rx of "AcelRx".
func sayName(e *entry, spelt bool, language sound.Language) (all []byte, parts [][]byte) {
	for w := range strings.FieldsFuncSeq(e.name, func(r rune) bool { return !isWord(r) }) {
		var said []byte
		if spelt {
			said = sound.Spell(nil, key(nil, w), language)
		} else {
			head, tail := cutCapitals(w)
			said = sound.Append(nil, key(nil, head), language)
			said = sound.Append(said, key(nil, tail), language)
		}
		all = append(all, said...)
		parts = append(parts, said)
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
func (v *voice) bestRun(next *ahead) (best float64, words int) {
	for n := range next.list[:min(len(next.list), v.words+3)] {
		s := &next.list[n]
		if s.weight > v.most || s.comma && v.words == 1 {
			break // too long already
		}
		if s.weight < v.fewest {
			continue
		}
		if int32(sound.Excess(s.classes, v.classes)) > v.worst {
			break // more words only bring more that the name has not
		}
		if int32(sound.Excess(v.classes, s.classes)) > v.worst {
			continue
		}
		whole := int(max(s.weight, v.weight))
		limit := int((1 - max(best, v.least)) * float64(whole))
		if d := sound.Within(v.sounds, next.heard(n+1), limit); d <= limit {
			if s := 1 - float64(d)/float64(whole); s > best {
				best, words = s, n+1
			}
		}
	}
	return best, words
}

// bound sets how similar words must be to be looked at, and what follows from it: between
// which weights they lie, and how far away they may be.
func (v *voice) bound(least float64) {
	v.least = least
	v.fewest = int32(least * float64(v.weight))
	v.most = int32(float64(v.weight) / least)
	v.worst = int32((1 - least) * float64(v.most))
}

// differing is how alike a name of several words and what was heard are in the words in
// which they differ: the words they share prove little of the rest.
func (v *voice) differing(h *hearing, i, n int) float64 {
	parts, from, to := v.parts, i, i+n
	for from < to && len(parts) > 0 && bytes.Equal(parts[0], h.said(from).heard()) {
		parts = parts[1:]
		from++
	}
	for from < to && len(parts) > 0 && bytes.Equal(parts[len(parts)-1], h.said(to-1).heard()) {
		parts = parts[:len(parts)-1]
		to--
	}
	switch {
	case len(parts) == 0 && from >= to:
		return 1
	case len(parts) == 0 || from >= to:
		return 0.4
	}
	var rest ahead
	rest.look(h, from)
	return sound.Similarity(slices.Concat(parts...), rest.heard(to-from))
}
