package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

// judgeForm scores how the name is written, apart from its capitals.
func judgeForm(c *candidate, e *entry, surface string, kind nameKind, language string, k *scorecard) {
	switch kind {
	case distinct:
		k.base(2.6, index.ReasonName, "")
	case initials:
		k.base(1.6, index.ReasonInitials, "")
	case shortName:
		k.base(1.2, index.ReasonShortName, "")
	case phrase:
		k.base(2, index.ReasonPhrase, "")
	case seldom:
		k.base(1, index.ReasonRareWord, "")
	case ordinary:
		k.base(-0.1, index.ReasonDictionaryWord, "")
	case everyday:
		k.base(-0.8, index.ReasonEverydayWord, "")
	}
	switch e.form {
	case byAlias:
		k.alias = e.name
	case byHeardAs:
		k.add(0.8, index.ReasonHeardAs)
	case byHandle:
		k.add(3, index.ReasonHandle)
	case byDomain:
		k.add(3, index.ReasonDomain)
	}
	switch {
	case e.form == byHandle || e.form == byDomain:
	case c.traits&address != 0:
		k.add(-4, index.ReasonInAddress)
	case c.traits&dotted != 0:
		k.add(2, index.ReasonWebEnding)
	}
	if c.traits&handle != 0 && e.form != byHandle {
		k.add(0.5, index.ReasonAsHandle)
	}
	if c.traits&inflected != 0 {
		k.add(-0.5, index.ReasonEnding)
		if kind.plainWord() {
			k.add(-2, index.ReasonInflectedWord)
		}
	}
	if c.traits&compound != 0 {
		k.add(-0.6, index.ReasonCompound)
		if kind.plainWord() || kind == shortName {
			k.add(-2.5, index.ReasonAnyCompound)
		}
		if c.traits&unknownTail != 0 {
			k.add(-0.8, index.ReasonUnknownTail)
		}
	}
	if c.traits&plural != 0 {
		k.add(-0.6, index.ReasonPlural)
		switch {
		case kind == ordinary || kind == everyday || kind == initials && len(e.key) < 3:
			k.add(-1.5, index.ReasonPluralOfWord)
		case kind == seldom && shapeOf(surface) == allLower:
			k.add(-0.8, index.ReasonPluralOfRareWord)
		case c.traits&splitUp == 0 && level(e.key, language) == words.Unknown && level(e.key+"s", language) != words.Unknown:
			k.addWith(-2, index.ReasonPluralIsWord, surface)
		}
	}
	if foreignMarks(surface, e.name) {
		k.add(-1.5, index.ReasonAccent)
	}
}

// foreignMarks reports whether a text has accents where the name has none: the German "über" is
// not Uber. The opposite doesn't count, since people often leave accents out.
func foreignMarks(surface, name string) bool {
	return !isASCII(surface) && isASCII(name) && strings.ContainsFunc(surface, func(r rune) bool {
		return r >= utf8.RuneSelf && unicode.IsLetter(r)
	})
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// judgeJoin scores a name that is written as more words than it has. When the words are ordinary
// ones ("face book", "sales force"), other evidence must support it.
func judgeJoin(c *candidate, e *entry, r *fieldText, surface string, kind nameKind, language string, k *scorecard) {
	if c.traits&splitUp == 0 || e.form == byDomain {
		return
	}
	ordinaryParts, letters := 0, 0
	parts := strings.FieldsFunc(surface, func(r rune) bool { return !isWord(r) })
	stutter := true
	for _, p := range parts {
		stutter = stutter && strings.EqualFold(p, parts[0])
		switch l := level(strings.ToLower(p), language); {
		case len(p) == 1 && len(parts) == 2 && words.GrammarOf(language).Role(p) != words.None:
			ordinaryParts++ // "yet i", "a sauna"
		case len(p) == 1:
			letters++
		case l != words.Unknown:
			ordinaryParts++
		}
	}
	switch {
	case letters == len(parts) && continuesSpelling(r.text, c.start, c.end):
		k.add(-3, index.ReasonLongerSpelling)
	case letters == len(parts):
		k.add(-0.3, index.ReasonSpelledOut)
	case stutter && ordinaryParts == len(parts):
		k.addWith(-4, index.ReasonStutter, surface)
	case c.traits&plural != 0:
		k.add(-3, index.ReasonSplitPlural)
	case c.traits&address != 0:
		k.add(-3, index.ReasonSplitAddress)
	case ordinaryParts == len(parts) && beginsUpper(parts[0]) && beginsUpper(parts[len(parts)-1]):
		k.addWith(-1.2, index.ReasonSplit, surface)
	case ordinaryParts == len(parts):
		k.addWith(-2, index.ReasonSplitWords, surface)
	case kind == distinct:
		k.addWith(-1, index.ReasonSplit, surface)
	default:
		k.addWith(-2, index.ReasonSplit, surface)
	}
}

// isSpelledOut reports whether a text is single letters with something between them.
func isSpelledOut(s string) bool {
	letters := 0
	for i := range len(s) {
		if !isASCIILetter(s[i]) {
			continue
		}
		if letters++; i > 0 && isASCIILetter(s[i-1]) {
			return false
		}
	}
	return letters > 1
}

// continuesSpelling reports whether a single letter comes before or after spelled-out letters:
// the "G, C" of "G, C, P".
func continuesSpelling(text string, start, end int) bool {
	before, _, _, _ := wordBefore(text, start)
	after, stop, _ := wordAfter(text, end)
	letter := func(w string) bool { return len(w) == 1 && w != "a" && w != "i" && w != "I" && isASCIILetter(w[0]) }
	return letter(before) || letter(after) && stop-end <= maxGap
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// judgeBreaks scores a comma or a full stop inside the name: an error in recognized speech, a
// boundary in written text.
func judgeBreaks(c *candidate, r *fieldText, surface string, k *scorecard) {
	switch {
	case c.traits&interrupted == 0:
	case r.spoken && beginsUpper(surface) || r.spoken && c.traits&splitUp != 0:
		k.add(-0.6, index.ReasonPunctuation)
	default:
		k.add(-5, index.ReasonTwoSentences)
	}
}

// judgeCase scores capitals, as far as the text uses them.
func judgeCase(e *entry, r *fieldText, surface string, near neighbours, kind nameKind, language string, k *scorecard) {
	if r.cased == lowerCase {
		if kind == initials && len(e.key) <= 3 {
			k.add(-0.4, index.ReasonNoCapitals)
		}
		return
	}
	written, here := shapeOf(e.name), shapeOf(surface)
	if written == allCapital && isSpelledOut(surface) {
		here = allCapital // "F p l": the case of single letters means nothing
	}
	exact := strings.TrimRight(surface, "sS") == strings.TrimRight(e.name, "sS")
	plain := kind.plainWord() || kind == phrase
	capital := 1.5 // the worth of a capital
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
			k.add(-0.5, index.ReasonAllCapitals)
		}
	case written == allLower && here == allLower, written == noLetters:
	case exact && near.sentenceStart && here == firstCap:
		k.add(min(capital, 0.4), index.ReasonExactSpelling)
	case exact:
		k.add(capital, index.ReasonExactSpelling)
	case here == allLower:
		switch kind {
		case everyday:
			k.add(-2.5, index.ReasonLowerCase)
		case ordinary, initials, seldom:
			k.add(-1.7, index.ReasonLowerCase)
		case phrase, shortName:
			k.add(-1.2, index.ReasonLowerCase)
		default:
			k.add(-0.6, index.ReasonLowerCase)
		}
	case here == firstCap && written == allCapital && kind == initials:
		if len(e.key) <= 3 {
			k.add(-2.2, index.ReasonNotAllCapitals)
		} else {
			k.add(-0.8, index.ReasonNotAllCapitals)
		}
	case here == firstCap && near.sentenceStart && plain:
		k.add(-0.2, index.ReasonSentenceStart)
	case here == allCapital && written != allCapital && plain:
		k.add(-0.6, index.ReasonAllCapitals)
	default:
		k.add(min(capital, 0.6), index.ReasonCapital)
	}
}
