package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index/detect/sound"
)

// voice is how one name sounds.
type voice struct {
	brand   int32
	entry   int32
	sounds  []byte
	weight  int
	words   int
	parts   [][]byte // sounds, word by word
	classes sound.Classes
	least   float64 // similarity under which it is not worth a look

	fewest, most, worst int // see bound

	first, second byte // classes it is filed under
	initials      bool // said letter by letter
}

// voicesOf writes down how the brand's names sound in a language, and in English where
// that differs: names travel.
func (d *Detector) voicesOf(brand int32, language sound.Language, list []voice) []voice {
	first, end := d.entriesOf(brand)
	for at := first; at < end; at++ {
		e := &d.entries[at]
		if e.form > byHeardAs || len(e.key) < 3 {
			continue
		}
		if e.acronym && len(e.key) < 5 {
			list = append(list, voice{brand: brand, entry: at, words: 1, initials: true})
			continue
		}
		v := voice{brand: brand, entry: at, words: int(e.words)}
		v.sounds, v.parts = sayName(e, language)
		v.weight = sound.Weight(v.sounds)
		if v.weight < 180 {
			continue // too little to hear
		}
		list = append(list, v)
		if language != sound.English {
			if english, parts := sayName(e, sound.English); !slices.Equal(english, v.sounds) {
				v.sounds, v.parts, v.weight = english, parts, sound.Weight(english)
				list = append(list, v)
			}
		}
	}
	return list
}

func sayName(e *entry, language sound.Language) (all []byte, parts [][]byte) {
	for w := range strings.FieldsFuncSeq(e.name, func(r rune) bool { return !isWord(r) }) {
		said := sound.Append(nil, key(nil, w), language)
		all = append(all, said...)
		parts = append(parts, said)
	}
	return all, parts
}

// bestRun is the stretch, of those that begin with one word, that sounds most like the
// name: how much, and how many words.
func (v *voice) bestRun(sounds []byte, from int, ahead []stretch) (best float64, words int) {
	for n := range ahead[:min(len(ahead), v.words+3)] {
		s := &ahead[n]
		if s.weight > v.most || s.comma && v.words == 1 {
			break // too long already
		}
		if s.weight < v.fewest || sound.AtLeast(v.classes, s.classes) > v.worst {
			continue
		}
		whole := max(s.weight, v.weight)
		limit := int((1 - max(best, v.least)) * float64(whole))
		if d := sound.Within(v.sounds, sounds[from:s.to], limit); d <= limit {
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
	v.fewest = int(least * float64(v.weight))
	v.most = int(float64(v.weight) / least)
	v.worst = int((1 - least) * float64(v.most))
}

// differing is how alike a name of several words and what was heard are in the words in
// which they differ: the words they share prove little of the rest.
func (v *voice) differing(h *hearing, i, n int) float64 {
	parts, from, to := v.parts, i, i+n
	word := func(j int) []byte { return h.sounds[h.words[j].from:h.words[j].to] }
	for from < to && len(parts) > 0 && bytes.Equal(parts[0], word(from)) {
		parts = parts[1:]
		from++
	}
	for from < to && len(parts) > 0 && bytes.Equal(parts[len(parts)-1], word(to-1)) {
		parts = parts[:len(parts)-1]
		to--
	}
	switch {
	case len(parts) == 0 && from >= to:
		return 1
	case len(parts) == 0 || from >= to:
		return 0.4
	}
	return sound.Similarity(slices.Concat(parts...), h.sounds[h.words[from].from:h.words[to-1].to])
}
