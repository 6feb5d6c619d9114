package passage

import (
	"cmp"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/search/text"
)

// sample is how many bytes of a document are read to guess its language.
const sample = 2000

// minGuessLetters is the length in bytes below which a passage is too short to contradict its
// document's language.
const minGuessLetters = 80

// documentLanguage returns the language that the document declares, or else a guess from its
// body or its head.
func documentLanguage(d *feeds.Document, head, body string) string {
	if l := text.Base(d.Language); l != "" && l != "und" {
		return l
	}
	s := body
	if s == "" {
		s = head
	}
	s = clip(s, sample)
	if utf8.RuneCountInString(s) < 20 {
		return ""
	}
	return guess(s, 0.3)
}

// language returns the language of a passage: base, unless the passage is clearly in another one,
// such as an English quote in a Dutch show. known is base if it has marker words.
func language(base string, known text.Language, s string) string {
	if s = clip(s, sample); len(s) < minGuessLetters {
		return base
	}
	if known == text.Plain {
		return cmp.Or(guess(s, 0.8), base)
	}
	if other := vote(known, s); other != text.Plain {
		return other.String()
	}
	return base
}

// guess uses trigrams, which is slow and therefore the last resort.
func guess(s string, least float64) string {
	info := whatlanggo.Detect(s)
	if info.Lang < 0 || info.Confidence < least {
		return ""
	}
	return info.Lang.Iso6391()
}

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
