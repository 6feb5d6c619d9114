package search

import (
	"context"
	"fmt"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/namedrop/namedrop/index/search/query"
)

// evaluation is the state of one search while it reads segments. One goroutine may use it.
type evaluation struct {
	ctx      context.Context
	deadline time.Time
	steps    int
	names    map[string]bool // results of Field.Holds, by field and term
	group    grouping
}

func newEvaluation(ctx context.Context, deadline time.Time) *evaluation {
	return &evaluation{ctx: ctx, deadline: deadline, names: map[string]bool{}}
}

// tick is called in every loop that may take long. Every 32nd call checks the context and
// the budget.
func (v *evaluation) tick() error {
	if v.steps++; v.steps%32 != 0 {
		return nil
	}
	return v.check()
}

func (v *evaluation) check() error {
	if err := v.ctx.Err(); err != nil {
		return err
	}
	if !v.deadline.IsZero() && time.Now().After(v.deadline) {
		return ErrTooCostly
	}
	return nil
}

// eval returns the passages of s that match n. If within is not nil, only those in within
// are considered. The bitmap must not be changed. Cheap parts are evaluated first. Parts
// that have to read single passages (phrases, NEAR, raw) then read only the few that are
// left.
func (v *evaluation) eval(s *segment, n query.Node, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	if err := v.tick(); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case nil, query.All:
		return clipTo(s.all(), within), nil
	case query.And:
		return v.and(s, n.Nodes, within)
	case query.Or:
		out := roaring.New()
		for _, c := range n.Nodes {
			b, err := v.eval(s, c, within)
			if err != nil {
				return nil, err
			}
			out.Or(b)
		}
		return out, nil
	case query.Not:
		b, err := v.eval(s, n.Node, within)
		if err != nil {
			return nil, err
		}
		base := within
		if base == nil {
			base = s.all()
		}
		return roaring.AndNot(base, b), nil
	case query.Word:
		return v.word(s, spoken, n, within)
	case query.Words:
		return v.words(s, n, within)
	case query.MinimumMatch:
		return v.minimumMatch(s, n, within)
	case query.Phrase:
		return v.phrase(s, n, within)
	case query.Prefix:
		b, err := v.prefix(s, n)
		return clipTo(b, within), err
	case query.Fuzzy:
		b, err := v.fuzzy(s, n)
		return clipTo(b, within), err
	case query.Raw:
		return v.raw(s, n, within)
	case query.Near:
		return v.near(s, n, within)
	case query.Field:
		b, err := v.field(s, n)
		return clipTo(b, within), err
	case query.Dates:
		return v.dates(s, n, within)
	case query.Mention:
		b, err := v.mention(s, n)
		return clipTo(b, within), err
	}
	return nil, fmt.Errorf("searching: unknown part of a query %T", n)
}

func clipTo(b, within *roaring.Bitmap) *roaring.Bitmap {
	if within == nil || b == nil {
		return b
	}
	return roaring.And(b, within)
}

// cost orders the parts of an And: cheap ones first, exclusions last.
func cost(n query.Node) int {
	switch n := n.(type) {
	case query.Field, query.Dates, query.Mention:
		return 0
	case query.Word:
		return 1
	case query.Words, query.MinimumMatch, query.Prefix, query.Fuzzy, query.And, query.Or:
		return 2
	case query.Phrase:
		return 3
	case query.Raw:
		return 4
	case query.Near:
		return 5
	case query.Not:
		return 6 + cost(n.Node)
	}
	return 1
}

func (v *evaluation) and(s *segment, nodes []query.Node, within *roaring.Bitmap) (*roaring.Bitmap, error) {
	for c := 0; c <= 12; c++ {
		for _, n := range nodes {
			if cost(n) != c {
				continue
			}
			b, err := v.eval(s, n, within)
			if err != nil {
				return nil, err
			}
			if b.IsEmpty() {
				return b, nil
			}
			within = b
		}
	}
	return clipTo(s.all(), within), nil
}
