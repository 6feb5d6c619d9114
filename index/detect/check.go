package detect

import (
	"fmt"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index"
)

// Limits on the names and words of a brand. They keep the work for each candidate bounded.
const (
	maxName  = 200 // code points
	maxNames = 200 // names, aliases, handles and domains together
	maxWords = 500 // context or exclusion words
)

// BrandError is the problem with one brand, as a sentence for its owner.
type BrandError struct {
	Brand   string // id
	Field   string // name, aliases, heard_as, handles, domains, context, exclude
	Problem string
}

func (e *BrandError) Error() string {
	return fmt.Sprintf("brand %q: %s: %s", e.Brand, e.Field, e.Problem)
}

// Check returns a *[BrandError] when a brand can't be looked for.
func Check(b index.Brand) error {
	refuse := func(field, format string, args ...any) error {
		return &BrandError{b.ID, field, fmt.Sprintf(format, args...)}
	}
	if b.ID == "" {
		return refuse("id", "is missing")
	}
	if len(b.Aliases)+len(b.HeardAs)+len(b.Handles)+len(b.Domains) > maxNames {
		return refuse("aliases", "more than %d names for one brand", maxNames)
	}
	if len(b.Context) > maxWords || len(b.Exclude) > maxWords {
		return refuse("context", "more than %d words", maxWords)
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
			if problem := checkName(v); problem != "" {
				return refuse(f.name, "%s", problem)
			}
		}
	}
	for _, v := range append(append([]string{}, b.Context...), b.Exclude...) {
		if utf8.RuneCountInString(v) > maxName {
			return refuse("context", "%.20q… is longer than %d characters", v, maxName)
		}
	}
	return nil
}

func checkName(name string) string {
	if !utf8.ValidString(name) {
		return fmt.Sprintf("%q is not valid UTF-8", name)
	}
	if utf8.RuneCountInString(name) > maxName {
		return fmt.Sprintf("%.20q… is longer than %d characters", name, maxName)
	}
	k := key(nil, name)
	switch {
	case name == "":
		return "is empty"
	case len(k) == 0:
		return fmt.Sprintf("%q has no letter and no digit, so it cannot be found in speech or text", name)
	case utf8.RuneCount(k) == 1 && trailingSymbols(name) == "" && len(k) == 1:
		return fmt.Sprintf("%q is a single letter and would be found everywhere; give a longer name or an alias", name)
	}
	return ""
}
