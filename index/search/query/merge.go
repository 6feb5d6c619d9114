package query

import (
	"slices"
	"strings"

	"github.com/namedrop/namedrop/index"
)

// mergeAnd flattens an And, and merges brand:, mention: and confidence: into one condition
// on one mention: "brand:acme mention:sponsor" is a sponsorship by Acme, not a mention of
// Acme next to a sponsorship by another brand.
func mergeAnd(a And) Node {
	var flat []Node
	for _, n := range a.Nodes {
		if inner, ok := n.(And); ok {
			flat = append(flat, inner.Nodes...)
		} else {
			flat = append(flat, n)
		}
	}
	var rest []Node
	var words []Word
	at := 0 // the position of the first of them
	var brands, others []Mention
	for _, n := range flat {
		switch n := n.(type) {
		case Word:
			if words == nil {
				at = len(rest)
			}
			words = append(words, n)
			continue
		case Words:
			if words == nil {
				at = len(rest)
			}
			words = append(words, n.Words...)
			continue
		}
		m, ok := n.(Mention)
		switch {
		case !ok:
			rest = append(rest, n)
		case len(m.Brands) > 0:
			brands = append(brands, m)
		default:
			others = append(others, m)
		}
	}
	if len(brands) == 0 && len(others) > 0 {
		brands = []Mention{{}}
	}
	for _, b := range brands {
		for _, o := range others {
			b = b.both(o)
		}
		rest = append(rest, b)
	}
	switch len(words) {
	case 0:
	case 1:
		rest = slices.Insert(rest, at, Node(words[0]))
	default:
		rest = slices.Insert(rest, at, Node(Words{Words: words}))
	}
	if rest = once(rest); len(rest) == 1 {
		return rest[0]
	}
	return And{Nodes: rest}
}

// once removes repeated prefixes and fuzzy words, which are costly to evaluate.
func once(nodes []Node) []Node {
	type costly struct {
		term     string
		distance int // 0 for a prefix
	}
	seen := map[costly]bool{}
	var out []Node
	for _, n := range nodes {
		var key costly
		switch n := n.(type) {
		case Prefix:
			key.term = n.Term
		case Fuzzy:
			key = costly{n.Term, n.Distance}
		}
		if key.term != "" {
			if seen[key] {
				continue
			}
			seen[key] = true
		}
		out = append(out, n)
	}
	return out
}

// noType is a type that no mention has: a mention has one type, so two different types
// exclude each other.
const noType = index.MentionType("none")

func (m Mention) both(o Mention) Mention {
	switch {
	case len(o.Types) == 0:
	case len(m.Types) == 0:
		m.Types = o.Types
	default:
		var common []index.MentionType
		for _, t := range m.Types {
			for _, u := range o.Types {
				if t == u {
					common = append(common, t)
				}
			}
		}
		if common == nil {
			common = []index.MentionType{noType}
		}
		m.Types = common
	}
	if o.High != 0 {
		if m.High == 0 {
			m.High = o.High
		}
		m.Low, m.High = max(m.Low, o.Low), min(m.High, o.High)
	}
	return m
}

// Resolve replaces names, aliases and handles of brands by ids. Beside NEAR it replaces a
// brand by its names, which have positions. A name that no brand has is a mistake, with the
// most similar brand as suggestion.
func (q Query) Resolve(brands []index.Brand) (Query, error) {
	if q.Root == nil {
		return q, nil
	}
	root, err := resolve(q.Root, brands, false)
	if err != nil {
		return q, err
	}
	q.Root = root
	return q, nil
}

func resolve(n Node, brands []index.Brand, inNear bool) (Node, error) {
	list := func(nodes []Node) ([]Node, error) {
		out := make([]Node, len(nodes))
		for i, c := range nodes {
			r, err := resolve(c, brands, inNear)
			if err != nil {
				return nil, err
			}
			out[i] = r
		}
		return out, nil
	}
	switch n := n.(type) {
	case And:
		nodes, err := list(n.Nodes)
		return And{Nodes: nodes}, err
	case Or:
		nodes, err := list(n.Nodes)
		return Or{Nodes: nodes}, err
	case Not:
		c, err := resolve(n.Node, brands, inNear)
		return Not{Node: c}, err
	case Near:
		var err error
		if n.Left, err = resolve(n.Left, brands, true); err != nil {
			return nil, err
		}
		n.Right, err = resolve(n.Right, brands, true)
		return n, err
	case Mention:
		if len(n.Brands) == 0 {
			return n, nil
		}
		var ids []string
		var names []Node
		for _, name := range n.Brands {
			found := false
			for _, b := range brands {
				if !called(b, name) {
					continue
				}
				found = true
				ids = append(ids, b.ID)
				for _, s := range append([]string{b.Name}, b.Aliases...) {
					if ph := phrase(s); len(ph.Variants) > 0 {
						names = append(names, ph)
					}
				}
			}
			if !found {
				return nil, unknownBrand(n.At, name, nearest(brands, name))
			}
		}
		if inNear && len(names) > 0 {
			return Or{Nodes: names}, nil
		}
		n.Brands = ids
		return n, nil
	}
	return n, nil
}

// called reports whether name is the brand's id, name, alias or handle.
func called(b index.Brand, name string) bool {
	name = strings.TrimPrefix(name, "@")
	for _, s := range append(append([]string{b.ID, b.Name}, b.Aliases...), b.Handles...) {
		if strings.EqualFold(strings.TrimPrefix(s, "@"), name) {
			return true
		}
	}
	return false
}

func unknownBrand(at Position, name, suggestion string) error {
	p, help := params{"brand", clip(name, 40)}, "add it under Brands, or search for the word itself"
	if suggestion != "" {
		p, help = append(p, "suggestion", suggestion), "did you mean brand:"+suggestion+"?"
	}
	return mistake(at.From, at.To-at.From, UnknownBrand, p, "there is no brand %q: %s", clip(name, 40), help)
}

// nearest returns the brand whose name differs from name by one letter, as it is typed
// after brand:, or "".
func nearest(brands []index.Brand, name string) string {
	for _, b := range brands {
		if oneOff(strings.ToLower(b.Name), strings.ToLower(name)) {
			return quoteIfNeeded(b.Name)
		}
	}
	return ""
}

func quoteIfNeeded(s string) string {
	if strings.ContainsAny(s, " ():\"") {
		return `"` + s + `"`
	}
	return s
}
