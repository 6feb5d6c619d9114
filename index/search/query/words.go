package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/search/text"
)

// word reads a bare word, which may end in * or ~.
func (p *parser) word(t token) (Node, *stopWord, error) {
	s := t.text
	if err := unknownField(t); err != nil {
		return nil, nil, err
	}
	if s == "*" {
		return All{}, nil, nil
	}
	body, star := strings.CutSuffix(s, "*")
	if i := strings.IndexByte(body, '*'); i >= 0 {
		at := t.at + utf8.RuneCountInString(body[:i])
		return nil, nil, mistake(at, 1, StarInside, nil, "a star goes at the end of a word: pric* finds price and pricing")
	}
	distance := 0
	if !star {
		var err error
		if body, distance, err = fuzziness(t); err != nil {
			return nil, nil, err
		}
	}
	outer := outerTokens(body)
	if len(outer) == 0 {
		if star || distance != 0 {
			return nil, nil, mistake(t.at, t.n, SignWithoutWord, nil, "there is no letter or digit before the sign")
		}
		return nil, nil, nil // a lone dash or plus, as in a pasted title
	}
	if star || distance != 0 {
		p.expanded++
		if p.expanded > MaxExpanded {
			return nil, nil, mistake(t.at, t.n, TooManyExpanded, params{"max", MaxExpanded}, "more than %d words have * or ~: write some of them out", MaxExpanded)
		}
		if len(outer) > 1 || outer[0].Span > 1 {
			return nil, nil, mistake(t.at, t.n, SeveralWords, params{"text", body}, "* and ~ work on one word, and %q counts as several", body)
		}
		if star {
			return Prefix{Term: outer[0].Term}, nil, nil
		}
		if distance < 0 {
			distance = 1
			if utf8.RuneCountInString(outer[0].Term) > 7 {
				distance = 2
			}
		}
		if n := utf8.RuneCountInString(outer[0].Term); n <= distance || n > 40 {
			return nil, nil, mistake(t.at, t.n, FuzzyLength, params{"distance", distance, "min", distance + 1}, "~%d needs a word of %d to 40 letters", distance, distance+1)
		}
		return NewFuzzy(outer[0].Term, distance), nil, nil
	}
	at := Position{From: t.at, To: t.at + t.n}
	if len(outer) == 1 && outer[0].Span == 1 {
		w := newWord(outer[0].Term, at)
		if (text.StopWord(w.Term) || p.question && text.Asking(w.Term)) && !p.name(t) {
			return nil, &stopWord{word: w}, nil
		}
		return w, nil, nil
	}
	return phrase(body), nil, nil
}

// name reports whether a stop word is capitalized as part of a name, and not only because it
// begins the query.
func (p *parser) name(t token) bool {
	if !upper(t.text) {
		return false
	}
	if t.at > 0 && p.i > 1 || utf8.RuneCountInString(t.text) > 1 && t.text == strings.ToUpper(t.text) {
		return true
	}
	next := p.peek()
	return next.kind != wordToken || upper(next.text)
}

func upper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// fuzziness cuts ~, ~1 or ~2 off a word. The distance is -1 if no number was given.
func fuzziness(t token) (string, int, error) {
	body, n, found := strings.Cut(t.text, "~")
	if !found {
		return t.text, 0, nil
	}
	switch n {
	case "":
		return body, -1, nil
	case "1":
		return body, 1, nil
	case "2":
		return body, 2, nil
	}
	at := t.at + utf8.RuneCountInString(body)
	return "", 0, mistake(at, utf8.RuneCountInString(n)+1, FuzzyDistance, nil, "write ~, ~1 or ~2 at the end of a word: one or two letters may differ")
}

// unknownField catches brnad:acme, but leaves re:Invent, 12:30 and addresses alone.
func unknownField(t token) error {
	name, rest, found := strings.Cut(t.text, ":")
	if !found || len(name) < 2 || len(name) == 2 && !elsewhere[name] || strings.HasPrefix(rest, "//") || !letters(strings.ToLower(name)) {
		return nil
	}
	for _, known := range []string{"brand", "source", "show", "kind", "lang", "speaker", "person", "site", "before", "after", "mention", "confidence"} {
		if oneOff(strings.ToLower(name), known) {
			return mistake(t.at, utf8.RuneCountInString(name)+1, UnknownField, params{"field", name, "suggestion", known}, "there is no field %s: — did you mean %s:?", name, known)
		}
	}
	if rest != "" && elsewhere[strings.ToLower(name)] {
		return mistake(t.at, utf8.RuneCountInString(name)+1, FieldElsewhere, params{"field", name, "fields", knownFields}, "a search has no field %s: — there are %s", name, knownFields)
	}
	return nil
}

// elsewhere are fields of the inbox and of other search engines, which people try here. Other words
// before a colon, as in re:Invent, are text.
var elsewhere = map[string]bool{
	"state": true, "status": true, "starred": true, "sentiment": true, "from": true, "title": true, "text": true, "url": true,
	"intitle": true, "intext": true, "inurl": true, "label": true, "tag": true, "tags": true, "assignee": true, "note": true, "sure": true, "is": true, "has": true,
}

const knownFields = "brand:, source:, show:, kind:, lang:, speaker:, person:, site:, before:, after:, on:, mention:, confidence:, raw:"

// oneOff reports whether two words differ by one added, missing or changed letter, or by two
// swapped neighbours.
func oneOff(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	switch len(a) - len(b) {
	case 0:
		if i == len(a) {
			return true
		}
		return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	case 1:
		return a[i+1:] == b[i:]
	}
	return false
}

func quoted(t token) (Node, error) {
	if strings.TrimSpace(t.text) == "" {
		return nil, mistake(t.at, t.n, QuoteEmpty, nil, "these quotes are empty")
	}
	ph := phrase(t.text)
	if len(ph.Variants) == 0 {
		return nil, mistake(t.at, t.n, QuoteWithoutWord, nil, "there is no letter or digit between these quotes")
	}
	for i, r := range []rune(t.text) {
		if r == '*' {
			return nil, mistake(t.at+1+i, 1, QuoteWithStar, nil, "a star doesn't work in quotes: write the words with ONEAR/1 between them, as in switch* ONEAR/1 from")
		}
	}
	return ph, nil
}

func outerTokens(s string) []text.Token {
	var out []text.Token
	for _, t := range text.Tokenize(s, nil) {
		if t.Outer {
			out = append(out, t)
		}
	}
	return out
}

// phrase reads a run of words. The first three words that are written in parts (e-mail) give
// a joined variant and one in parts.
func phrase(s string) Phrase {
	all := text.Tokenize(s, nil)
	variants := []Variant{{}}
	doubled := 0
	for i := 0; i < len(all); i++ {
		t := all[i]
		if !t.Outer {
			continue
		}
		var parts []string
		if t.Span > 1 {
			for _, part := range all[i+1:] {
				if part.Outer || len(parts) == t.Span {
					break
				}
				if part.Span == 1 {
					parts = append(parts, part.Term)
				}
			}
		}
		var grown []Variant
		for _, v := range variants {
			if len(parts) > 0 {
				grown = append(grown, v.with(parts...))
			}
			if len(parts) == 0 || doubled < 3 {
				grown = append(grown, v.with(t.Term))
			}
		}
		if len(parts) > 0 {
			doubled++
		}
		variants = grown
	}
	if len(variants[0].Terms) == 0 {
		variants = nil
	}
	return Phrase{Text: s, Variants: variants}
}

// with returns v with further words.
func (v Variant) with(terms ...string) Variant {
	out := Variant{
		Terms:     append(append([]string(nil), v.Terms...), terms...),
		Positions: append([]int(nil), v.Positions...),
		Length:    v.Length,
	}
	for range terms {
		out.Positions = append(out.Positions, out.Length)
		out.Length++
	}
	return out
}

func clip(s string, n int) string {
	rs := []rune(s)
	if len(rs) > n {
		rs = rs[:n]
	}
	return string(rs)
}

// Spelled returns the part of a query that looks for a name as spelled, nil if the name has
// no letter or digit.
func Spelled(name string) Node {
	p := phrase(name)
	if len(p.Variants) == 0 {
		return nil
	}
	return p
}
