package query

import (
	"github.com/namedrop/namedrop/index/search/text"
)

// soft takes apart what may give way when nothing has all of it, bare words and quotes,
// and what stays as it was meant: fields, exclusions and operators.
func (q Query) soft() (words []Word, rest []Node) {
	nodes := []Node{q.Root}
	if a, ok := q.Root.(And); ok {
		nodes = a.Nodes
	}
	for _, n := range nodes {
		switch n := n.(type) {
		case Word:
			words = append(words, n)
		case Words:
			words = append(words, n.Words...)
		case Phrase:
			words = append(words, n.words()...)
		default:
			rest = append(rest, n)
		}
	}
	return words, rest
}

// words are the words of a quote, without the small ones if it has others.
func (p Phrase) words() []Word {
	var all, full []Word
	for _, t := range outerTokens(p.Text) {
		w := newWord(t.Term, Place{})
		all = append(all, w)
		if !text.Small(t.Term) {
			full = append(full, w)
		}
	}
	if full != nil {
		return full
	}
	return all
}

// mostSoft is how many words are looked at: more make every page of a book answer.
const mostSoft = 12

// Loosen returns q with its bare words and quotes replaced by what weigh makes of them,
// for when nothing answers q itself. weigh is given the words and returns the parts to
// look for and the least they must weigh together; none if that finds nothing either.
func (q Query) Loosen(weigh func(words []Word, rest Node) (Most, error)) (Query, bool, error) {
	words, rest := q.soft()
	if len(words) == 0 || len(words) > 4*mostSoft {
		return q, false, nil
	}
	words = words[:min(len(words), mostSoft)]
	var others Node
	switch len(rest) {
	case 0:
	case 1:
		others = rest[0]
	default:
		others = And{Nodes: rest}
	}
	m, err := weigh(words, others)
	if err != nil || len(m.Parts) == 0 {
		return q, false, err
	}
	q.Root = m
	if others != nil {
		q.Root = And{Nodes: append(rest[:len(rest):len(rest)], m)}
	}
	return q, true, nil
}

// NewWord is a bare word in any of its forms.
func NewWord(term string) Word { return newWord(text.Fold(term), Place{}) }
