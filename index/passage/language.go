package passage

import (
	"strings"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/search/text"
)

// sample is how much of a document is read to guess a language nobody declared.
const sample = 2000

// sureLetters is the length under which a passage is too short to contradict its
// document.
const sureLetters = 80

// declared is the language of the document: what it says, else what it looks like.
func declared(d *feeds.Document) string {
	if l := text.Base(d.Language); l != "" && l != "und" {
		return l
	}
	s := d.Body()
	if s == "" {
		s = Head(d)
	}
	s = clip(s, sample)
	if utf8.RuneCountInString(s) < 20 {
		return ""
	}
	return guess(s, 0.3)
}

// language is that of one passage: base, unless the passage clearly speaks another.
// An English quote in a Dutch show is English.
func language(base, s string) string {
	s = clip(s, sample)
	own, best := vote(text.LanguageOf(base), s)
	if base != "" && (own || len(s) < sureLetters) {
		return base
	}
	if best != text.Plain && len(s) >= sureLetters && text.LanguageOf(base) != text.Plain {
		return best.String()
	}
	if base != "" && text.LanguageOf(base) != text.Plain && best == text.Plain {
		return base
	}
	if g := guess(s, 0.8); g != "" && len(s) >= sureLetters {
		return g
	}
	return base
}

// guess asks the trigram detector, which is slow and so is asked last.
func guess(s string, least float64) string {
	info := whatlanggo.Detect(s)
	if info.Lang < 0 || info.Confidence < least {
		return ""
	}
	return info.Lang.Iso6391()
}

// markers are words of one of the five languages that the other four don't have;
// a word of two of them maps to Plain.
var markers = func() map[string]text.Language {
	out := map[string]text.Language{}
	for l, words := range map[text.Language]string{
		text.English: "the and of to that is was for with you this are they we have not be from what but there which would about your our been",
		text.Dutch:   "het een en van ik je dat niet zijn op te voor met ook maar aan wij jij naar wat dit worden heeft bij geen heb deze wel",
		text.German:  "der das und ich nicht ein eine ist zu den auf für mit sich dem auch wir aber von wird noch sind haben oder einen hat",
		text.French:  "les des une est que pour dans qui pas vous nous sur avec mais sont cette il je ce ont aux leur être très donc",
		text.Spanish: "el los las una por para con como pero más este esta muy hay son yo porque cuando también nosotros tiene está del lo",
	} {
		for _, w := range strings.Fields(words) {
			w = text.Fold(w)
			if _, taken := out[w]; taken {
				out[w] = text.Plain
				continue
			}
			out[w] = l
		}
	}
	return out
}()

// vote counts marker words. own says that l is spoken; best is another language
// that clearly is, else Plain.
func vote(l text.Language, s string) (own bool, best text.Language) {
	var n [len(votes{})]int
	words := 0
	for i := 0; i < len(s); {
		for i < len(s) && space(s[i]) {
			i++
		}
		from := i
		for i < len(s) && !space(s[i]) {
			i++
		}
		if from == i {
			continue
		}
		words++
		if i-from > 10 {
			continue
		}
		if m := markers[text.Fold(strings.Trim(s[from:i], ".,!?:;\"'()"))]; m != text.Plain {
			n[m]++
		}
	}
	most := 0
	for _, m := range text.Languages {
		if n[m] > most {
			most, best = n[m], m
		}
	}
	if l != text.Plain && n[l]*2 >= most && n[l]*20 >= words {
		return true, text.Plain
	}
	if best == l || most*8 < words || most < 3 {
		return false, text.Plain
	}
	return false, best
}

type votes [6]int

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// clip shortens s to at most n bytes, at a rune.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
