package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/detect/words"
)

// judgeForm scores how the name is written apart from its capitals.
func judgeForm(c *candidate, e *entry, surface string, kind nameKind, language string, k *scorecard) {
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
		k.note("as its alias “" + e.name + "”")
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
		if c.traits&unknownTail != 0 {
			k.add(-0.8, "", "whose rest is no known word")
		}
	}
	if c.traits&plural != 0 {
		k.add(-0.6, "", "with an s behind it")
		switch {
		case kind == ordinary || kind == everyday || kind == initials && len(e.key) < 3:
			k.add(-1.5, "", "a plural of an ordinary word")
		case kind == seldom && shapeOf(surface) == allLower:
			k.add(-0.8, "", "a plural of a rare word")
		case c.traits&splitUp == 0 && level(e.key, language) == words.Unknown && level(e.key+"s", language) != words.Unknown:
			k.add(-2, "", "which makes it another word, “"+surface+"”")
		}
	}
	if foreignMarks(surface, e.name) {
		k.add(-1.5, "", "with an accent that the name has not")
	}
}

// foreignMarks reports whether a text writes accents where the name has none: the German
// "über" is not Uber. The other way round is how names are written in a hurry.
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

// judgeJoin scores a name written as more words than it has. Where the words are
// ordinary by themselves ("face book", "sales force") something else must speak for it.
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
		k.add(-3, "", "part of a longer word spelt out")
	case letters == len(parts):
		k.add(-0.3, "", "spelt out")
	case stutter && ordinaryParts == len(parts):
		k.add(-4, "", "a word said twice, “"+surface+"”")
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

// spaced reports whether a text is single letters with something in between.
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

// spellsOn reports whether a single letter stands before or behind letters spelt out:
// the "G, C" of "G, C, P".
func continuesSpelling(text string, start, end int) bool {
	before, _, _, _ := wordBefore(text, start)
	after, stop, _ := wordAfter(text, end)
	letter := func(w string) bool { return len(w) == 1 && w != "a" && w != "i" && w != "I" && isASCIILetter(w[0]) }
	return letter(before) || letter(after) && stop-end <= maxGap
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// judgeBreaks scores a comma or a full stop inside the name: a slip in recognised
// speech, a boundary in written text.
func judgeBreaks(c *candidate, r *fieldText, surface string, k *scorecard) {
	switch {
	case c.traits&interrupted == 0:
	case r.spoken && beginsUpper(surface) || r.spoken && c.traits&splitUp != 0:
		k.add(-0.6, "", "cut in two by punctuation")
	default:
		k.add(-5, "", "two sentences or two things of a list")
	}
}

// judgeCase scores capitals, as far as the text uses them.
func judgeCase(e *entry, r *fieldText, surface string, near neighbours, kind nameKind, language string, k *scorecard) {
	if r.cased == lowerCase {
		if kind == initials && len(e.key) <= 3 {
			k.add(-0.4, "", "the text has no capitals")
		}
		return
	}
	written, here := shapeOf(e.name), shapeOf(surface)
	if written == allCapital && isSpelledOut(surface) {
		here = allCapital // "F p l": letters by themselves have what case they like
	}
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
