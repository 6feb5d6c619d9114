package query

import (
	"strconv"
	"strings"
	"unicode"
)

type kind int

const (
	endToken kind = iota
	wordToken
	quoteToken
	openToken
	closeToken
	andToken
	orToken
	notToken
	minusToken
	nearToken
	fieldToken
)

// token is a piece of the query. at and n count code points.
type token struct {
	kind    kind
	text    string // of a word or a quote; the name of a field
	at, n   int
	small   bool // "and" or "or" in lower case: an operator only between operands
	near    int
	ordered bool
	glued   bool // follows the token before without a space
}

// lex cuts a query into tokens. It fails only for a quote that is never closed.
func lex(s string) ([]token, error) {
	rs := []rune(s)
	var out []token
	space := true
	for i := 0; i < len(rs); {
		r := rs[i]
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			space = true
			i++
			continue
		}
		t := token{at: i, n: 1, glued: !space}
		space = false
		switch {
		case r == '(':
			t.kind = openToken
		case r == ')':
			t.kind = closeToken
		case closing(r) != 0:
			end := i + 1
			for end < len(rs) && !closes(r, rs[end]) {
				end++
			}
			if end == len(rs) {
				return nil, mistake(i, 1, QuoteOpen, nil, "this quote is never closed: add \" where the phrase ends")
			}
			t.kind, t.text, t.n = quoteToken, string(rs[i+1:end]), end+1-i
		case (r == '-' || r == '−') && (!t.glued || afterBracket(out)) && i+1 < len(rs) && !unicode.IsSpace(rs[i+1]) && rs[i+1] != '-':
			t.kind = minusToken
		default:
			end := i
			for end < len(rs) && !unicode.IsSpace(rs[end]) && !unicode.IsControl(rs[end]) && rs[end] != '(' && rs[end] != ')' && closing(rs[end]) == 0 {
				end++
				if rs[end-1] == ':' && field(string(rs[i:end-1])) != "" {
					break
				}
			}
			t.n = end - i
			word(&t, string(rs[i:end]))
		}
		i += t.n
		out = append(out, t)
	}
	return append(out, token{kind: endToken, at: len(rs)}), nil
}

// afterBracket reports whether the next token is the first in a group: in (-acme globex) the
// minus excludes, where in e-mail it is a part of the word.
func afterBracket(before []token) bool {
	return len(before) > 0 && before[len(before)-1].kind == openToken
}

// word tells operators, fields and words apart.
func word(t *token, s string) {
	t.kind, t.text = wordToken, s
	switch s {
	case "AND", "&&":
		t.kind = andToken
	case "OR", "||", "|":
		t.kind = orToken
	case "NOT":
		t.kind = notToken
	case "and":
		t.kind, t.small = andToken, true
	case "or":
		t.kind, t.small = orToken, true
	}
	if name, ok := strings.CutSuffix(s, ":"); ok && field(name) != "" {
		t.kind, t.text = fieldToken, field(name)
		return
	}
	op, n, found := strings.Cut(s, "/")
	if op != "NEAR" && op != "ONEAR" {
		return
	}
	t.kind, t.near, t.ordered = nearToken, 10, op == "ONEAR"
	if found {
		d, err := strconv.Atoi(n)
		if err != nil || d < 1 || d > 100 {
			d = -1
		}
		t.near = d
	}
}

// field returns the canonical name of a field, or "".
func field(name string) string {
	switch n := strings.ToLower(name); n {
	case "brand", "source", "show", "kind", "lang", "speaker", "person", "site", "before", "after", "on", "mention", "confidence", "raw":
		return n
	case "language":
		return "lang"
	case "people", "host", "guest", "author":
		return "person"
	case "date":
		return "on"
	case "since":
		return "after"
	case "until":
		return "before"
	case "type":
		return "mention"
	}
	return ""
}

// closing returns the character that ends a quote begun with r, or 0 if r begins none.
func closing(r rune) rune {
	switch r {
	case '"', '“', '„', '«', '”':
		return '"'
	}
	return 0
}

func closes(open, r rune) bool {
	switch open {
	case '"':
		return r == '"'
	case '«':
		return r == '»'
	}
	return r == '”' || r == '“' || r == '"'
}
