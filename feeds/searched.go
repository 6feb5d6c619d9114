package feeds

import (
	"slices"
	"strings"
	"unicode"
)

// Searched is what a search for a brand looks for.
type Searched struct {
	Names   []string // its name first, then its other names
	Domains []string
}

// maxTerms is how many searches of one brand a network gets at most.
const maxTerms = 6

// Terms returns the fewest names and domains that find all: a name that holds another one is found by
// that. Names come first.
func (s Searched) Terms() []string {
	var out []string
	add := func(term string) {
		words := spaced(term)
		if words == "  " || len(term) > 100 || len(out) == maxTerms {
			return
		}
		if !slices.ContainsFunc(out, func(known string) bool { return strings.Contains(words, spaced(known)) }) {
			out = append(out, strings.Join(strings.Fields(term), " "))
		}
	}
	for _, n := range s.Names {
		add(n)
	}
	for _, d := range s.Domains {
		add(d)
	}
	return out
}

// spaced returns the words of a term in lower case, with a space around each.
func spaced(term string) string {
	return " " + strings.ToLower(strings.Join(strings.FieldsFunc(term, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")) + " "
}

// Quoted returns a term in quotation marks where it has several words or signs, so that a search keeps them together.
func Quoted(term string) string {
	term = strings.ReplaceAll(term, `"`, "")
	for _, r := range term {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return `"` + term + `"`
		}
	}
	return term
}

// Tag returns the hashtag that people make of a name, without its sign; "" if it has no letters.
func Tag(name string) string {
	tag := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
	if len(tag) > 100 || !strings.ContainsFunc(tag, unicode.IsLetter) {
		return ""
	}
	return tag
}
