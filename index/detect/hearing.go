package detect

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/sound"
)

// floors is the least similarity at which a sound-alike is kept, even as unsure, by support. The
// learned judgement needs many candidates; the letter rules few.
var floors = [languages][supports]float64{
	sound.English: {0.72, 0.60, 0.52, 0.42, 0.34},
	sound.Dutch:   {2, 0.84, 0.80, 0.66, 0.66},
	sound.German:  {2, 0.84, 0.80, 0.66, 0.66},
}

// Costs that a first word must save, and that each further word costs where candidates are
// compared.
const (
	startMargin = 50
	wordPrice   = 15
)

// wordFloor is the floor of names that are dictionary words, unless the title supports them.
const wordFloor = 0.60

// maxUnsupported is how many brands may be looked for without other evidence. Among more, some
// name sounds like anything.
const maxUnsupported = 300

// hearing is the second stage for one language: it looks for words that sound like a name. Its
// memory is used for text after text.
type hearing struct {
	language   sound.Language
	voice      sound.Voice
	transcript transcript
	sought     map[soughtKey]*sought
	unaided    []*sought  // of the names that are looked for without evidence
	openers    [][]opener // by number of a word: those of them that may begin with it
	opened     []bool
	used       []bool // scratch, by word of the text
	compared   int
	heard      []heardName
}

// sought is a reading that is looked for at some least similarity.
type sought struct {
	*reading
	limit   int32
	bounds  sound.Row
	foreign sound.Foreign
	starts  []int8 // by number of a word: may begin the name, may not, or not tried
}

type soughtKey struct {
	reading *reading
	floor   float64
}

const (
	notTried int8 = iota
	mayStart
	mayNotStart
)

// maxSought is how many readings may keep what they know of words.
const maxSought = 256

// unevenness is how much less similar the beginning of a name may be than the whole.
const unevenness = 0.25

func (h *hearing) newSought(r *reading, floor float64) *sought {
	limit := int32(float64(r.worth) * (1 - floor))
	costs := h.voice.Costs()
	return &sought{reading: r, limit: limit, bounds: costs.Bounds(r.sounds, limit, floor-unevenness), foreign: costs.Foreign(r.sounds)}
}

// opener is a reading that may begin with some word.
type opener struct {
	*sought
	distance int32 // of the word from the whole name
	least    int32 // of the word from any beginning of the name
}

func (h *hearing) newOpener(s *sought, number int32) opener {
	row := *s.begun
	least := h.voice.Costs().Hear(&row, s.sounds, h.transcript.known[number].sounds, s.limit)
	return opener{s, row[len(s.sounds)], least}
}

// mayStart reports whether the name may begin with a word.
func (h *hearing) mayStart(s *sought, number int32) bool {
	word := h.transcript.known[number].sounds
	return s.foreign.Of(word) <= s.limit && h.voice.Costs().Starts(s.begun, &s.bounds, s.sounds, word, s.limit, startMargin)
}

// heardName is a stretch of words that sounds like a name.
type heardName struct {
	name       *spokenName
	first, n   int // words of the transcript
	start, end int // bytes
	support    support
	saved      int32 // the worth of the name less the distance
	worth      int32
}

func (h *heardName) similarity() float64 { return float64(h.saved) / float64(h.worth) }

func (h *heardName) rank() int32 { return h.saved - wordPrice*int32(h.n) }

// soundAlikes is the second stage of detection.
func (d *Detector) soundAlikes(doc *feeds.Document, w *work) {
	if !slices.ContainsFunc(w.texts, func(r fieldText) bool { return r.field == index.InText && r.spoken && r.text != "" }) {
		return
	}
	language := sound.LanguageOf(doc.Language)
	h := w.hearings[language]
	if h == nil {
		h = &hearing{language: language, voice: d.voice(language), sought: map[soughtKey]*sought{}}
		w.hearings[language] = h
		if floors[language][noSupport] <= 1 && len(d.brands) < maxUnsupported {
			for _, r := range d.unaided(language) {
				h.unaided = append(h.unaided, h.newSought(r, floors[language][noSupport]))
			}
		}
	}
	d.inherit(w)
	w.occupied = newIntervals(w.found)
	for i := range w.found {
		if w.found[i].reported() {
			w.occupied.add(int32(i))
		}
	}
	for i := range w.texts {
		if r := &w.texts[i]; r.field == index.InText && r.spoken {
			d.hear(w, h, int32(i))
			d.judgeHeard(doc, w, h, int32(i))
		}
	}
}

// unaided returns the readings that are looked for without other evidence: of names that are
// neither everyday words nor initials.
func (d *Detector) unaided(language sound.Language) (list []*reading) {
	for brand := range d.brands {
		names := d.spokenNames(int32(brand), language)
		for i := range names {
			if names[i].kind == nameIsWord || names[i].kind == nameInitials {
				continue
			}
			for j := range names[i].readings {
				list = append(list, &names[i].readings[j])
			}
		}
	}
	return list
}

// hear fills h.heard with what sounds like a name in one text.
func (d *Detector) hear(w *work, h *hearing, field int32) {
	if h.transcript.reset() {
		clear(h.sought)
		h.openers, h.opened = h.openers[:0], h.opened[:0]
	}
	text := w.texts[field].text
	h.transcript.read(text[:windowEnd(text, 0, maxSpokenBytes)], h.voice)
	h.compared, h.heard = 0, h.heard[:0]
	var found []heardName
	floor := &floors[h.language]
	for _, brand := range slices.Sorted(maps.Keys(w.evidence)) {
		p := w.evidence[brand]
		s := p.support()
		if s == noSupport || s == namedOnce && len(d.brands) >= maxUnsupported && h.language == sound.English {
			continue
		}
		names := d.spokenNames(brand, h.language)
		for i := range names {
			n := &names[i]
			least := floor[s]
			if n.kind == nameIsWord && s < related {
				least = max(least, wordFloor)
			}
			first := len(found)
			for j := range n.readings {
				found = h.seek(&n.readings[j], least, s, found)
			}
			found = h.choose(w, field, found, first)
		}
	}
	if len(h.unaided) > 0 {
		found = h.seekUnaided(w, field, found)
	}
	h.heard = h.chooseByBrand(found, h.heard)
}

// seek adds the places that sound like a reading of a name.
func (h *hearing) seek(r *reading, floor float64, by support, found []heardName) []heardName {
	s := h.sought[soughtKey{r, floor}]
	if s == nil {
		if len(h.sought) >= maxSought {
			clear(h.sought)
		}
		s = h.newSought(r, floor)
		h.sought[soughtKey{r, floor}] = s
	}
	if missing := len(h.transcript.known) - len(s.starts); missing > 0 {
		s.starts = append(s.starts, make([]int8, missing+missing/4)...)
	}
	for i := range h.transcript.words {
		number := h.transcript.words[i].number
		if s.starts[number] == notTried {
			s.starts[number] = mayNotStart
			if h.mayStart(s, number) {
				s.starts[number] = mayStart
			}
		}
		if s.starts[number] == mayNotStart {
			continue
		}
		if h.compared++; h.compared > maxCompared {
			break
		}
		found = h.compare(s, i, by, found)
	}
	return found
}

// compare adds the n-grams that begin with the i-th word and are within the limit of a reading.
func (h *hearing) compare(s *sought, i int, by support, found []heardName) []heardName {
	costs, t := h.voice.Costs(), &h.transcript
	row, least := *s.begun, int32(0)
	for n := 1; n <= min(len(s.name.words)+3, maxTokens) && i+n <= len(t.words); n++ {
		at := &t.words[i+n-1]
		sounds := t.known[at.number].sounds
		if len(sounds) == 0 || n > 1 && (at.breaks || at.comma && len(s.name.words) == 1) || s.foreign.Of(sounds) > s.limit-least {
			break
		}
		if least = costs.Hear(&row, s.sounds, sounds, s.limit); least > s.limit {
			break
		}
		if d := row[len(s.sounds)]; d <= s.limit && len(found) < maxHeard {
			found = append(found, heardName{s.name, i, n, int(t.words[i].start), int(at.end), by, s.worth - d, s.worth})
		}
		if !row.Within(&s.bounds, len(s.sounds)) {
			break
		}
	}
	return found
}

// seekUnaided is seek for all names that are looked for without evidence at once.
func (h *hearing) seekUnaided(w *work, field int32, found []heardName) []heardName {
	if missing := len(h.transcript.known) - len(h.openers); missing > 0 {
		h.openers = append(h.openers, make([][]opener, missing)...)
		h.opened = append(h.opened, make([]bool, missing)...)
	}
	first := len(found)
	for i := range h.transcript.words {
		number := h.transcript.words[i].number
		if !h.opened[number] {
			h.opened[number] = true
			for _, s := range h.unaided {
				if h.mayStart(s, number) {
					h.openers[number] = append(h.openers[number], h.newOpener(s, number))
				}
			}
		}
		for _, o := range h.openers[number] {
			longer := i+1 < len(h.transcript.words) && o.foreign.Of(h.transcript.word(i+1).sounds) <= o.limit-o.least
			if o.distance > o.limit && !longer || w.evidence[o.name.brand].support() != noSupport {
				continue
			}
			if h.compared++; h.compared > maxCompared {
				break
			}
			found = h.compare(o.sought, i, noSupport, found)
		}
	}
	slices.SortStableFunc(found[first:], func(a, b heardName) int { return cmp.Compare(a.name.entry, b.name.entry) })
	for from := first; from < len(found); {
		to := from
		for to < len(found) && found[to].name == found[from].name {
			to++
		}
		rest := slices.Clone(found[to:])
		found = h.choose(w, field, found[:to], from)
		from = len(found)
		found = append(found, rest...)
	}
	return found
}

// choose keeps, from the first on, the best of the places of one name that overlap, and leaves out
// those that the exact stage has.
func (h *hearing) choose(w *work, field int32, found []heardName, first int) []heardName {
	kept := found[:first]
	for _, c := range h.best(found[first:]) {
		if w.taken(c.name.brand, field, c.start, c.end) || c.name.common && h.spelledRight(&c) {
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

// best returns the places that no better one overlaps.
func (h *hearing) best(list []heardName) []heardName {
	slices.SortFunc(list, func(a, b heardName) int {
		return cmp.Or(cmp.Compare(b.rank(), a.rank()), cmp.Compare(a.first, b.first), cmp.Compare(a.n, b.n), cmp.Compare(a.name.entry, b.name.entry))
	})
	if missing := len(h.transcript.words) - len(h.used); missing > 0 {
		h.used = append(h.used, make([]bool, missing)...)
	}
	kept := list[:0]
	for _, c := range list {
		if words := h.used[c.first : c.first+c.n]; !slices.Contains(words, true) {
			for i := range words {
				words[i] = true
			}
			kept = append(kept, c)
		}
	}
	for _, c := range kept {
		clear(h.used[c.first : c.first+c.n])
	}
	return kept
}

// chooseByBrand appends the best of the places that overlap, brand by brand.
func (h *hearing) chooseByBrand(found, kept []heardName) []heardName {
	slices.SortStableFunc(found, func(a, b heardName) int { return cmp.Compare(a.name.brand, b.name.brand) })
	for from := 0; from < len(found); {
		to := from
		for to < len(found) && found[to].name.brand == found[from].name.brand {
			to++
		}
		kept = append(kept, h.best(found[from:to])...)
		from = to
	}
	slices.SortFunc(kept, func(a, b heardName) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.name.entry, b.name.entry))
	})
	return kept
}

// spelledRight reports whether the words are the name, or its plural. A name that is a common word
// is then left to the exact stage, which has judged the very words.
func (h *hearing) spelledRight(c *heardName) bool {
	written := h.written(c)
	return written == c.name.key || written == c.name.key+"s"
}

// written returns the letters and digits of the words, without 's.
func (h *hearing) written(c *heardName) string {
	var b strings.Builder
	for i := c.first; i < c.first+c.n; i++ {
		b.WriteString(strings.ReplaceAll(h.transcript.word(i).text, "'", ""))
	}
	return b.String()
}

// taken reports whether the exact stage reported the brand there, or any brand around it.
func (w *work) taken(brand, field int32, start, end int) bool {
	return w.occupied.overlapping(field, start, end, func(t *occupied) bool {
		return t.has(brand) || t.start <= start && end <= t.end
	})
}
