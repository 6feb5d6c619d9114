package text

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/spanish"
)

// Language is one of the languages with stemming, or [Plain].
type Language uint8

const (
	Plain Language = iota
	English
	Dutch
	German
	French
	Spanish

	LanguageCount = iota // with Plain
)

// Languages lists the languages with stemming.
var Languages = []Language{English, Dutch, German, French, Spanish}

var codes = [...]string{"", "en", "nl", "de", "fr", "es"}

func (l Language) String() string { return codes[l] }

// LanguageOf reads a BCP 47 tag: "nl-BE" is Dutch, an unknown one is Plain.
func LanguageOf(tag string) Language {
	switch Base(tag) {
	case "en":
		return English
	case "nl":
		return Dutch
	case "de":
		return German
	case "fr":
		return French
	case "es":
		return Spanish
	}
	return Plain
}

// Base returns the language of a BCP 47 tag in lower case, without region or script.
func Base(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	tag, _, _ = strings.Cut(tag, "_")
	return tag
}

// Stem reduces a folded word to the stem that it shares with its other forms in that
// language: pricing and prices in English, prijzen and prijs in Dutch.
func Stem(l Language, word string) string {
	if l == English {
		if base := irregular[word]; base != "" {
			word = base
		}
	}
	if len(word) < 4 || l == Plain {
		return word
	}
	env := snowballstem.NewEnv(word)
	switch l {
	case English:
		english.Stem(env)
	case Dutch:
		dutch.Stem(env)
	case German:
		german.Stem(env)
	case French:
		french.Stem(env)
	case Spanish:
		spanish.Stem(env)
	}
	s := env.Current()
	if s == "" {
		return word
	}
	if l == Dutch {
		return devoiced(s)
	}
	return s
}

// devoiced writes the last letter of a Dutch stem as it is written at the end of a word:
// prijzen has the stem prijz, but prijs is written with an s, and brieven is brief. The
// Snowball stemmer leaves z and v as they are.
func devoiced(stem string) string {
	switch last := len(stem) - 1; stem[last] {
	case 'z':
		return stem[:last] + "s"
	case 'v':
		return stem[:last] + "f"
	}
	return stem
}
