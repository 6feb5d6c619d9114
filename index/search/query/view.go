package query

import (
	"slices"

	"github.com/namedrop/namedrop/index/search/text"
)

// View is a passage cut into words, ready to be matched. Only one goroutine may use it.
//
// Words are found by a linear scan: a passage has about a hundred, and building a dictionary
// of them would cost more than most queries need.
type View struct {
	Text     string
	Language text.Language
	Tokens   []text.Token
}

// NewView cuts a passage into words.
func NewView(s, language string) *View {
	return &View{Text: s, Language: text.LanguageOf(language), Tokens: text.Tokenize(s, make([]text.Token, 0, len(s)/5+1))}
}

// Span is a match: words From to To, inclusive, and the bytes they fill.
type Span struct {
	From, To   int
	Start, End int
}

func (v *View) span(i int) Span {
	t := v.Tokens[i]
	return Span{From: t.Pos, To: t.Pos + t.Span - 1, Start: t.Start, End: t.End}
}

// hasForm reports whether a token has that looser form.
func (v *View) hasForm(i int, stem string) bool {
	term := v.Tokens[i].Term
	// A stem begins with the first letter of its word. Only a compound can have a form
	// that begins with another. The check avoids most lookups.
	if term[0] != stem[0] && (v.Language != text.Dutch && v.Language != text.German || len(term) < 7) {
		return false
	}
	return slices.Contains(Loose(v.Language, term), stem)
}

// maxSpans is the most matches of one part in one passage that are followed.
const maxSpans = 256

// Spans returns where n matches in the passage. Only parts that have a position in a text
// have spans: words, phrases, NEAR and alternatives of these.
func (v *View) Spans(n Node) []Span {
	switch n := n.(type) {
	case Word:
		return v.word(n)
	case Phrase:
		var out []Span
		for _, variant := range n.Variants {
			out = v.phrase(variant, out)
		}
		return out
	case Prefix:
		return v.where(func(t *text.Token) bool {
			return len(t.Term) >= len(n.Term) && t.Term[:len(n.Term)] == n.Term
		})
	case Fuzzy:
		a := n.Automaton()
		return v.where(func(t *text.Token) bool { return Accepts(a, t.Term) })
	case Raw:
		return v.raw(n)
	case Or:
		var out []Span
		for _, c := range n.Nodes {
			out = append(out, v.Spans(c)...)
		}
		return out
	case Near:
		return v.near(n)
	}
	return nil
}

func (v *View) where(match func(*text.Token) bool) []Span {
	var out []Span
	for i := range v.Tokens {
		if match(&v.Tokens[i]) && len(out) < maxSpans {
			out = append(out, v.span(i))
		}
	}
	return out
}

func (v *View) word(w Word) []Span {
	var out []Span
	stem := w.Term
	if v.Language != text.Plain {
		stem = w.Stem(v.Language)
	}
	for i := range v.Tokens {
		t := v.Tokens[i].Term
		if t == w.Term || t == stem || v.Language != text.Plain && v.hasForm(i, stem) {
			out = append(out, v.span(i))
		}
	}
	return out
}

func (v *View) phrase(p Variant, out []Span) []Span {
	if len(p.Terms) == 0 {
		return out
	}
	for i := range v.Tokens {
		if v.Tokens[i].Term != p.Terms[0] || len(out) >= maxSpans {
			continue
		}
		first := v.span(i)
		all := Span{From: first.From, To: first.From + p.Length - 1, Start: first.Start, End: first.End}
		whole := true
		for k := 1; k < len(p.Terms) && whole; k++ {
			whole = false
			// Tokens are in the order of their positions, so the word is not far.
			for j := i; j < len(v.Tokens) && v.Tokens[j].Pos <= first.From+p.Positions[k]; j++ {
				if v.Tokens[j].Pos == first.From+p.Positions[k] && v.Tokens[j].Term == p.Terms[k] {
					all.End = max(all.End, v.Tokens[j].End)
					whole = true
					break
				}
			}
		}
		if whole {
			out = append(out, all)
		}
	}
	return out
}

func (v *View) raw(r Raw) []Span {
	var out []Span
	for i := range v.Tokens {
		if !v.Tokens[i].Outer || len(out) >= maxSpans {
			continue
		}
		k, last := 0, i
		for j := i; j < len(v.Tokens) && k < len(r.Words); j++ {
			t := &v.Tokens[j]
			if !t.Outer {
				continue
			}
			if v.Text[t.Start:t.End] != r.Words[k] {
				break
			}
			k, last = k+1, j
		}
		if k == len(r.Words) {
			a, b := v.span(i), v.span(last)
			out = append(out, Span{From: a.From, To: b.To, Start: a.Start, End: b.End})
		}
	}
	return out
}

func (v *View) near(n Near) []Span {
	left := v.Spans(n.Left)
	if len(left) == 0 {
		return nil
	}
	right := v.Spans(n.Right)
	var out []Span
	for _, l := range left {
		for _, r := range right {
			ok := r.From > l.To && r.From-l.To <= n.N
			if !n.Ordered {
				ok = ok || l.From > r.To && l.From-r.To <= n.N
			}
			if ok && len(out) < maxSpans {
				out = append(out, Span{From: min(l.From, r.From), To: max(l.To, r.To), Start: min(l.Start, r.Start), End: max(l.End, r.End)})
			}
		}
	}
	return out
}

// Spelled reports whether a word that fills the span is spelled term.
func (v *View) Spelled(s Span, term string) bool {
	for i := range v.Tokens {
		if t := &v.Tokens[i]; t.Start == s.Start && t.End == s.End && t.Term == term {
			return true
		}
	}
	return false
}
