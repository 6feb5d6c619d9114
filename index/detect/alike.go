package detect

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/sound"
	"github.com/namedrop/namedrop/index/detect/words"
)

// The similarities under which a sound-alike is not even kept as unsure: where the title
// or the notes speak for a brand, and where it was only named somewhere in the text.
const (
	leastNamed = 0.66
	leastHeard = 0.76
)

// voice is how one name sounds.
type voice struct {
	brand  int32
	entry  int32
	sounds []byte
	weight int
	words  int
	parts  [][]byte // sounds, word by word
	mask   uint16   // its consonants
	least  float64  // similarity under which it is not worth a look

	initials bool // said letter by letter
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

// heard is one word of a text with its sounds, as offsets into the text and into one
// string of all sounds.
type heard struct {
	start, end int
	from, to   int
	weight     int
	mask       uint16
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
		h.words = append(h.words, heard{start, i, from, len(h.sounds), sound.Weight(h.sounds[from:]), sound.Mask(h.sounds[from:]), breaks, comma, isFiller(h.letter)})
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
	w.spelt = w.spelt[:0]
	n := 0
	d.inherit(w)
	for brand, p := range w.proof {
		if !p.inTitle && !p.inNotes && !p.inFamily && p.sure == 0 {
			continue
		}
		for _, v := range d.voicesOf(brand, language, nil) {
			n++
			v.mask, v.least = sound.Mask(v.sounds), leastHeard
			if p.inTitle || p.inNotes || p.inFamily {
				v.least = leastNamed
			}
			if v.initials {
				if p.sure > 1 || p.inTitle {
					w.spelt = append(w.spelt, v)
				}
				continue
			}
			first, second := sound.Onset(v.sounds)
			active[first] = append(active[first], v)
			if second != first {
				active[second] = append(active[second], v)
			}
		}
	}
	if n == 0 {
		return
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

// hear looks each run of words up among the names that begin with its sound.
func (d *Detector) hear(w *work, field int32, active *[sound.Onsets][]voice) {
	h := &w.ear
	for i := range h.words {
		if h.words[i].filler {
			continue
		}
		first, second := sound.Onset(h.sounds[h.words[i].from:min(len(h.sounds), h.words[i].from+24)])
		d.hearFrom(w, field, i, active[first], nil)
		if second != first {
			d.hearFrom(w, field, i, active[second], active[first])
		}
	}
}

// hearFrom compares the runs of words from the i-th on with some names, but for those
// that have been compared.
func (d *Detector) hearFrom(w *work, field int32, i int, names, done []voice) {
	h := &w.ear
	{
		for v := range names {
			name := &names[v]
			if slices.ContainsFunc(done, func(o voice) bool { return o.entry == name.entry && &o.sounds[0] == &name.sounds[0] }) {
				continue
			}
			best, at := 0.0, 0
			weight, mask := 0, uint16(0)
			for n := 1; n <= min(name.words+3, maxTokens) && i+n <= len(h.words); n++ {
				word := &h.words[i+n-1]
				if word.filler || n > 1 && (word.breaks || word.comma && name.words == 1) {
					break
				}
				weight += word.weight
				mask |= word.mask
				if float64(name.weight) < name.least*float64(weight) {
					break
				}
				if float64(weight) < name.least*float64(name.weight) {
					continue
				}
				if worst := (1 - max(best, name.least)) * float64(max(weight, name.weight)); float64(sound.AtLeast(name.mask, mask)) > worst {
					continue
				}
				if s := sound.Similarity(name.sounds, h.sounds[h.words[i].from:word.to]); s > best {
					best, at = s, n
				}
			}
			if best < name.least {
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
				traits: misheard, sound: soundMatch{d.entries[name.entry].name, best, name.weight, name.words},
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

// hearInitials looks for initials with one letter misheard.
func (d *Detector) hearInitials(w *work, field int32) {
	text := w.readings[field].text
	for v := range w.spelt {
		name := &w.spelt[v]
		e := &d.entries[name.entry]
		for i := range w.ear.words {
			word := &w.ear.words[i]
			n := word.end - word.start
			if n != len(e.key) && n != len(e.key)+2 {
				continue
			}
			k := string(key(w.ear.letter[:0], text[word.start:word.end]))
			if n > len(e.key) {
				k = strings.TrimSuffix(k, "s")
			}
			if soundsSpelt(e.key, k) && words.English().Level(k) == words.Unknown && !w.named(name.brand, field, word.start, word.end) {
				w.alike = append(w.alike, candidate{
					brand: name.brand, entry: name.entry, field: field, words: 1, start: word.start, end: word.end,
					traits: misheard, sound: soundMatch{e.name, 0.85, 400, 1},
				})
			}
		}
	}
}

// repeats counts how often the same words were taken for the same name.
func (w *work) repeats(c *candidate) int {
	text, n := w.readings[c.field].text, 0
	for i := range w.alike {
		o := &w.alike[i]
		if o.brand == c.brand && o.field == c.field && strings.EqualFold(text[o.start:o.end], text[c.start:c.end]) {
			n++
		}
	}
	return n
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

// differing is how alike a name of several words and what was heard are in the words in
// which they differ: the words they share prove little of the rest.
func (d *Detector) differing(name *voice, h *hearing, i, n int) float64 {
	parts, from, to := name.parts, i, i+n
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
	if (count > 1 || unknown > 0) && w.repeats(c) > 2 {
		k.add(0.6, "said so again and again", "")
	}
	if small && count > 1 {
		k.add(-0.6, "", "ends in a small word")
	}
	switch kind := d.kindIn(c.entry, doc.Language); {
	case kind.plainWord() && !p.inTitle:
		k.add(-2.5, "", "the name is a word itself")
	case kind == ordinary || kind == everyday:
		k.add(-1.2, "", "the name is a word itself")
	}
	if weight := c.sound.weight; weight < 400 {
		k.add(-0.012*float64(400-weight), "", "a short name")
	}
	if r.cased == mixedCase && beginsUpper(surface) {
		k.add(0.4, "with a capital", "")
	}
	if p.inTitle {
		k.add(1.9, "the title names it", "")
	}
	if p.inNotes {
		k.add(1, "the show notes name it", "")
	}
	switch {
	case p.inTitle || p.inNotes:
	case p.inFamily:
		k.add(0.7, "a name it belongs with is there", "")
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
