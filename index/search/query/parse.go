package query

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/namedrop/namedrop/index/search/text"
)

// Limits of a query. A larger one is refused, so that no query delays the others.
const (
	MaxLength   = 20_000 // code points
	MaxClauses  = 1_000
	MaxExpanded = 32 // words with * or ~
	maxDepth    = 50
)

// Parse reads a query. Relative dates count from now.
func Parse(s string) (Query, error) { return ParseAt(s, time.Now()) }

// ParseAt is [Parse] with another time for now.
func ParseAt(s string, now time.Time) (Query, error) {
	if n := utf8.RuneCountInString(s); n > MaxLength {
		return Query{}, mistake(MaxLength, 1, TooLong, params{"length", n, "max", MaxLength}, "the query is too long: %d characters, at most %d are allowed", n, MaxLength)
	}
	tokens, err := lex(s)
	if err != nil {
		return Query{}, err
	}
	p := &parser{tokens: tokens, now: now, question: question(tokens)}
	q := Query{Text: s, Root: All{}}
	if p.peek().kind == endToken {
		return q, nil
	}
	root, err := p.or()
	if err != nil {
		return Query{}, err
	}
	if t := p.peek(); t.kind == closeToken {
		return Query{}, mistake(t.at, 1, GroupExtra, nil, "this bracket closes nothing: remove it, or add ( before it")
	} else if t.kind != endToken {
		return Query{}, mistake(t.at, t.n, Unexpected, nil, "this was not expected here")
	}
	if root == nil {
		return Query{}, mistake(0, utf8.RuneCountInString(s), OnlySigns, params{"text", strings.TrimSpace(clip(s, 20))}, "there are only signs here: add a word to search for")
	}
	q.Root, q.Hints = root, p.hints
	return q, nil
}

type parser struct {
	tokens   []token
	i        int
	now      time.Time
	question bool // as in "what do people say about acme", where people and say are optional too
	hints    []Word
	clauses  int
	expanded int
	depth    int
}

// question reports whether the query is written as a question: bare words only, the first of
// which starts a question.
func question(tokens []token) bool {
	for _, t := range tokens[:len(tokens)-1] {
		if t.kind != wordToken {
			return false
		}
	}
	return len(tokens) > 2 && text.StartsQuestion(text.Fold(tokens[0].text))
}

func (p *parser) peek() token { return p.tokens[p.i] }

func (p *parser) next() token {
	t := p.tokens[p.i]
	if t.kind != endToken {
		p.i++
	}
	return t
}

// operand reports whether the token begins something to look for.
func (t token) operand() bool {
	switch t.kind {
	case wordToken, quoteToken, openToken, fieldToken, minusToken, notToken:
		return true
	}
	return t.small
}

// or reads alternatives. It returns nil if there were only signs.
func (p *parser) or() (Node, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, mistake(p.peek().at, 1, GroupDeep, params{"max", maxDepth}, "groups are nested more than %d deep", maxDepth)
	}
	var nodes []Node
	for {
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		if n != nil {
			nodes = append(nodes, n)
		}
		if p.peek().kind != orToken {
			break
		}
		op := p.next()
		if !p.peek().operand() {
			return nil, mistake(op.at, op.n, NothingAfter, params{"operator", "OR"}, "OR goes between two terms, and there is none after it")
		}
	}
	switch len(nodes) {
	case 0:
		return nil, nil
	case 1:
		return nodes[0], nil
	}
	var flat []Node
	for _, n := range nodes {
		if o, ok := n.(Or); ok {
			flat = append(flat, o.Nodes...)
		} else {
			flat = append(flat, n)
		}
	}
	if flat = once(flat); len(flat) == 1 {
		return flat[0], nil
	}
	return Or{Nodes: flat}, nil
}

// and reads parts that must all match.
func (p *parser) and() (Node, error) {
	var nodes []Node
	var bare []stopWord
	first := true
	for {
		t := p.peek()
		switch {
		case t.kind == andToken && !first && p.tokens[p.i+1].operand():
			p.next()
			continue
		case t.kind == orToken && !(first && t.small):
			if first {
				return nil, mistake(t.at, t.n, NothingBefore, params{"operator", "OR"}, "OR goes between two terms, and there is none before it")
			}
			if t.small && !p.tokens[p.i+1].operand() {
				break // a last word "or"
			}
			return p.join(nodes, bare)
		case t.kind == andToken && !t.small:
			if first {
				return nil, mistake(t.at, t.n, NothingBefore, params{"operator", "AND"}, "AND goes between two terms, and there is none before it")
			}
			return nil, mistake(t.at, t.n, NothingAfter, params{"operator", "AND"}, "AND goes between two terms, and there is none after it")
		case t.kind == nearToken:
			return nil, mistake(t.at, t.n, NothingBefore, params{"operator", t.text}, "%s goes between two words, phrases or groups, and there is none before it", t.text)
		case !t.operand():
			return p.join(nodes, bare)
		}
		first = false
		n, small, err := p.unary()
		if err != nil {
			return nil, err
		}
		if small != nil {
			bare = append(bare, *small)
		}
		if n != nil {
			nodes = append(nodes, n)
		}
	}
}

// stopWord is a stop word, which is optional if there are other words.
type stopWord struct {
	word Word
}

// join makes one node of parts that must all match. Stop words count only when there is
// nothing else to look for.
func (p *parser) join(nodes []Node, bare []stopWord) (Node, error) {
	words := false
	for _, n := range nodes {
		switch n.(type) {
		case Field, Dates, Mention, Not, All:
		default:
			words = true
		}
	}
	for _, b := range bare {
		if words {
			p.hints = append(p.hints, b.word)
		} else {
			nodes = append(nodes, b.word)
		}
	}
	switch len(nodes) {
	case 0:
		return nil, nil
	case 1:
		return nodes[0], nil
	}
	return mergeAnd(And{Nodes: nodes}), nil
}

func (p *parser) unary() (Node, *stopWord, error) {
	if t := p.peek(); t.kind == notToken || t.kind == minusToken {
		p.next()
		if !p.peek().operand() || p.peek().small {
			return nil, nil, mistake(t.at, t.n, NothingToExclude, nil, "there is nothing after this to exclude: write -word, -\"a phrase\" or -(a group)")
		}
		p.depth++
		if p.depth > maxDepth {
			return nil, nil, mistake(t.at, 1, GroupDeep, params{"max", maxDepth}, "groups are nested more than %d deep", maxDepth)
		}
		n, small, err := p.unary()
		p.depth--
		if err != nil {
			return nil, nil, err
		}
		if n == nil && small != nil {
			n = small.word
		}
		if n == nil {
			return nil, nil, nil
		}
		if not, ok := n.(Not); ok {
			return not.Node, nil, nil
		}
		return Not{Node: n}, nil, nil
	}
	return p.nearby()
}

// nearby reads a chain of NEAR, from left to right.
func (p *parser) nearby() (Node, *stopWord, error) {
	left := p.peek()
	n, small, err := p.primary()
	if err != nil {
		return nil, nil, err
	}
	for p.peek().kind == nearToken {
		op := p.next()
		if op.near < 1 {
			return nil, nil, mistake(op.at, op.n, NearDistance, nil, "NEAR/5 means at most five words apart: the number is 1 to 100")
		}
		right := p.peek()
		if !right.operand() || right.kind == minusToken || right.kind == notToken {
			return nil, nil, mistake(op.at, op.n, NothingAfter, params{"operator", op.text}, "%s goes between two words, phrases or groups, and there is none after it", op.text)
		}
		r, rs, err := p.primary()
		if err != nil {
			return nil, nil, err
		}
		if n == nil && small != nil {
			n, small = small.word, nil
		}
		if r == nil && rs != nil {
			r = rs.word
		}
		if err := canBeNear(n, left, op); err != nil {
			return nil, nil, err
		}
		if err := canBeNear(r, right, op); err != nil {
			return nil, nil, err
		}
		n = Near{Left: n, Right: r, N: op.near, Ordered: op.ordered}
	}
	return n, small, nil
}

// canBeNear returns a mistake for what has no position in a text.
func canBeNear(n Node, at, op token) error {
	switch n := n.(type) {
	case Word, Phrase, Prefix, Fuzzy, Raw, Near:
		return nil
	case Mention:
		if len(n.Brands) > 0 {
			return nil
		}
	case Or:
		for _, c := range n.Nodes {
			if err := canBeNear(c, at, op); err != nil {
				return err
			}
		}
		return nil
	}
	return mistake(at.at, at.n, NearOperand, params{"operator", op.text}, "%s works between words, phrases, brands and alternatives (a OR b), not with this", op.text)
}

func (p *parser) primary() (Node, *stopWord, error) {
	t := p.next()
	p.clauses++
	if p.clauses > MaxClauses {
		return nil, nil, mistake(t.at, t.n, TooManyParts, params{"max", MaxClauses}, "the query has more than %d parts: split it in two", MaxClauses)
	}
	switch t.kind {
	case openToken:
		n, err := p.or()
		if err != nil {
			return nil, nil, err
		}
		if end := p.next(); end.kind != closeToken {
			if end.kind == endToken {
				return nil, nil, mistake(t.at, 1, GroupOpen, nil, "this bracket is never closed: add ) where the group ends")
			}
			return nil, nil, mistake(end.at, end.n, Unexpected, nil, "this was not expected inside brackets")
		}
		return n, nil, nil
	case quoteToken:
		n, err := quoted(t)
		return n, nil, err
	case fieldToken:
		n, err := p.field(t)
		return n, nil, err
	case wordToken, andToken, orToken:
		return p.word(t)
	}
	return nil, nil, mistake(t.at, t.n, Unexpected, nil, "this was not expected here")
}
