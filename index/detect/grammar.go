package detect

import (
	"strings"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

// plainWord reports whether a name may just as well be an ordinary word.
func (n nameKind) plainWord() bool { return n == ordinary || n == everyday || n == seldom }

// judgeNeighbours scores the words next to a candidate: grammar, longer names, dates.
func judgeNeighbours(c *candidate, e *entry, r *fieldText, near neighbours, kind nameKind, g words.Grammar, k *scorecard) {
	if (kind.plainWord() || c.traits&splitUp != 0) && c.traits&(handle|hashtag|dotted) == 0 && e.form <= byHeardAs {
		judgeGrammar(c, r, near, kind, g, k)
	}
	if kind == distinct && e.words == 1 && near.touchAft && g.Role(near.after) == words.Object && g.Role(near.before) != words.Place {
		k.add(-1.6, index.ReasonVerb)
		if g.Role(near.before) == words.Modal {
			k.addWith(-1.2, index.ReasonAfterModal, near.before)
		}
	}
	if e.words == 1 && words.Calendar(e.key) && (dated(near.before) || dated(near.after) || dated(near.before2)) {
		k.add(-2.5, index.ReasonDate)
	}
	if r.cased == mixedCase && (kind.plainWord() || kind == phrase) {
		judgeLongerName(c, r, near, kind, g, k)
	}
}

// judgeGrammar scores the grammatical position of a candidate that may be an ordinary word.
func judgeGrammar(c *candidate, r *fieldText, near neighbours, kind nameKind, g words.Grammar, k *scorecard) {
	capital := r.cased == mixedCase && beginsUpper(r.text[c.start:c.end])
	share := 1.0
	switch {
	case capital:
		share = 0.3 // the capital is evidence enough
	case kind == seldom:
		share = 0.7
	}
	if near.touchBefore {
		switch g.Role(near.before) {
		case words.Determiner:
			k.addWith(-1.3*share, index.ReasonDeterminer, near.before)
		case words.Article:
			k.addWith(-0.9*share, index.ReasonArticle, near.before)
		case words.Modal:
			k.add(-1.1*share, index.ReasonVerbPosition)
		case words.Place:
			k.addWith(0.7*share, index.ReasonNamePosition, near.before)
		}
	}
	switch {
	case !near.touchAft:
	case g.Role(near.after) == words.Object:
		k.add(-1.3*share, index.ReasonVerbPosition)
	case g.Role(near.after) == words.Of && c.traits&(possessive|splitUp) == 0:
		k.addWith(-1.2*share, index.ReasonOfAfter, near.after)
	}
}

// judgeLongerName looks for capitals that continue: the City in "Mexico City" is not the brand
// City.
func judgeLongerName(c *candidate, r *fieldText, near neighbours, kind nameKind, g words.Grammar, k *scorecard) {
	if !beginsUpper(r.text[c.start:c.end]) || c.traits&(handle|hashtag|possessive) != 0 {
		return
	}
	if near.touchBefore && shapeOf(near.before) == firstCap && len(near.before) > 2 && g.Role(near.before) == words.None && !words.Calendar(strings.ToLower(near.before)) {
		k.addWith(-1.2, index.ReasonLongerName, near.before+" "+r.text[c.start:c.end])
	}
	if near.touchAft && shapeOf(near.after) == firstCap && len(near.after) > 2 && g.Role(near.after) == words.None {
		k.addWith(-0.5, index.ReasonLongerName, r.text[c.start:c.end]+" "+near.after)
	}
}

func dated(word string) bool {
	if word == "" {
		return false
	}
	if word[0] >= '0' && word[0] <= '9' {
		return true
	}
	return words.Calendar(string(key(nil, word)))
}
