package query

import (
	"github.com/namedrop/namedrop/index/search/text"
)

// View is one passage cut into words, ready to be asked. It is not safe for use by
// several goroutines.
type View struct {
	Text     string
	Language text.Language
	Tokens   []text.Token
	byTerm   map[string][]int32 // indexes into Tokens
	stems    map[string][]int32 // stems and compound parts that are no term themselves
	outer    []int32            // indexes of the written words, in order
}

// NewView cuts a passage.
func NewView(s, language string) *View {
	v := &View{Text: s, Language: text.LanguageOf(language), Tokens: text.Tokenize(s, nil)}
	v.byTerm = make(map[string][]int32, len(v.Tokens))
	for i, t := range v.Tokens {
		v.byTerm[t.Term] = append(v.byTerm[t.Term], int32(i))
		if t.Outer {
			v.outer = append(v.outer, int32(i))
		}
	}
	return v
}

// Span is a place where something was found: words From to To, inclusive, and the
// bytes they fill.
type Span struct {
	From, To   int
	Start, End int
}

func (v *View) span(i int32) Span {
	t := v.Tokens[i]
	return Span{From: t.Pos, To: t.Pos + t.Span - 1, Start: t.Start, End: t.End}
}

// Loose lists the looser forms of a term in a language under which it is indexed
// beside itself: its stem, if that differs, and the parts of a compound with theirs.
func Loose(l text.Language, term string) []string {
	if l == text.Plain || !letters(term) {
		return nil
	}
	var out []string
	if s := text.Stem(l, term); s != term {
		out = append(out, s)
	}
	for _, p := range text.Parts(l, term) {
		out = append(out, text.Stem(l, p))
	}
	return out
}

func (v *View) loose(stem string) []int32 {
	if v.stems == nil {
		v.stems = map[string][]int32{}
		for term, at := range v.byTerm {
			for _, s := range Loose(v.Language, term) {
				v.stems[s] = append(v.stems[s], at...)
			}
		}
	}
	return v.stems[stem]
}

// most is the number of spans followed for one part of a query in one passage.
const most = 256

// Spans lists where n stands in the passage, nil where it doesn't. Only what has a
// place in a text has spans: words, phrases, NEAR and alternatives of these.
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
		if match(&v.Tokens[i]) && len(out) < most {
			out = append(out, v.span(int32(i)))
		}
	}
	return out
}

func (v *View) word(w Word) []Span {
	var out []Span
	for _, i := range v.byTerm[w.Term] {
		out = append(out, v.span(i))
	}
	if v.Language == text.Plain {
		return out
	}
	stem := w.Stem(v.Language)
	if stem != w.Term {
		for _, i := range v.byTerm[stem] {
			out = append(out, v.span(i))
		}
	}
	for _, i := range v.loose(stem) {
		out = append(out, v.span(i))
	}
	return out
}

func (v *View) phrase(p Variant, out []Span) []Span {
	if len(p.Terms) == 0 {
		return out
	}
next:
	for _, i := range v.byTerm[p.Terms[0]] {
		first := v.span(i)
		all := Span{From: first.From, To: first.From + p.Length - 1, Start: first.Start, End: first.End}
		for k := 1; k < len(p.Terms); k++ {
			found := false
			for _, j := range v.byTerm[p.Terms[k]] {
				if s := v.span(j); s.From == first.From+p.Places[k] {
					all.End = max(all.End, s.End)
					found = true
					break
				}
			}
			if !found {
				continue next
			}
		}
		if len(out) < most {
			out = append(out, all)
		}
	}
	return out
}

func (v *View) raw(r Raw) []Span {
	var out []Span
next:
	for i := 0; i+len(r.Words) <= len(v.outer); i++ {
		for k, w := range r.Words {
			t := v.Tokens[v.outer[i+k]]
			if v.Text[t.Start:t.End] != w {
				continue next
			}
		}
		a, b := v.span(v.outer[i]), v.span(v.outer[i+len(r.Words)-1])
		if len(out) < most {
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
			if ok && len(out) < most {
				out = append(out, Span{From: min(l.From, r.From), To: max(l.To, r.To), Start: min(l.Start, r.Start), End: max(l.End, r.End)})
			}
		}
	}
	return out
}
