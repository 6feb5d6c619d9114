package detect

import (
	"strings"

	"github.com/namedrop/namedrop/index/detect/words"
)

// profile is what is known of a brand before any text is read.
type profile struct {
	id       string
	language string
	shift    float64 // from feedback
	// dismissed counts dismissals of single hits by the words as written
	dismissed map[string]int
	first     int32 // its entries begin here
	// soundsLike is how its owner says that it is pronounced
	soundsLike []string

	hasContext, hasExclude bool
}

// nameKind is how easily a name is mistaken for something else.
type nameKind uint8

const (
	distinct  nameKind = iota // no dictionary has it
	initials                  // two to five capitals
	seldom                    // a rare dictionary word
	ordinary                  // a dictionary word
	everyday                  // an everyday word
	phrase                    // several words, all in the dictionary
	shortName                 // up to three letters
)

// level returns how common a folded word is, in English or in the given language: companies
// everywhere take their names from English.
func level(w, language string) words.Level {
	l := words.English().Level(w)
	if language != "" && !strings.HasPrefix(language, "en") {
		l = max(l, words.For(language).Level(string(key(nil, w))))
	}
	if words.Calendar(string(key(nil, w))) {
		l = words.Common
	}
	return l
}

// kindOf returns the kind of a name by the dictionaries of a language and of English.
func kindOf(e *entry, language string) nameKind {
	if e.words > 1 {
		for p := range strings.FieldsFuncSeq(strings.ToLower(e.name), func(r rune) bool { return !isWord(r) }) {
			if len(p) > 1 && level(strings.TrimSuffix(p, "'s"), language) == words.Unknown {
				return distinct
			}
		}
		return phrase
	}
	switch l := level(e.key, language); {
	case l == words.Common:
		return everyday
	case e.acronym && len(e.key) <= 4:
		return initials
	case l == words.Rare:
		return ordinary
	case l == words.Seldom:
		return seldom
	case e.acronym:
		return initials
	case len(e.key) <= 3:
		return shortName
	}
	return distinct
}

// languages is how many languages have dictionaries and grammar rules.
const languages = 3

func languageNumber(tag string) int {
	switch primary, _, _ := strings.Cut(strings.ToLower(tag), "-"); primary {
	case "nl":
		return 1
	case "de":
		return 2
	}
	return 0
}

// kindIn returns the kind of an entry for a document's language and its brand's. When they
// differ, the one that is more easily mistaken counts.
func (d *Detector) kindIn(entry int32, language string) nameKind {
	own := d.brands[d.entries[entry].brand].language
	kind := d.kind(entry, language)
	if own != "" {
		if other := d.kind(entry, own); rank[other] > rank[kind] {
			kind = other
		}
	}
	return kind
}

func (d *Detector) kind(entry int32, language string) nameKind {
	n := languageNumber(language)
	known := &d.kinds[n][entry]
	if k := known.Load(); k > 0 {
		return nameKind(k - 1)
	}
	kind := kindOf(&d.entries[entry], [languages]string{"en", "nl", "de"}[n])
	known.Store(uint32(kind) + 1)
	return kind
}

// rank orders kinds by how easily they are mistaken for something else.
var rank = [...]int{distinct: 0, initials: 2, ordinary: 4, everyday: 5, seldom: 1, phrase: 1, shortName: 3}
