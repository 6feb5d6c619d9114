package query

import (
	"fmt"
	"strings"
	"time"
)

// String is the explanation in English.
func (e Explanation) String() string {
	s := e.Clause.String()
	if len(e.Optional) > 0 {
		s += "; common words are optional: " + strings.Join(e.Optional, ", ")
	}
	return s
}

// String is the reason in English.
func (r MatchReason) String() string {
	s := r.Clause.String()
	if r.Matched != "" {
		s += ": " + quote(r.Matched)
	}
	if r.Times > 1 {
		s += fmt.Sprintf(" (%d times)", r.Times)
	}
	return s
}

// String is the clause in English.
func (c Clause) String() string { return c.english(false) }

// english puts a list in brackets if it is inside another clause.
func (c Clause) english(inside bool) string {
	switch c.Code {
	case ClauseAll:
		return c.list("and", inside)
	case ClauseAny:
		return c.list("or", inside)
	case ClauseMost:
		return "most of " + c.list("and", inside)
	case ClauseNot:
		return "not " + c.part(0)
	case ClauseMore:
		return fmt.Sprintf("%d more", c.N)
	case ClauseWord:
		return quote(c.Text)
	case ClauseWordForms:
		return quote(c.Text) + " in any form"
	case ClauseSpelling:
		return quote(c.Text) + " in this spelling"
	case ClausePhrase:
		return "the phrase " + quote(c.Text)
	case ClausePrefix:
		return "words starting with " + quote(c.Text)
	case ClauseSimilar:
		letters := "letters"
		if c.N == 1 {
			letters = "letter"
		}
		return fmt.Sprintf("words like %s (%d %s may differ)", quote(c.Text), c.N, letters)
	case ClauseVerbatim:
		return "exactly " + quote(c.Text) + ", with these capitals and signs"
	case ClauseNear:
		return fmt.Sprintf("%s within %d words of %s", c.part(0), c.N, c.part(1))
	case ClauseNearOrdered:
		return fmt.Sprintf("%s followed within %d words by %s", c.part(0), c.N, c.part(1))
	case ClauseField:
		return c.field()
	case ClausePublished:
		return c.published()
	case ClauseMention:
		return c.mention()
	}
	return "everything"
}

func (c Clause) part(i int) string {
	if i >= len(c.Parts) {
		return ""
	}
	return c.Parts[i].english(true)
}

func (c Clause) list(last string, inside bool) string {
	var parts []string
	for i := range c.Parts {
		parts = append(parts, c.part(i))
	}
	if s := list(parts, last); !inside {
		return s
	}
	return "(" + list(parts, last) + ")"
}

var languageNames = map[string]string{"en": "English", "nl": "Dutch", "de": "German", "fr": "French", "es": "Spanish"}

func (c Clause) field() string {
	var values []string
	for _, v := range c.Values {
		if name := languageNames[v]; c.Field == Lang && name != "" {
			values = append(values, name)
		} else if c.Field == Lang || c.Field == Kind || c.Field == Site {
			values = append(values, v)
		} else {
			values = append(values, quote(v))
		}
	}
	s := list(values, "or")
	switch c.Field {
	case Lang:
		return "in " + s
	case Kind:
		return "of the kind " + s
	case Source:
		return "from the source " + s
	case Show:
		return "on shows named " + s
	case Speaker:
		return "spoken by " + s
	case Person:
		return "with " + s
	case Site:
		return "on the site " + s
	}
	return string(c.Field) + " " + s
}

func (c Clause) published() string {
	const day = 24 * time.Hour
	written := func(t time.Time) string {
		if t.Equal(t.Truncate(day)) {
			return t.Format("2 January 2006")
		}
		return t.Format("2 January 2006 15:04 UTC")
	}
	switch {
	case c.To.IsZero() && c.From.IsZero():
		return "published at any time"
	case c.To.IsZero():
		return "published since " + written(c.From)
	case c.From.IsZero():
		return "published before " + written(c.To)
	case c.To.Equal(c.From.AddDate(0, 0, 1)) && c.From.Equal(c.From.Truncate(day)):
		return "published on " + written(c.From)
	case c.From.Equal(c.From.Truncate(day)) && c.To.Equal(c.To.Truncate(day)):
		return "published from " + written(c.From) + " to " + written(c.To.AddDate(0, 0, -1)) // inclusive, as people say it
	}
	return "published from " + written(c.From) + " until " + written(c.To)
}

func (c Clause) mention() string {
	s := "a mention"
	if len(c.Types) > 0 {
		s += " (" + list(c.Types, "or") + ")"
	}
	if len(c.Values) > 0 {
		s += " of " + list(c.Values, "or")
	}
	if c.High != 0 || c.Low != 0 {
		s += fmt.Sprintf(" with a confidence of %.2g to %.2g", c.Low, c.High)
	}
	return s
}

func quote(s string) string { return "“" + s + "”" }

func joined(words []string) string { return strings.Join(words, " ") }

func list(parts []string, last string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " " + last + " " + parts[len(parts)-1]
}
