// Package words distinguishes everyday words from names: it reports whether a word is in the
// dictionary of a language and how common it is.
package words

import (
	"bytes"
	"strings"
	"sync"

	"github.com/aaaton/golem/v4/dicts/en"
	"github.com/trustelem/zxcvbn/frequency"
)

// Level is how common a word is.
type Level uint8

const (
	Unknown Level = iota // not in the dictionary: probably a name
	Seldom               // in the dictionary, hardly used
	Rare                 // in the dictionary and in use
	Common               // an everyday word
)

// Ranks in a frequency list up to which a word counts as everyday, and as in use. Each word is
// only in the list in which it ranks highest.
const (
	common = 3000
	used   = 3500
)

// Set is the words of one language. A nil set is empty.
type Set struct {
	level map[uint32]Level
}

// Level returns the level of a folded word.
func (s *Set) Level(word string) Level {
	if s == nil {
		return Unknown
	}
	return s.level[hash(word)]
}

// hash is 32-bit FNV-1a. Only hashes are stored. By chance two words in a hundred thousand have
// the same one, which changes one score a little.
func hash(word string) uint32 {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	return h
}

// For returns the words of the language of a BCP 47 tag, or English when there is no list.
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

// english are words that the dictionary lacks because they have no inflected forms.
const english = "meta intel ultra mini retro turbo data info demo tech crypto perhaps upon whom whose"

// isAdjective goes by the ending. The dictionary only lists words with several forms and so lacks
// "linear" and "canonical"; the frequency lists have them, but among names.
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

// addForms adds lines of a word and its forms, separated by tabs, at one level.
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
