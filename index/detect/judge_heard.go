package detect

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/sound"
	"github.com/namedrop/namedrop/index/detect/words"
)

// judgeHeard scores what was heard in a text and adds it to what was found.
func (d *Detector) judgeHeard(doc *feeds.Document, w *work, h *hearing, field int32) {
	most := make([]int32, len(h.transcript.words)) // the most that any name saves there
	for i := range h.heard {
		c := &h.heard[i]
		for at := c.first; at < c.first+c.n; at++ {
			most[at] = max(most[at], c.saved)
		}
	}
	repeats := h.countRepeats()
	perBrand := map[int32]int{}
	for i := range h.heard {
		m := &h.heard[i]
		if m.end-m.start > maxSurface || len(w.soundAlikes) >= maxCandidates {
			continue
		}
		if perBrand[m.name.brand]++; perBrand[m.name.brand] > maxSoundAlikes {
			continue
		}
		name := &d.entries[m.name.entry]
		c := candidate{
			brand: m.name.brand, entry: m.name.entry, field: field, words: m.n, start: m.start, end: m.end, traits: soundAlike,
			sound: soundMatch{name: name.name, similarity: m.similarity(), weight: int(m.worth), words: len(m.name.words)},
		}
		k := new(scorecard)
		if h.language == sound.English {
			f := h.featuresOf(w, &w.texts[field], field, m, most)
			if d.opts.Observe != nil {
				d.observe(w, &c, m, f)
			}
			d.judgeLearned(w, h, m, &c, f, k)
			c.sound.rank = float64(m.saved)*nats + 2*k.sum
		} else {
			d.judgeByRules(doc, w, &c, repeats[misheardAs{m.name.brand, h.written(m)}], k)
			c.sound.rank = k.sum + 0.8*float64(c.sound.words)
		}
		d.judgeAround(w, &c, k)
		if k.sum < hopeless {
			continue
		}
		c.score, c.card = k.sum, k
		w.soundAlikes = append(w.soundAlikes, c)
	}
}

// hopeless is a score below which a sound-alike is not kept, not even as unsure: a confidence of
// 0.03. There are many.
const hopeless = -3.5

// judgeAround adds what people and the brand's own words say about a sound-alike.
func (d *Detector) judgeAround(w *work, c *candidate, k *scorecard) {
	r := &w.texts[c.field]
	k.addFeedback(d.brands[c.brand].shift + d.brands[c.brand].wordShift(r.text[c.start:c.end]))
	if b := &d.brands[c.brand]; !b.hasContext && !b.hasExclude {
		return
	}
	if seen := d.context.near(r.text, c); seen.exclude != "" {
		k.addWith(seen.exclusion(), index.ReasonExcluded, seen.exclude)
	} else if seen.context != "" {
		k.addWith(0.8, index.ReasonContext, seen.context)
	}
}

// misheardAs is a brand and the words that were taken for it.
type misheardAs struct {
	brand int32
	words string
}

// countRepeats counts how often the same words were taken for the same brand.
func (h *hearing) countRepeats() map[misheardAs]int {
	if h.language == sound.English {
		return nil
	}
	n := make(map[misheardAs]int, len(h.heard))
	for i := range h.heard {
		n[misheardAs{h.heard[i].name.brand, h.written(&h.heard[i])}]++
	}
	return n
}

func (d *Detector) observe(w *work, c *candidate, m *heardName, f [features]float64) {
	text := w.texts[c.field].text
	start := utf8.RuneCountInString(text[:c.start])
	d.opts.Observe(Observation{Brand: d.brands[c.brand].id, Start: start, End: start + utf8.RuneCountInString(text[c.start:c.end]), Saved: float64(m.saved) * nats, Features: f})
}

// caution is what a name that nothing else supports must have more than the weights ask for. A wrong
// one makes a whole mention that is wrong, and recordings of other kinds have more of them.
const caution = 0.7

// judgeLearned scores a sound-alike with the learned weights. Features that say the same to a
// reader are one reason.
func (d *Detector) judgeLearned(w *work, h *hearing, m *heardName, c *candidate, f [features]float64, k *scorecard) {
	weight := weights()
	if d.opts.Learned != nil {
		weight = &d.opts.Learned.Weights
	}
	sum := func(list ...int) (s float64) {
		for _, i := range list {
			s += weight[i] * f[i]
		}
		return s
	}
	k.base(sum(featureBias, featureSimilarity, featureSaved, featureLength, featureShort, featureInitials, featureMany, featurePossessive), index.ReasonSoundsLike, c.sound.name)
	switch p := w.evidence[c.brand]; {
	case m.support == titled:
		k.add(sum(featureTitle), index.ReasonTitle)
	case m.support == related && p.inNotes:
		k.add(sum(featureRelated), index.ReasonNotes)
	case m.support == related && p.inPeople:
		k.add(sum(featureRelated), index.ReasonPeople)
	case m.support == related:
		k.add(sum(featureRelated), index.ReasonRelatedName)
	case m.support == noSupport:
		k.add(sum(featureUnsupported, featureUnsupportedAlike)-caution, index.ReasonNoEvidence)
	}
	k.against(sum(featureLetters), index.ReasonLetters)
	k.add(sum(featureRarity, featureRarest), h.commonness(m, sum(featureRarity, featureRarest)))
	k.inFavour(sum(featureCapital), index.ReasonCapital)
	k.against(sum(featureSmall), index.ReasonLowerCase)
	before, after := h.beside(m)
	addBeside(k, sum(featureBefore), before, index.ReasonNamePosition, index.ReasonOddPosition)
	addBeside(k, sum(featureAfter), after, index.ReasonNamePositionBefore, index.ReasonOddPositionBefore)
	k.against(sum(featureWord), index.ReasonNameIsWord)
	k.against(sum(featureRival), index.ReasonRivalName)
	k.against(sum(featureTaken), index.ReasonOverlapsName)
	k.inFavour(sum(featureEqual), index.ReasonSameLetters)
	k.against(sum(featurePlural), index.ReasonPlural)
	k.against(sum(featureContains), index.ReasonContainsName)
	k.against(sum(featurePart), index.ReasonPartOfName)
}

// addBeside counts a word beside the name. Punctuation counts without a reason of its own.
func addBeside(k *scorecard, weight float64, word string, speaksFor, against index.ReasonCode) {
	switch {
	case strings.Trim(word, ".,") == "":
		k.more(weight)
	case weight < 0:
		k.addWith(weight, against, word)
	default:
		k.addWith(weight, speaksFor, word)
	}
}

// commonness returns the reason for how common the words are.
func (h *hearing) commonness(m *heardName, weight float64) index.ReasonCode {
	rarest := math.Inf(-1)
	common := true
	for i := m.first; i < m.first+m.n; i++ {
		rarest = math.Max(rarest, h.transcript.word(i).rarity)
		common = common && level(h.transcript.word(i).text, "en") == words.Common
	}
	switch {
	case weight > 0:
		return index.ReasonUnknownWord
	case m.n == 1 && common:
		return index.ReasonOneEverydayWord
	case m.n == 1:
		return index.ReasonOneWord
	case common:
		return index.ReasonEverydayWords
	}
	return index.ReasonOrdinaryWords
}
