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
	// MaxRanked is how deep relevance goes. Newest-first and export have no such limit.
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
	Names    []string // also highlighted: the names of the brands in the query
	Unfolded bool     // list near-duplicates as results of their own
	Explain  bool     // fill Found.Why

	// Document loads a document, nil if it can't. With it the second of a match is that of its
	// first word and not of its passage, and the parts of the head are told apart. It may be nil.
	Document func(id string) *feeds.Document

	// Relax lets documents with most of the words match, corrected if need be, when none
	// has them all. Page.Relaxed and Totals.Relaxed then say what was matched.
	Relax   bool
	Watched []string // names of brands, whose words count more when relaxing
}

// full returns the query with the filters.
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

// ErrRequest is returned for an invalid request.
var ErrRequest = errors.New("invalid search")

func (r *Request) check() error {
	switch r.Order {
	case "":
		r.Order = Newest
	case Newest, Oldest, Relevance:
	default:
		return fmt.Errorf("%w: order %q is not newest, oldest or relevance", ErrRequest, r.Order)
	}
	if r.Limit == 0 {
		r.Limit = DefaultLimit
	}
	if r.Limit < 1 || r.Limit > MaxLimit {
		return fmt.Errorf("%w: a page has 1 to %d results, not %d; use the cursor for more, or export them all", ErrRequest, MaxLimit, r.Limit)
	}
	if r.Passages == 0 {
		r.Passages = 3
	}
	r.Passages = min(max(r.Passages, 1), 20)
	return nil
}
