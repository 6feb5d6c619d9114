// Package words tells everyday words from names: whether a word is in the dictionary
// of a language, and how common it is.
//
// English and German come from the dictionaries of github.com/aaaton/golem (code MIT;
// word data of Lexiconista, Open Database License) and the frequency lists of
// github.com/trustelem/zxcvbn (MIT); Dutch is a list written for this project, because
// no well-kept package has one. A dictionary is read on first use and kept as a set of
// hashes, a few hundred kilobytes each.
package words

import (
	"bytes"
	"strings"
	"sync"

	"github.com/aaaton/golem/v4/dicts/en"
	"github.com/trustelem/zxcvbn/frequency"
)

// Level says how much of an everyday word something is.
type Level uint8

const (
	Unknown Level = iota // in no dictionary: probably a name
	Seldom               // in the dictionary, hardly ever used
	Rare                 // in the dictionary and in use
	Common               // used every day
)

// Up to which rank of a frequency list a word counts as used every day, and as in use.
// A word stands only in the list in which it ranks highest, so its rank there is the
// least it can have in the others.
const (
	common = 3000
	used   = 3500
)

// Set is the words of one language. A nil set holds none.
type Set struct {
	level map[uint32]Level
}

// Level looks up a folded word.
func (s *Set) Level(word string) Level {
	if s == nil {
		return Unknown
	}
	return s.level[hash(word)]
}

// hash is 32-bit FNV-1a. Two words in a hundred thousand collide by chance, which moves
// one score a little.
func hash(word string) uint32 {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return h
}

// For returns the words of a BCP 47 language tag, English where there is no list.
func For(language string) *Set {
	primary, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch primary {
	case "de":
		return German()
	case "nl":
		return Dutch()
	}
	return English()
}

// English is the English dictionary.
var English = sync.OnceValue(func() *Set {
	s := &Set{level: make(map[uint32]Level, 80_000)}
	if raw, err := en.New().GetResource(); err == nil {
		s.addForms(raw, Seldom, nil)
	}
	for _, list := range frequency.FrequencyLists {
		for _, w := range list[:min(used, len(list))] {
			if h := hash(w); s.level[h] == Seldom {
				s.level[h] = Rare
			}
		}
	}
	for _, list := range []string{"us_tv_and_film", "english_wikipedia"} {
		for _, w := range frequency.FrequencyLists[list] {
			if s.level[hash(w)] == Unknown && isAdjective(w) {
				s.level[hash(w)] = Rare
			}
		}
	}
	for w := range strings.FieldsSeq(english) {
		s.level[hash(w)] = max(s.level[hash(w)], Rare)
	}
	for list, limit := range map[string]int{"us_tv_and_film": common, "english_wikipedia": common / 2} {
		for i, w := range frequency.FrequencyLists[list] {
			h := hash(w)
			if i < limit {
				if s.level[h] != Unknown || i < 300 {
					s.level[h] = Common
				}
			}
		}
	}
	return s
})

// english are words the dictionary lacks because they have no forms.
const english = "meta intel ultra mini retro turbo data info demo tech crypto perhaps upon whom whose"

// isAdjective goes by the ending: the dictionary lists words with several forms and so
// lacks "linear" and "canonical", which the frequency lists have among names.
func isAdjective(w string) bool {
	if len(w) < 6 {
		return false
	}
	for _, ending := range []string{"al", "ar", "ic", "ive", "ous", "ful", "less", "able", "ible", "ary"} {
		if strings.HasSuffix(w, ending) {
			return true
		}
	}
	return false
}

// addForms reads lines of a word and its forms, separated by tabs, at one level.
func (s *Set) addForms(raw []byte, level Level, fold func(string) string) {
	for len(raw) > 0 {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		raw = rest
		for len(line) > 0 {
			form, more, _ := bytes.Cut(line, []byte("\t"))
			line = more
			w := strings.TrimSpace(string(form))
			if fold != nil {
				w = fold(w)
			}
			if w != "" && s.level[hash(w)] == Unknown {
				s.level[hash(w)] = level
			}
		}
	}
}
