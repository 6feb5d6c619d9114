package detect

import (
	"math"
	"strings"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

func (c *candidate) reported() bool { return c.score >= 0 }

// confidence converts a score in log odds into a probability with three digits. It rounds down
// below the threshold, so that rounding never makes a hit reportable.
func confidence(score float64) float64 {
	if score < 0 {
		return math.Floor(1000/(1+math.Exp(-score))) / 1000
	}
	return math.Round(1000/(1+math.Exp(-score))) / 1000
}

// evidence is what a document shows for a brand beyond the single candidate.
type evidence struct {
	inTitle, inNotes, inPeople, inFamily bool
	sure                                 int     // candidates in the text that are certain by themselves
	total                                int     // candidates in the text
	certain                              int     // hits in the text that support others
	small, large                         int     // candidates without and with a capital
	sum                                  float64 // of the scores of candidates in the text
}

// score scores every candidate of a document in two rounds: first each by itself, then again
// with the evidence that the certain ones give.
func (d *Detector) score(doc *feeds.Document, w *work) {
	w.resetEvidence()
	scorecards := make([]scorecard, len(w.found))
	for i := range w.found {
		c := &w.found[i]
		d.judge(doc, w, c, &scorecards[i])
		w.addEvidence(c, scorecards[i].sum)
	}
	for i := range w.found {
		c := &w.found[i]
		d.corroborate(doc, w, c, &scorecards[i])
		c.score, c.card = scorecards[i].sum, &scorecards[i]
	}
	if d.opts.NoSound {
		return
	}
	w.countCertain()
	w.soundAlikes = w.soundAlikes[:0]
	d.soundAlikes(doc, w)
	w.found = append(w.found, w.soundAlikes...)
}

// resetEvidence prepares for the first round.
func (w *work) resetEvidence() {
	for i := range w.texts {
		w.texts[i].cased = casingOf(w.texts[i].text)
	}
	if w.evidence == nil {
		w.evidence = map[int32]*evidence{}
	}
	clear(w.evidence)
}

// addEvidence counts a candidate that was scored by itself as evidence for its brand.
func (w *work) addEvidence(c *candidate, sum float64) {
	p := w.evidence[c.brand]
	if p == nil {
		p = &evidence{}
		w.evidence[c.brand] = p
	}
	r := &w.texts[c.field]
	switch r.field {
	case index.InTitle:
		p.inTitle = p.inTitle || sum > -0.5
	case people:
		p.inPeople = p.inPeople || sum > 0
	case index.InNotes, index.InChapter:
		p.inNotes = p.inNotes || sum > 0
	default:
		p.total++
		if r.cased == mixedCase {
			if shapeOf(r.text[c.start:c.end]) == allLower {
				p.small++
			} else {
				p.large++
			}
		}
		p.sum += sum
		if sum >= 1.5 {
			p.sure++
		}
	}
}

// judge scores one candidate by its form and by the words around it.
func (d *Detector) judge(doc *feeds.Document, w *work, c *candidate, k *scorecard) {
	e, r := &d.entries[c.entry], &w.texts[c.field]
	surface := r.text[c.start:c.end]
	near := neighboursOf(r.text, c.start, c.end)
	kind := d.kindIn(c.entry, doc.Language)
	if r.cased != mixedCase && strings.EqualFold(surface, e.name) {
		c.traits |= exactSpelling // capitals are no evidence in this text
	}
	judgeForm(c, e, surface, kind, doc.Language, k)
	judgeJoin(c, e, r, surface, kind, doc.Language, k)
	judgeBreaks(c, r, surface, k)
	judgeCase(e, r, surface, near, kind, doc.Language, k)
	judgeNeighbours(c, e, r, near, kind, words.GrammarOf(doc.Language), k)
	d.judgePhrases(c, r, k)
	if d.brands[c.brand].hasContext && kind.plainWord() && !k.context {
		switch {
		case strings.HasPrefix(doc.Language, "de") && r.cased == mixedCase:
			k.add(-0.8, index.ReasonNoContext) // every noun has a capital
		case shapeOf(surface) == allLower:
			k.add(-0.4, index.ReasonNoContext)
		}
	}
	k.addFeedback(d.brands[c.brand].shift + d.brands[c.brand].wordShift(surface))
}

// judgePhrases scores the brand's context words and excluded words near the candidate.
func (d *Detector) judgePhrases(c *candidate, r *fieldText, k *scorecard) {
	if b := &d.brands[c.brand]; !b.hasContext && !b.hasExclude {
		return
	}
	seen := d.context.near(r.text, c)
	if seen.exclude != "" {
		k.addWith(seen.exclusion(), index.ReasonExcluded, seen.exclude)
	}
	if seen.context != "" {
		k.context = true
		k.addWith(1.8+0.5*float64(min(seen.count-1, 2)), index.ReasonContext, seen.context)
	}
}

// corroborate adds the evidence from the rest of the document.
func (d *Detector) corroborate(doc *feeds.Document, w *work, c *candidate, k *scorecard) {
	p := w.evidence[c.brand]
	own := w.texts[c.field].field
	if own == index.InText {
		if p.inTitle {
			k.add(1.5, index.ReasonTitle)
		}
		if p.inNotes {
			k.add(1.2, index.ReasonNotes)
		}
		if p.inPeople {
			k.add(1.2, index.ReasonPeople)
		}
	}
	if kind := d.kindIn(c.entry, doc.Language); kind == ordinary || kind == everyday {
		if p.small > 0 && 2*p.small >= p.large && !p.inTitle {
			k.add(-1.5, index.ReasonLowerElsewhere)
			return
		}
	}
	if p.sure > 1 && k.sum < 1.5 && p.sum > 0.5*float64(p.total) {
		k.add(0.8, index.ReasonCertain)
	}
}
