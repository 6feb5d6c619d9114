package detect

import (
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/detect/words"
)

// judgeSound scores a sound-alike.
func (d *Detector) judgeSound(doc *feeds.Document, w *work, c *candidate, repeats int, k *scorecard) {
	r := &w.texts[c.field]
	surface := r.text[c.start:c.end]
	p := w.evidence[c.brand]
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
	if (count > 1 || unknown > 0) && repeats > 2 {
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
	if p.inPeople {
		k.add(1, "the people of the show name it", "")
	}
	switch {
	case p.inTitle || p.inNotes || p.inPeople:
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
	k.add(d.brands[c.brand].shift, "your earlier confirmations", "your earlier dismissals")
	if b := &d.brands[c.brand]; !b.hasContext && !b.hasExclude {
		return
	}
	if seen := d.context.near(r.text, c); seen.exclude != "" {
		k.add(-6, "", "“"+seen.exclude+"” rules it out")
	} else if seen.context != "" {
		k.add(0.8, "“"+seen.context+"” stands near", "")
	}
}
