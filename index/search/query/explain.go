package query

import (
	"fmt"
	"strings"
	"time"

	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/text"
)

// Explain says in words what q looks for.
func (q Query) Explain() string {
	if q.Root == nil {
		return "everything"
	}
	s := "passages with " + explain(q.Root, false)
	if _, all := q.Root.(All); all {
		s = "everything"
	}
	if len(q.Hints) > 0 {
		var words []string
		for _, h := range q.Hints {
			words = append(words, quote(h.Term))
		}
		s += "; not insisting on the small words " + list(words, "and") + " (put a phrase in quotes to insist)"
	}
	return s
}

func quote(s string) string { return "“" + s + "”" }

func list(parts []string, last string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " " + last + " " + parts[len(parts)-1]
}

func explain(n Node, inside bool) string {
	many := func(nodes []Node, word string) string {
		var parts []string
		for i, c := range nodes {
			if i == 12 && len(nodes) > 14 {
				parts = append(parts, fmt.Sprintf("%d more", len(nodes)-i))
				break
			}
			parts = append(parts, explain(c, true))
		}
		s := list(parts, word)
		if inside {
			return "(" + s + ")"
		}
		return s
	}
	switch n := n.(type) {
	case All:
		return "anything"
	case And:
		return many(n.Nodes, "and")
	case Words:
		var nodes []Node
		for _, w := range n.Words {
			nodes = append(nodes, w)
		}
		return many(nodes, "and")
	case MinimumMatch:
		var nodes []Node
		for _, p := range n.Parts {
			nodes = append(nodes, p.Node)
		}
		return "most of " + many(nodes, "and")
	case Or:
		return many(n.Nodes, "or")
	case Not:
		return "not " + explain(n.Node, true)
	case Word:
		if !letters(n.Term) {
			return "the word " + quote(n.Term)
		}
		return "the word " + quote(n.Term) + " in any form"
	case Phrase:
		if len(n.Variants) > 0 && n.Variants[0].Length == 1 {
			return "the word " + quote(n.Text) + " as spelled"
		}
		return "the words " + quote(n.Text) + " in this order"
	case Prefix:
		return "a word that begins with " + quote(n.Term)
	case Fuzzy:
		return fmt.Sprintf("a word like %s (%d %s may differ)", quote(n.Term), n.Distance, map[bool]string{true: "letter", false: "letters"}[n.Distance == 1])
	case Raw:
		return "exactly " + quote(strings.Join(n.Words, " ")) + ", case and signs counting"
	case Near:
		order := ""
		if n.Ordered {
			order = ", in this order"
		}
		return fmt.Sprintf("%s at most %d words from %s%s", explain(n.Left, true), n.N, explain(n.Right, true), order)
	case Field:
		var values []string
		for _, v := range n.Values {
			values = append(values, quote(v))
		}
		return string(n.Name) + " " + list(values, "or")
	case Dates:
		return n.explain()
	case Mention:
		return n.explain()
	}
	return "?"
}

func (d Dates) explain() string {
	day := func(t time.Time) string {
		if t.Equal(t.Truncate(24 * time.Hour)) {
			return t.Format("2 January 2006")
		}
		return t.Format("2 January 2006 15:04 UTC")
	}
	switch {
	case d.To.IsZero() && d.From.IsZero():
		return "any date"
	case d.To.IsZero():
		return "published on or after " + day(d.From)
	case d.From.IsZero():
		return "published before " + day(d.To)
	case d.To.Equal(d.From.AddDate(0, 0, 1)):
		return "published on " + day(d.From)
	}
	return "published from " + day(d.From) + " up to " + day(d.To)
}

func (m Mention) explain() string {
	s := "a mention"
	if len(m.Types) > 0 {
		var types []string
		for _, t := range m.Types {
			types = append(types, string(t))
		}
		s = "a mention (" + list(types, "or") + ")"
	}
	if len(m.Brands) > 0 {
		s += " of " + list(m.Brands, "or")
	}
	if m.High != 0 || m.Low != 0 {
		s += fmt.Sprintf(" with a confidence of %.2g to %.2g", m.Low, min(1, m.High))
	}
	return s
}

// Why says which parts of q a passage answers, and with which words.
func (q Query) Why(e *index.Entry, i int) []string {
	if q.Root == nil {
		return nil
	}
	p := &e.Passages[i]
	return NewView(p.Text, p.Language).why(q.Root, func(n Node) bool { return matches(n, e, p, NewView(p.Text, p.Language)) })
}

func (v *View) why(root Node, field func(Node) bool) []string {
	var out []string
	Walk(root, func(n Node, positive bool) bool {
		switch n.(type) {
		case And, Or, Not, All, Words, MinimumMatch:
			return true
		case Field, Dates, Mention:
			if positive && field(n) {
				out = append(out, explain(n, false))
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
		surface := v.Text[spans[0].Start:spans[0].End]
		s := explain(n, false)
		if w, ok := n.(Word); !ok || text.Fold(surface) != w.Term {
			s += ": " + quote(surface)
		}
		if len(spans) > 1 {
			s += fmt.Sprintf(" (%d times)", len(spans))
		}
		out = append(out, s)
		return false
	})
	return out
}
