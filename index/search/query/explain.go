package query

import (
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/text"
)

// Explanation returns what q looks for.
func (q Query) Explanation() Explanation {
	e := Explanation{Clause: clause(q.Root)}
	for _, h := range q.Hints {
		e.Optional = append(e.Optional, h.Term)
	}
	return e
}

// Explain returns what q looks for, in English.
func (q Query) Explain() string { return q.Explanation().String() }

// Why returns which parts of q passage i of e matches, and with which words.
func (q Query) Why(e *index.Entry, i int) []MatchReason {
	if q.Root == nil {
		return nil
	}
	p := &e.Passages[i]
	v := NewView(p.Text, p.Language)
	return v.why(q.Root, func(n Node) bool { return matches(n, e, p, v) })
}

// why asks field about the nodes that describe a document rather than its text.
func (v *View) why(root Node, field func(Node) bool) []MatchReason {
	var out []MatchReason
	Walk(root, func(n Node, positive bool) bool {
		switch n.(type) {
		case And, Or, Not, All, Words, MinimumMatch:
			return true
		case Field, Dates, Mention:
			if positive && field(n) {
				out = append(out, MatchReason{Clause: clause(n)})
			}
			return false
		}
		if !positive {
			return false
		}
		spans := v.Spans(n)
		if len(spans) == 0 {
			return false
		}
		r := MatchReason{Clause: clause(n), Times: len(spans)}
		surface := v.Text[spans[0].Start:spans[0].End]
		if w, ok := n.(Word); !ok || text.Fold(surface) != w.Term {
			r.Matched = surface
		}
		out = append(out, r)
		return false
	})
	return out
}
