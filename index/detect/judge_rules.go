package detect

import (
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

// judgeByRules scores a sound-alike that the letter rules of a language found, with weights set by
// hand.
func (d *Detector) judgeByRules(doc *feeds.Document, w *work, c *candidate, repeats int, k *scorecard) {
	r := &w.texts[c.field]
	surface := r.text[c.start:c.end]
	p := w.evidence[c.brand]
	k.base(14*(c.sound.similarity-0.8), index.ReasonSoundsLike, c.sound.name)
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
		k.add(-3, index.ReasonContainsName)
	case unknown > 0:
		k.add(0.4, index.ReasonUnknownWord)
	case count == 1 && allCommon:
		k.add(-2, index.ReasonOneEverydayWord)
	case allCommon:
		k.add(-1.2, index.ReasonEverydayWords)
	case count == 1:
		k.add(-0.6, index.ReasonOneWord)
	default:
		k.add(-0.6, index.ReasonOrdinaryWords)
	}
	if timed {
		k.add(-2.5, index.ReasonTime)
	}
	if (count > 1 || unknown > 0) && repeats > 2 {
		k.add(0.6, index.ReasonRepeated)
	}
	if small && count > 1 {
		k.add(-0.6, index.ReasonSmallWord)
	}
	switch kind := d.kindIn(c.entry, doc.Language); {
	case kind.plainWord() && !p.inTitle:
		k.add(-2.5, index.ReasonNameIsWord)
	case kind == ordinary || kind == everyday:
		k.add(-1.2, index.ReasonNameIsWord)
	}
	if weight := c.sound.weight; weight < 400 {
		k.add(-0.012*float64(400-weight), index.ReasonFewSounds)
	}
	if r.cased == mixedCase && beginsUpper(surface) {
		k.add(0.4, index.ReasonCapital)
	}
	if p.inTitle {
		k.add(1.9, index.ReasonTitle)
	}
	if p.inNotes {
		k.add(1, index.ReasonNotes)
	}
	if p.inPeople {
		k.add(1, index.ReasonPeople)
	}
	switch {
	case p.inTitle || p.inNotes || p.inPeople:
	case p.inFamily:
		k.add(0.7, index.ReasonRelatedName)
	case p.sure > 1:
		k.add(-0.4, index.ReasonRecognized)
	default:
		k.add(-0.8, index.ReasonCertainOnce)
	}
	if p.sure > 1 && (p.inTitle || p.inNotes) {
		k.add(0.4, index.ReasonCertain)
	}
}
