package search

import (
	"errors"
	"fmt"
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/search/query"
)

// Order is how results are sorted.
type Order string

const (
	Newest    Order = "newest"
	Oldest    Order = "oldest"
	Relevance Order = "relevance"
)

// What a page may ask for.
const (
	DefaultLimit = 20
	MaxLimit     = 200
	// MaxRanked is how deep relevance goes: nobody reads further, and newest-first
	// and export have no such end.
	MaxRanked = 2000
)

// Request is a search. The lists narrow the query; an empty list means all.
type Request struct {
	Query     query.Query
	Brands    []string // ids
	Sources   []string // ids
	Kinds     []feeds.Kind
	Languages []string
	From, To  time.Time // published from From up to but not including To

	Order    Order    // Newest if empty
	Limit    int      // documents a page; DefaultLimit if 0
	Cursor   string   // Page.Next of the page before
	Passages int      // best passages shown of each document; 3 if 0
	Names    []string // also highlighted where they stand: the names of the brands asked for
	Unfolded bool     // show similar documents one by one
	Explain  bool     // fill Found.Why

	// Forgiving lets most of the words answer, put right if need be, where nothing has
	// them all. Page.Instead and Totals.Instead say so.
	Relax   bool
	Watched []string // names of brands, which then count more than other words
}

// full is the query with the filters.
func (r Request) full() query.Query {
	q := r.Query
	add := func(n query.Node) { q = q.And(n) }
	if len(r.Brands) > 0 {
		add(query.Mention{Brands: r.Brands})
	}
	if len(r.Sources) > 0 {
		add(query.Field{Name: query.Source, Values: r.Sources})
	}
	if len(r.Kinds) > 0 {
		add(query.OfKinds(r.Kinds...))
	}
	if len(r.Languages) > 0 {
		add(query.Field{Name: query.Lang, Values: r.Languages})
	}
	if !r.From.IsZero() || !r.To.IsZero() {
		add(query.Dates{From: r.From, To: r.To})
	}
	return q
}

// ErrRequest says that a request can't be answered as it stands.
var ErrRequest = errors.New("this search can't be done")

func (r *Request) check() error {
	switch r.Order {
	case "":
		r.Order = Newest
	case Newest, Oldest, Relevance:
	default:
		return fmt.Errorf("%w: order %q is none of newest, oldest, relevance", ErrRequest, r.Order)
	}
	if r.Limit == 0 {
		r.Limit = DefaultLimit
	}
	if r.Limit < 1 || r.Limit > MaxLimit {
		return fmt.Errorf("%w: a page has 1 to %d results, not %d; go on with the cursor, or export them all", ErrRequest, MaxLimit, r.Limit)
	}
	if r.Passages == 0 {
		r.Passages = 3
	}
	r.Passages = min(max(r.Passages, 1), 20)
	return nil
}
