package passage

import (
	"cmp"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/search/text"
)

// sample is how much of a document is read to guess a language nobody declared.
const sample = 2000

// sureLetters is the length under which a passage is too short to contradict its
// document.
const minGuessLetters = 80

// declared is the language of the document: what it says, else what its body, or its
// head, looks like.
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

// language is that of one passage: base, unless the passage clearly speaks another.
// An English quote in a Dutch show is English. known is base, if it has markers.
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

// guess asks the trigram detector, which is slow and so is asked last.
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
