package query

import (
	"github.com/namedrop/namedrop/index/search/text"
)

// relaxable splits a query into what may be relaxed, bare words and quotes, and what stays
// as typed: fields, exclusions and operators.
func (q Query) relaxable() (words, hints []Word, rest []Node) {
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
			full, small := n.words()
			if len(full) == 0 {
				rest = append(rest, n)
				continue
			}
			words, hints = append(words, full...), append(hints, small...)
		default:
			rest = append(rest, n)
		}
	}
	return words, hints, rest
}

// words returns the words of a quote, the stop words apart. A quote of stop words only is a
// name (The Who) and stays as it is.
func (p Phrase) words() (full, small []Word) {
	for _, t := range outerTokens(p.Text) {
		if w := newWord(t.Term, Position{}); text.StopWord(t.Term) {
			small = append(small, w)
		} else {
			full = append(full, w)
		}
	}
	return full, small
}

// maxRelaxed is how many words are relaxed. With more, nearly every document would match.
const maxRelaxed = 12

// Relax returns q with its bare words and quotes replaced by what weigh makes of them, for a
// query that matches nothing. weigh gets the words and the rest of the query. It returns the
// parts to look for with their weights, or none if they match nothing either.
func (q Query) Relax(weigh func(words []Word, rest Node) (MinimumMatch, error)) (Query, bool, error) {
	words, hints, rest := q.relaxable()
	if len(words) == 0 || len(words) > 4*maxRelaxed {
		return q, false, nil
	}
	words = words[:min(len(words), maxRelaxed)]
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
	q.Hints = append(q.Hints[:len(q.Hints):len(q.Hints)], hints...)
	q.Root = m
	if others != nil {
		q.Root = And{Nodes: append(rest[:len(rest):len(rest)], m)}
	}
	return q, true, nil
}

// NewWord returns a bare word, which matches any of its forms.
func NewWord(term string) Word { return newWord(text.Fold(term), Position{}) }
