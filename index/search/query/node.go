package query

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index"
	"github.com/namedrop/namedrop/index/search/text"
)

// Query is a query that was read. The zero Query finds everything.
type Query struct {
	Text  string
	Root  Node
	Hints []Word // small words: not insisted on, but good to have near
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

// Word is a bare word: it matches its other forms in the passage's language, and
// compounds that hold it.
type Word struct {
	Term  string
	Stems [6]string // by language; empty where the stem is the term
	At    Position
}

// Words are bare words side by side: all of them have to be in the passage or in
// its document's title, and at least one in the passage itself. So "tidewater
// pricing" finds where prices are talked about in an episode titled for Tidewater.
type Words struct{ Words []Word }

// Most matches passages of a document that has the heaviest of several parts: those
// that stand anywhere in it weigh Least together. Of such a document the passages match
// that hold a part which isn't Light. Nobody types it; see [Query.Loosen].
type MinimumMatch struct {
	Parts   []WeightedPart
	Minimum int
}

// Weighed is a part and what it counts. A light part says little by itself.
type WeightedPart struct {
	Node   Node
	Weight int
	Light  bool
}

// Place is where in the query's text a part stands, in code points.
type Position struct{ From, To int }

// Phrase is a run of words as spelled. A word that is written in several ways
// (e-mail, email) gives several variants; one of them has to match.
type Phrase struct {
	Text     string
	Variants []Variant
}

// Variant is one way to write a phrase: folded terms and their places, the first at 0.
type Variant struct {
	Terms     []string
	Positions []int
	Length    int // places it fills
}

// Prefix matches words that begin with Term.
type Prefix struct{ Term string }

// Fuzzy matches words at most Distance letters from Term. Made by [NewFuzzy] it builds
// its automaton once, however many passages it is asked of.
type Fuzzy struct {
	Term      string
	Distance  int
	automaton *automaton
}

// Raw is a run of written words, compared letter by letter.
type Raw struct{ Words []string }

// Near matches where Left and Right stand at most N words apart.
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

// Field matches where the field has one of Values.
type Field struct {
	Name   FieldName
	Values []string
}

// Dates matches what was published from From up to but not including To; a zero
// time is open.
type Dates struct{ From, To time.Time }

// Mention matches passages with a name-drop. Empty lists and a High of 0 mean any.
// Brands holds ids, or names before [Query.Resolve].
type Mention struct {
	Brands    []string
	Types     []index.MentionType
	Low, High float64 // confidence, both inclusive
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
		return w // a name with signs or digits has no other form
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

// Stem is the stem to look for in passages of that language.
func (w Word) Stem(l text.Language) string {
	if s := w.Stems[l]; s != "" {
		return s
	}
	return w.Term
}

// And adds a condition to q, as the filters of a search page do.
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

// Typed is a word as it was typed; its term where that isn't known.
func (q Query) Typed(w Word) string {
	rs := []rune(q.Text)
	if w.At.From < 0 || w.At.To > len(rs) || w.At.From >= w.At.To {
		return w.Term
	}
	return string(rs[w.At.From:w.At.To])
}

// OfKinds is the condition that a document is of one of kinds.
func OfKinds(kinds ...feeds.Kind) Field {
	f := Field{Name: Kind}
	for _, k := range kinds {
		f.Values = append(f.Values, string(k))
	}
	return f
}

// Walk calls visit for n and all below it; positive is false below a Not. It stops
// going down where visit returns false.
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
