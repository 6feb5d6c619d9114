package detect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index"
)

// OrdinaryName is a name of a brand that is also an ordinary word, so that most places where it
// occurs may mean something else.
type OrdinaryName struct {
	Text     string
	Everyday bool   // else only in the dictionary
	Language string // of the word
}

// Codes of ordinary names. Both have the parameters text and language.
const (
	NameEveryday   = "name_everyday"
	NameDictionary = "name_dictionary"
)

// OrdinaryCodes returns the codes of ordinary names, with the names of their parameters.
func OrdinaryCodes() map[string][]string {
	params := []string{"text", "language"}
	return map[string][]string{NameEveryday: params, NameDictionary: params}
}

// Coded returns the finding as a code with parameters, and as an English sentence.
func (o OrdinaryName) Coded() (code string, params map[string]string, sentence string) {
	params = map[string]string{"text": o.Text, "language": o.Language}
	language := map[string]string{"en": "English", "nl": "Dutch", "de": "German"}[o.Language]
	if o.Everyday {
		return NameEveryday, params, fmt.Sprintf("“%s” is an everyday %s word.", o.Text, language)
	}
	return NameDictionary, params, fmt.Sprintf("“%s” is a word of the %s dictionary.", o.Text, language)
}

// OrdinaryNames returns which of a brand's name and aliases are ordinary words, in the brand's
// order: in English, in the brand's language, and in those of the texts that it is looked for in.
func OrdinaryNames(b index.Brand, languages ...string) (found []OrdinaryName) {
	names := namer{}
	names.brand(&b, 0)
	languages = dictionaries(append([]string{"en", b.Language}, languages...))
	seen := map[string]bool{}
	for i := range names.entries {
		e := &names.entries[i]
		if e.form > byAlias || seen[e.name] {
			continue
		}
		var worst *OrdinaryName
		for _, language := range languages {
			kind := kindOf(e, language)
			if (kind == ordinary || kind == everyday) && (worst == nil || kind == everyday && !worst.Everyday) {
				worst = &OrdinaryName{Text: e.name, Everyday: kind == everyday, Language: language}
			}
		}
		if worst != nil {
			seen[e.name] = true
			found = append(found, *worst)
		}
	}
	return found
}

// dictionaries returns the languages of a list that have a dictionary, each once.
func dictionaries(tags []string) (list []string) {
	for _, tag := range tags {
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if (primary == "en" || languageNumber(primary) > 0) && !slices.Contains(list, primary) {
			list = append(list, primary)
		}
	}
	return list
}
