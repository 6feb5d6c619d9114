package detect

import (
	"strings"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/words"
)

// profile is what is known of a brand before any text is read.
type profile struct {
	id         string
	brand      index.Brand
	hasContext bool
	shift      float64 // from feedback
	peopleKey  string
}

// nameKind is how easily a name is taken for something else.
type nameKind uint8

const (
	distinct  nameKind = iota // no dictionary has it
	initials                  // two to five capitals
	ordinary                  // a word in the dictionary
	everyday                  // a word used every day
	phrase                    // several words, all in the dictionary
	shortName                 // up to three letters
)

// kindOf judges a name against the dictionary of its language, and the English one.
func kindOf(e *entry, language string) nameKind {
	parts := strings.FieldsFunc(strings.ToLower(e.name), func(r rune) bool { return !isWord(r) })
	level := func(w string) words.Level {
		l := words.English().Level(w)
		if language != "" && !strings.HasPrefix(language, "en") {
			l = max(l, words.For(language).Level(string(key(nil, w))))
		}
		return l
	}
	if len(parts) > 1 {
		for _, p := range parts {
			if level(strings.TrimSuffix(p, "'s")) == words.Unknown && len(p) > 1 {
				return distinct
			}
		}
		return phrase
	}
	switch l := level(string(e.key)); {
	case l == words.Common:
		return everyday
	case e.acronym && len(e.key) <= 4:
		return initials
	case l == words.Rare:
		return ordinary
	}
	switch {
	case e.acronym:
		return initials
	case len(e.key) <= 3:
		return shortName
	}
	return distinct
}
