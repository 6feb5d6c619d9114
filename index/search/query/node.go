package query

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/text"
)

// Query is a parsed query. The zero Query matches everything.
type Query struct {
	Text  string
	Root  Node
	Hints []Word // stop words that are optional; nearby they raise the score
}

// Node is a part of a query: one of the types of this file.
type Node interface{ node() }

// All matches every passage.
type All struct{}

// And matches where all of Nodes do.
type And struct{ Nodes []Node }

// Or matches where one of Nodes does.
type Or struct{ Nodes []Node }

// Not matches where Node doesn't.
type Not struct{ Node Node }

// Word is a bare word. It matches its other forms in the passage's language, and compounds
// that contain it.
type Word struct {
	Term  string
	Stems [6]string // by language; empty if the stem is the term
	At    Position
}

// Words are several bare words. All must be in the passage or in the title of its document,
// and at least one in the passage itself. So "tidewater pricing" finds the passages about
// prices in an episode titled "Tidewater".
type Words struct{ Words []Word }

// MinimumMatch matches passages of documents that have most of several parts ("minimum
// should match"): the parts that occur anywhere in the document must weigh Minimum together.
// Of such a document the passages with a part that is not Light match. It cannot be typed;
// see [Query.Relax].
type MinimumMatch struct {
	Parts   []WeightedPart
	Minimum int
}

// WeightedPart is a part and its weight. A light part says little alone.
type WeightedPart struct {
	Node   Node
	Weight int
	Light  bool
}

// Position is where a part is in the text of the query, in code points.
type Position struct{ From, To int }

// Phrase is a run of words as spelled. A word with several spellings (e-mail, email) gives
// several variants, one of which must match.
type Phrase struct {
	Text     string
	Variants []Variant
}

// Variant is one way to write a phrase: folded terms and their positions, the first at 0.
type Variant struct {
	Terms     []string
	Positions []int
	Length    int // positions it fills
}

// Prefix matches words that start with Term.
type Prefix struct{ Term string }

// Fuzzy matches words within Distance letters of Term. [NewFuzzy] makes one, whose automaton
// is built once however many passages are matched.
type Fuzzy struct {
	Term      string
	Distance  int
	automaton *automaton
}

// Raw is a run of written words, compared letter by letter.
type Raw struct{ Words []string }

// Near matches if Left and Right are at most N words apart.
type Near struct {
	Left, Right Node
	N           int
	Ordered     bool
}

// FieldName is a field that describes a document or a passage.
type FieldName string

const (
	Source  FieldName = "source"
	Show    FieldName = "show"
	Kind    FieldName = "kind"
	Lang    FieldName = "lang"
	Speaker FieldName = "speaker"
	Person  FieldName = "person"
	Site    FieldName = "site"
)

// Field matches if the field has one of Values.
type Field struct {
	Name   FieldName
	Values []string
}

// Dates matches what was published from From up to but not including To. A zero time is
// open.
type Dates struct{ From, To time.Time }

// Mention matches passages with a mention. Empty lists and a High of 0 mean any. Brands
// holds ids, or names before [Query.Resolve].
type Mention struct {
	Brands    []string
	Types     []index.MentionType
	Low, High float64 // lowest and highest confidence, both inclusive
	At        Position
}

func (All) node()          {}
func (And) node()          {}
func (Or) node()           {}
func (Not) node()          {}
func (Word) node()         {}
func (Words) node()        {}
func (MinimumMatch) node() {}
func (Phrase) node()       {}
func (Prefix) node()       {}
func (Fuzzy) node()        {}
func (Raw) node()          {}
func (Near) node()         {}
func (Field) node()        {}
func (Dates) node()        {}
func (Mention) node()      {}

// newWord is a bare word with its stems.
func newWord(term string, at Position) Word {
	w := Word{Term: term, At: at}
	if !letters(term) {
		return w // a name with signs or digits has no other forms
	}
	for _, l := range text.Languages {
		if s := text.Stem(l, term); s != term {
			w.Stems[l] = s
		}
	}
	return w
}

func letters(s string) bool {
	for _, r := range s {
		if r < 'a' && r < 0x80 || r > 'z' && r < 0x80 {
			return false
		}
	}
	return true
}

// Stem returns the stem to look for in passages of that language.
func (w Word) Stem(l text.Language) string {
	if s := w.Stems[l]; s != "" {
		return s
	}
	return w.Term
}

// Brands returns the ids of the brands that a mention is looked for of; before [Query.Resolve] their
// names.
func (q Query) Brands() []string {
	var out []string
	Walk(q.Root, func(n Node, positive bool) bool {
		if m, ok := n.(Mention); ok && positive {
			out = append(out, m.Brands...)
		}
		return true
	})
	return out
}

// And returns q with a further condition, as the filters of a search page add.
func (q Query) And(n Node) Query {
	if q.Root == nil {
		q.Root = n
		return q
	}
	if _, all := q.Root.(All); all {
		q.Root = n
		return q
	}
	q.Root = mergeAnd(And{Nodes: []Node{q.Root, n}})
	return q
}

// Typed returns a word as it was typed, or its term if that is not known.
func (q Query) Typed(w Word) string {
	rs := []rune(q.Text)
	if w.At.From < 0 || w.At.To > len(rs) || w.At.From >= w.At.To {
		return w.Term
	}
	return string(rs[w.At.From:w.At.To])
}

// OfKinds returns the condition that a document is of one of kinds.
func OfKinds(kinds ...feeds.Kind) Field {
	f := Field{Name: Kind}
	for _, k := range kinds {
		f.Values = append(f.Values, string(k))
	}
	return f
}

// Walk calls visit for n and everything below it. positive is false below a Not. It does not
// go below a node for which visit returns false.
func Walk(n Node, visit func(n Node, positive bool) bool) { walk(n, true, visit) }

func walk(n Node, positive bool, visit func(Node, bool) bool) {
	if n == nil || !visit(n, positive) {
		return
	}
	switch n := n.(type) {
	case And:
		for _, c := range n.Nodes {
			walk(c, positive, visit)
		}
	case Or:
		for _, c := range n.Nodes {
			walk(c, positive, visit)
		}
	case Words:
		for _, c := range n.Words {
			walk(c, positive, visit)
		}
	case MinimumMatch:
		for _, c := range n.Parts {
			walk(c.Node, positive, visit)
		}
	case Not:
		walk(n.Node, !positive, visit)
	case Near:
		walk(n.Left, positive, visit)
		walk(n.Right, positive, visit)
	}
}
