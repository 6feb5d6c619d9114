package detect

import (
	"math"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

func (c *candidate) reported() bool { return c.score >= 0 }

// confidence is a score as a share, to three digits. Rounding never lifts a hit over the
// threshold.
func confidence(score float64) float64 {
	if score < 0 {
		return math.Floor(1000/(1+math.Exp(-score))) / 1000
	}
	return math.Round(1000/(1+math.Exp(-score))) / 1000
}

// proof is what a document says for a brand, whatever the single hit looks like.
type proof struct {
	inTitle, inNotes, inPeople, inFamily bool
	sure                                 int     // hits that are sure by themselves
	total                                int     // hits in the text
	small, large                         int     // of them, without and with a capital
	sum                                  float64 // of their scores
}

// score judges every candidate of a document, twice: first each by itself, then again
// with what the sure ones prove.
func (d *Detector) score(doc *feeds.Document, w *work) {
	for i := range w.readings {
		w.readings[i].cased = casingOf(w.readings[i].text)
	}
	if w.proof == nil {
		w.proof = map[int32]*proof{}
	}
	clear(w.proof)
	cards := make([]card, len(w.found))
	for i := range w.found {
		c := &w.found[i]
		d.judge(doc, w, c, &cards[i])
		p := w.proof[c.brand]
		if p == nil {
			p = &proof{}
			w.proof[c.brand] = p
		}
		switch w.readings[c.field].field {
		case index.InTitle:
			p.inTitle = p.inTitle || cards[i].sum > -0.5
		case people:
			p.inPeople = p.inPeople || cards[i].sum > 0
		case index.InNotes, index.InChapter:
			p.inNotes = p.inNotes || cards[i].sum > 0
		default:
			p.total++
			if w.readings[c.field].cased == mixedCase {
				if shapeOf(w.readings[c.field].text[c.start:c.end]) == allLower {
					p.small++
				} else {
					p.large++
				}
			}
			p.sum += cards[i].sum
			if cards[i].sum >= 1.5 {
				p.sure++
			}
		}
	}
	for i := range w.found {
		c := &w.found[i]
		d.corroborate(doc, w, c, &cards[i])
		c.score, c.reason = cards[i].sum, cards[i].sentence()
	}
	if d.opts.NoSound {
		return
	}
	w.alike = w.alike[:0]
	d.alike(doc, w)
	if len(w.alike) == 0 {
		return
	}
	repeats := w.countRepeats()
	for i := range w.alike {
		c := &w.alike[i]
		var k card
		d.judgeSound(doc, w, c, repeats[w.saying(c)], &k)
		c.score, c.reason = k.sum, k.sentence()
	}
	w.found = append(w.found, w.alike...)
}

// judge scores one candidate by what it looks like and what stands around it.
func (d *Detector) judge(doc *feeds.Document, w *work, c *candidate, k *card) {
	e, r := &d.entries[c.entry], &w.readings[c.field]
	surface := r.text[c.start:c.end]
	near := neighboursOf(r.text, c.start, c.end)
	kind := d.kindIn(c.entry, doc.Language)
	if r.cased != mixedCase && strings.EqualFold(surface, e.name) {
		c.traits |= spelt // capitals tell nothing here
	}
	judgeForm(c, e, k, kind)
	judgeJoin(c, e, surface, kind, doc.Language, k)
	judgeBreaks(c, r, surface, k)
	judgeCase(e, r, surface, near, kind, doc.Language, k)
	judgeNeighbours(c, e, r, near, kind, words.GrammarOf(doc.Language), k)
	d.judgePhrases(c, r, k)
	if d.brands[c.brand].hasContext && kind.plainWord() && !k.context {
		switch {
		case strings.HasPrefix(doc.Language, "de") && r.cased == mixedCase:
			k.add(-0.8, "", "none of its context words near") // a capital proves nothing
		case shapeOf(surface) == allLower:
			k.add(-0.4, "", "none of its context words near")
		}
	}
	if kind != distinct {
		k.add(d.brands[c.brand].shift, "your earlier confirmations", "your earlier dismissals")
	}
}

// judgeForm scores how the name is written apart from its capitals.
func judgeForm(c *candidate, e *entry, k *card, kind nameKind) {
	switch kind {
	case distinct:
		k.base(2.6, "the name, a word of its own")
	case initials:
		k.base(1.6, "the initials")
	case shortName:
		k.base(1.2, "a short name")
	case phrase:
		k.base(2, "the whole name")
	case seldom:
		k.base(1, "the name, also a rare word")
	case ordinary:
		k.base(-0.1, "the name, also a dictionary word")
	case everyday:
		k.base(-0.8, "the name, also an everyday word")
	}
	switch e.form {
	case byAlias:
		k.say("as its alias “" + e.name + "”")
	case byHeardAs:
		k.add(0.8, "a confirmed mis-hearing", "")
	case byHandle:
		k.add(3, "its handle", "")
	case byDomain:
		k.add(3, "its web address", "")
	}
	switch {
	case e.form == byHandle || e.form == byDomain:
	case c.traits&address != 0:
		k.add(-4, "", "inside an address that is not the brand's")
	case c.traits&dotted != 0:
		k.add(2, "followed by a web ending", "")
	}
	if c.traits&handle != 0 && e.form != byHandle {
		k.add(0.5, "written as a handle", "")
	}
	if c.traits&inflected != 0 {
		k.add(-0.5, "", "with an ending")
		if kind.plainWord() {
			k.add(-2, "", "an inflected word")
		}
	}
	if c.traits&compound != 0 {
		k.add(-0.6, "", "the head of a longer word")
		if kind.plainWord() || kind == shortName {
			k.add(-2.5, "", "which may be any compound")
		}
		if c.traits&oddTail != 0 {
			k.add(-0.8, "", "whose rest is no known word")
		}
	}
	if c.traits&plural != 0 {
		k.add(-0.6, "", "with an s behind it")
		if kind == ordinary || kind == everyday || kind == initials && len(e.key) < 3 {
			k.add(-1.5, "", "a plural of an ordinary word")
		}
	}
}

// judgeJoin scores a name written as more words than it has. Where the words are
// ordinary by themselves ("face book", "sales force") something else must speak for it.
func judgeJoin(c *candidate, e *entry, surface string, kind nameKind, language string, k *card) {
	if c.traits&joined == 0 || e.form == byDomain {
		return
	}
	ordinaryParts, letters := 0, 0
	parts := strings.FieldsFunc(surface, func(r rune) bool { return !isWord(r) })
	for _, p := range parts {
		switch l := level(strings.ToLower(p), language); {
		case len(p) == 1:
			letters++
		case l != words.Unknown:
			ordinaryParts++
		}
	}
	switch {
	case letters == len(parts):
		k.add(-0.3, "", "spelt out")
	case c.traits&plural != 0:
		k.add(-3, "", "written apart, with an s behind it")
	case c.traits&address != 0:
		k.add(-3, "", "pieced together from an address")
	case ordinaryParts == len(parts) && beginsUpper(parts[0]) && beginsUpper(parts[len(parts)-1]):
		k.add(-1.2, "", "written apart as “"+surface+"”")
	case ordinaryParts == len(parts):
		k.add(-2, "", "written apart as the ordinary words “"+surface+"”")
	case kind == distinct:
		k.add(-1, "", "written apart as “"+surface+"”")
	default:
		k.add(-2, "", "written apart as “"+surface+"”")
	}
}

// judgeBreaks scores a comma or a full stop inside the name: a slip in recognised
// speech, a boundary in written text.
func judgeBreaks(c *candidate, r *reading, surface string, k *card) {
	switch {
	case c.traits&broken == 0:
	case r.spoken && beginsUpper(surface) || r.spoken && c.traits&joined != 0:
		k.add(-0.6, "", "cut in two by punctuation")
	default:
		k.add(-5, "", "two sentences or two things of a list")
	}
}

// judgeCase scores capitals, as far as the text uses them.
func judgeCase(e *entry, r *reading, surface string, near neighbours, kind nameKind, language string, k *card) {
	if r.cased == lowerCase {
		if kind == initials && len(e.key) <= 3 {
			k.add(-0.4, "", "the text has no capitals")
		}
		return
	}
	written, here := shapeOf(e.name), shapeOf(surface)
	exact := strings.TrimRight(surface, "sS") == strings.TrimRight(e.name, "sS")
	plain := kind.plainWord() || kind == phrase
	capital := 1.5 // what a capital is worth
	switch {
	case kind == ordinary:
		capital = 1.9
	}
	switch {
	case !plain:
	case r.cased == titleCase:
		capital = 0.4
	case strings.HasPrefix(language, "de"):
		capital = 0.5 // every noun has one
	}
	switch {
	case r.cased == upperCase || near.shouted && here == allCapital:
		if plain {
			k.add(-0.5, "", "all in capitals")
		}
	case written == allLower && here == allLower, written == noLetters:
	case exact && near.sentenceStart && here == firstCap:
		k.add(min(capital, 0.4), "spelt as you spell it", "")
	case exact:
		k.add(capital, "spelt as you spell it", "")
	case here == allLower:
		switch kind {
		case everyday:
			k.add(-2.5, "", "without a capital")
		case ordinary, initials, seldom:
			k.add(-1.7, "", "without a capital")
		case phrase, shortName:
			k.add(-1.2, "", "without a capital")
		default:
			k.add(-0.6, "", "without a capital")
		}
	case here == firstCap && written == allCapital && kind == initials:
		if len(e.key) <= 3 {
			k.add(-2.2, "", "not all in capitals")
		} else {
			k.add(-0.8, "", "not all in capitals")
		}
	case here == firstCap && near.sentenceStart && plain:
		k.add(-0.2, "", "at the start of a sentence")
	case here == allCapital && written != allCapital && plain:
		k.add(-0.6, "", "all in capitals")
	default:
		k.add(min(capital, 0.6), "with a capital", "")
	}
}

// judgePhrases scores the brand's context and exclusion words near the hit.
func (d *Detector) judgePhrases(c *candidate, r *reading, k *card) {
	if b := &d.brands[c.brand]; !b.hasContext && !b.hasExclude {
		return
	}
	seen := d.context.near(r.text, c)
	if seen.exclude != "" {
		k.add(-6, "", "“"+seen.exclude+"” rules it out")
	}
	if seen.context != "" {
		k.context = true
		k.add(1.8+0.5*float64(min(seen.count-1, 2)), "“"+seen.context+"” stands near", "")
	}
}

// corroborate adds what the rest of the document proves.
func (d *Detector) corroborate(doc *feeds.Document, w *work, c *candidate, k *card) {
	p := w.proof[c.brand]
	own := w.readings[c.field].field
	if own == index.InText {
		if p.inTitle {
			k.add(1.5, "the title names it", "")
		}
		if p.inNotes {
			k.add(1.2, "the show notes name it", "")
		}
		if p.inPeople {
			k.add(1.2, "the people of the show name it", "")
		}
	}
	if kind := d.kindIn(c.entry, doc.Language); kind == ordinary || kind == everyday {
		if p.small > 0 && 2*p.small >= p.large && !p.inTitle {
			k.add(-1.5, "", "written small elsewhere in the text")
			return
		}
	}
	if p.sure > 1 && k.sum < 1.5 && p.sum > 0.5*float64(p.total) {
		k.add(0.8, "named for certain elsewhere", "")
	}
}
