package detect

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/detect/sound"
)

// Limits on the names and words of a brand. They keep the work for each candidate bounded.
const (
	maxName  = 200 // code points
	maxNames = 200 // names, aliases, handles and domains together
	maxWords = 500 // context or exclusion words

	maxSoundsLike = 10 // pronunciations
)

// BrandError is the problem with one brand, as a sentence for its owner. Code and Params are the
// same for the desk to phrase in the owner's language: see [ProblemCodes].
type BrandError struct {
	Brand   string // id
	Field   string // name, aliases, heard_as, sounds_like, handles, domains, context, exclude
	Problem string
	Code    string
	Params  map[string]string
}

// ProblemCodes returns the codes of brand errors that a user can cause, with the names of their
// parameters. All have name beside those, the field that is wrong.
func ProblemCodes() map[string][]string {
	return map[string][]string{
		"brand_too_many_names":  {"max"},
		"brand_too_many_words":  {"max"},
		"brand_text_too_long":   {"text", "max"},
		"brand_text_unreadable": nil,
		"brand_text_empty":      nil,
		"brand_text_wordless":   {"text"},
		"brand_one_letter":      {"text"},
		"heard_as_everyday":     {"text"},
	}
}

// Coded returns the code with its parameters. The field's name is one of them.
func (e *BrandError) Coded() (code string, params map[string]string) {
	params = maps.Clone(e.Params)
	if params == nil {
		params = map[string]string{}
	}
	params["name"] = e.Field
	return e.Code, params
}

func (e *BrandError) Error() string {
	return fmt.Sprintf("brand %q: %s: %s", e.Brand, e.Field, e.Problem)
}

// Check returns a *[BrandError] when a brand can't be looked for.
func Check(b index.Brand) error {
	refuse := func(field string, p *problem) error {
		return &BrandError{b.ID, field, p.sentence, p.code, p.params}
	}
	if b.ID == "" {
		return refuse("id", &problem{sentence: "is missing"})
	}
	if len(b.Aliases)+len(b.HeardAs)+len(b.Handles)+len(b.Domains) > maxNames {
		return refuse("aliases", &problem{fmt.Sprintf("more than %d names for one brand", maxNames), "brand_too_many_names", limit(maxNames)})
	}
	if len(b.SoundsLike) > maxSoundsLike {
		return refuse("sounds_like", &problem{fmt.Sprintf("more than %d pronunciations for one brand", maxSoundsLike), "brand_too_many_names", limit(maxSoundsLike)})
	}
	if len(b.Context) > maxWords || len(b.Exclude) > maxWords {
		return refuse("context", &problem{fmt.Sprintf("more than %d words", maxWords), "brand_too_many_words", limit(maxWords)})
	}
	fields := []struct {
		name   string
		values []string
	}{
		{"name", []string{b.Name}}, {"aliases", b.Aliases}, {"heard_as", b.HeardAs},
		{"handles", b.Handles}, {"domains", b.Domains},
	}
	for _, f := range fields {
		for _, v := range f.values {
			if p := checkName(v); p != nil {
				return refuse(f.name, p)
			}
		}
	}
	for _, v := range b.SoundsLike {
		if p := checkPronunciation(v); p != nil {
			return refuse("sounds_like", p)
		}
	}
	for _, v := range append(append([]string{}, b.Context...), b.Exclude...) {
		if utf8.RuneCountInString(v) > maxName {
			return refuse("context", longText(v))
		}
	}
	return nil
}

// problem is what is wrong with one text of a brand.
type problem struct {
	sentence, code string
	params         map[string]string
}

func limit(n int) map[string]string { return map[string]string{"max": strconv.Itoa(n)} }

func longText(text string) *problem {
	return &problem{fmt.Sprintf("%.20q… is longer than %d characters", text, maxName), "brand_text_too_long", map[string]string{
		"text": string([]rune(text)[:20]) + "…", "max": strconv.Itoa(maxName),
	}}
}

// checkPronunciation refuses what has no reading in any voice, such as "?!" and "k".
func checkPronunciation(text string) *problem {
	if p := checkName(text); p != nil {
		return p
	}
	plain := strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return ' '
		}
		return r
	}, withoutAccents(text))
	if len(sound.Rules(sound.English).Readings(plain)[0]) < minSpokenLetters {
		return &problem{fmt.Sprintf("%q has too few sounds to be recognized", text), "brand_text_wordless", map[string]string{"text": text}}
	}
	return nil
}

func checkName(name string) *problem {
	if !utf8.ValidString(name) {
		return &problem{fmt.Sprintf("%q is not valid UTF-8", name), "brand_text_unreadable", nil}
	}
	if utf8.RuneCountInString(name) > maxName {
		return longText(name)
	}
	quoted := map[string]string{"text": name}
	k := key(nil, name)
	switch {
	case name == "":
		return &problem{"is empty", "brand_text_empty", nil}
	case len(k) == 0:
		return &problem{fmt.Sprintf("%q has no letter and no digit, so it cannot be found in speech or text", name), "brand_text_wordless", quoted}
	case utf8.RuneCount(k) == 1 && trailingSymbols(name) == "" && len(k) == 1:
		return &problem{fmt.Sprintf("%q is a single letter and would be found everywhere; give a longer name or an alias", name), "brand_one_letter", quoted}
	}
	return nil
}
