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

// Language is one of the languages whose word forms are known, or [Plain].
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

// Languages are those with stems.
var Languages = []Language{English, Dutch, German, French, Spanish}

var codes = [...]string{"", "en", "nl", "de", "fr", "es"}

func (l Language) String() string { return codes[l] }

// LanguageOf reads a BCP 47 tag: "nl-BE" is Dutch, what is not known is Plain.
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

// Base is the language of a BCP 47 tag without region or script, in lower case.
func Base(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	tag, _, _ = strings.Cut(tag, "_")
	return tag
}

// Stem reduces a folded word to the stem it shares with its other forms in that
// language: pricing and prices in English, prijzen and prijs' in Dutch.
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
	if s := env.Current(); s != "" {
		return s
	}
	return word
}
