package detect

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/sound"
	"github.com/namedrop/namedrop/index/detect/words"
)

// least is the similarity under which a sound-alike is not even kept as unsure.
const least = 0.66

// voice is how one name sounds.
type voice struct {
	brand  int32
	entry  int32
	sounds []byte
	weight int
	words  int
}

// voicesOf writes down how the brand's names sound in a language, and in English where
// that differs: names travel.
func (d *Detector) voicesOf(brand int32, language sound.Language, list []voice) []voice {
	for _, at := range d.byBrand[brand] {
		e := &d.entries[at]
		if e.form > byHeardAs || len(e.key) < 4 || e.acronym && len(e.key) < 4 {
			continue
		}
		v := voice{brand: brand, entry: at, words: int(e.words)}
		v.sounds = sayName(e, language)
		v.weight = sound.Weight(v.sounds)
		if v.weight < 180 {
			continue // too little to hear
		}
		list = append(list, v)
		if language != sound.English {
			if english := sayName(e, sound.English); !slices.Equal(english, v.sounds) {
				v.sounds, v.weight = english, sound.Weight(english)
				list = append(list, v)
			}
		}
	}
	return list
}

func sayName(e *entry, language sound.Language) []byte {
	var out []byte
	for w := range strings.FieldsFuncSeq(e.name, func(r rune) bool { return !isWord(r) }) {
		out = sound.Append(out, key(nil, w), language)
	}
	return out
}

// heard is one word of a text with its sounds, as offsets into the text and into one
// string of all sounds.
type heard struct {
	start, end int
	from, to   int
	weight     int
	breaks     bool // a sentence begins with it
	comma      bool // a comma stands before it
	filler     bool // uh, um
}

// hearing is a text written down as it sounds.
type hearing struct {
	words  []heard
	sounds []byte
	letter []byte
}

// listen fills a hearing from a text.
func (h *hearing) listen(text string, language sound.Language) {
	h.words, h.sounds = h.words[:0], h.sounds[:0]
	breaks, comma := true, false
	for i := 0; i < len(text); {
		c := text[i]
		if foldByte[c] == breakByte {
			breaks = breaks || c == '.' || c == '!' || c == '?'
			comma = comma || c == ',' || c == ';' || c == ':'
			i++
			continue
		}
		start := i
		h.letter = h.letter[:0]
		for i < len(text) {
			c := text[i]
			if f := foldByte[c]; f == breakByte {
				if c != '\'' || i+1 >= len(text) || foldByte[text[i+1]] == breakByte {
					break
				}
				i++
			} else if f != wideByte {
				h.letter = append(h.letter, f)
				i++
			} else {
				r, size := utf8.DecodeRuneInString(text[i:])
				folded := foldRune(r)
				if folded == "" && r != '’' {
					break
				}
				if folded != vanishes {
					h.letter = append(h.letter, folded...)
				}
				i += size
			}
		}
		if len(h.letter) == 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += max(size, 1)
			breaks = true
			continue
		}
		from := len(h.sounds)
		h.sounds = sound.Append(h.sounds, h.letter, language)
		if len(h.sounds)-from > 24 {
			h.sounds = h.sounds[:from+24]
		}
		h.words = append(h.words, heard{start, i, from, len(h.sounds), sound.Weight(h.sounds[from:]), breaks, comma, isFiller(h.letter)})
		breaks, comma = false, false
	}
}

func isFiller(word []byte) bool {
	switch string(word) {
	case "uh", "um", "uhm", "eh", "ehm", "ah", "äh", "hmm", "unk":
		return true
	}
	return false
}

// alike is the second stage: names as they may have been misheard, for the brands that
// something else in the document speaks for.
func (d *Detector) alike(doc *feeds.Document, w *work) {
	language := sound.LanguageOf(doc.Language)
	var active [sound.Onsets][]voice
	n := 0
	for brand, p := range w.proof {
		if !p.inTitle && !p.inNotes && !p.inPeople && p.sure == 0 {
			continue
		}
		for _, v := range d.voicesOf(brand, language, nil) {
			o := sound.Onset(v.sounds)
			active[o] = append(active[o], v)
			n++
		}
	}
	if n == 0 {
		return
	}
	for o := range active {
		slices.SortFunc(active[o], func(a, b voice) int { return int(a.entry - b.entry) })
	}
	for i := range w.readings {
		r := &w.readings[i]
		if r.field == index.InText && r.spoken {
			w.ear.listen(r.text, language)
			d.hear(w, int32(i), &active)
		}
	}
}

// hear looks each run of words up among the names that begin with its sound.
func (d *Detector) hear(w *work, field int32, active *[sound.Onsets][]voice) {
	h := &w.ear
	for i := range h.words {
		if h.words[i].filler {
			continue
		}
		o := sound.Onset(h.sounds[h.words[i].from:min(len(h.sounds), h.words[i].from+24)])
		for v := range active[o] {
			name := &active[o][v]
			best, at := 0.0, 0
			weight := 0
			for n := 1; n <= min(name.words+3, maxTokens) && i+n <= len(h.words); n++ {
				word := &h.words[i+n-1]
				if word.filler || n > 1 && (word.breaks || word.comma && name.words == 1) {
					break
				}
				weight += word.weight
				if weight*10 > name.weight*16 {
					break
				}
				if weight*10 < name.weight*6 {
					continue
				}
				if s := sound.Similarity(name.sounds, h.sounds[h.words[i].from:word.to]); s > best {
					best, at = s, n
				}
			}
			if best < least {
				continue
			}
			if at > 1 && name.words > 1 {
				best = (best + d.differing(name, h, i, at)) / 2
			}
			if w.named(name.brand, field, h.words[i].start, h.words[i+at-1].end) {
				continue
			}
			w.alike = append(w.alike, candidate{
				brand: name.brand, entry: name.entry, field: field, words: at,
				start: h.words[i].start, end: h.words[i+at-1].end,
				traits: misheard, sound: soundMatch{d.entries[name.entry].name, best, name.weight},
			})
		}
	}
}

// named reports whether the exact stage found the brand there, whatever it made of it.
func (w *work) named(brand, field int32, start, end int) bool {
	for i := range w.found {
		c := &w.found[i]
		if c.brand == brand && c.field == field && c.start < end && start < c.end {
			return true
		}
	}
	return false
}

// differing is how alike a name of several words and what was heard are in the words in
// which they differ: the words they share prove little of the rest.
func (d *Detector) differing(name *voice, h *hearing, i, n int) float64 {
	said, from, to := name.sounds, i, i+n
	word := func(j int) []byte { return h.sounds[h.words[j].from:h.words[j].to] }
	for from < to && len(word(from)) > 1 && bytes.HasPrefix(said, word(from)) {
		said = said[len(word(from)):]
		from++
	}
	for from < to && len(word(to-1)) > 1 && bytes.HasSuffix(said, word(to-1)) {
		said = said[:len(said)-len(word(to-1))]
		to--
	}
	switch {
	case len(said) == 0 && from >= to:
		return 1
	case len(said) == 0 || from >= to:
		return 0.4
	}
	return sound.Similarity(said, h.sounds[h.words[from].from:h.words[to-1].to])
}

// judgeSound scores a sound-alike.
func (d *Detector) judgeSound(doc *feeds.Document, w *work, c *candidate, k *card) {
	r := &w.readings[c.field]
	surface := r.text[c.start:c.end]
	p := w.proof[c.brand]
	k.base(14*(c.sound.similarity-0.8), "sounds like “"+c.sound.name+"”")
	grammar := words.GrammarOf(doc.Language)
	allCommon, unknown, count, small, timed := true, 0, 0, false, false
	for word := range strings.FieldsFuncSeq(surface, func(r rune) bool { return !isWord(r) }) {
		l := level(strings.TrimSuffix(strings.ToLower(word), "'s"), doc.Language)
		allCommon = allCommon && l == words.Common
		if l == words.Unknown {
			unknown++
		}
		timed = count > 0 && words.Time(strings.ToLower(word))
		small = len(word) < 3 || grammar.Role(word) != words.None
		count++
	}
	switch {
	case strings.Contains(string(key(nil, surface)), d.entries[c.entry].key):
		k.add(-3, "", "a longer word with the name in it")
	case unknown > 0:
		k.add(0.4, "not an ordinary word", "")
	case count == 1 && allCommon:
		k.add(-2, "", "an everyday word")
	case allCommon:
		k.add(-1.2, "", "everyday words")
	case count == 1:
		k.add(-0.6, "", "a word of its own")
	default:
		k.add(-0.6, "", "ordinary words")
	}
	if timed {
		k.add(-2.5, "", "an expression of time")
	}
	if small && count > 1 {
		k.add(-0.6, "", "ends in a small word")
	}
	switch kind := d.kindIn(c.entry, doc.Language); {
	case kind.plainWord() && !p.inTitle:
		k.add(-2.5, "", "the name is a word itself")
	case kind == ordinary || kind == everyday:
		k.add(-0.6, "", "the name is a word itself")
	}
	if weight := c.sound.weight; weight < 400 {
		k.add(-0.012*float64(400-weight), "", "a short name")
	}
	if r.cased == mixedCase && beginsUpper(surface) {
		k.add(0.4, "with a capital", "")
	}
	if p.inTitle {
		k.add(1.7, "the title names it", "")
	}
	if p.inNotes {
		k.add(1, "the show notes name it", "")
	}
	switch {
	case p.inTitle || p.inNotes:
	case p.sure > 1:
		k.add(-0.4, "", "heard rightly elsewhere")
	default:
		k.add(-0.8, "", "named only once for certain")
	}
	if p.sure > 1 && (p.inTitle || p.inNotes) {
		k.add(0.4, "named for certain elsewhere", "")
	}
	if seen := d.context.near(r.text, c); seen.exclude != "" {
		k.add(-6, "", "“"+seen.exclude+"” rules it out")
	} else if seen.context != "" {
		k.add(0.8, "“"+seen.context+"” stands near", "")
	}
}
