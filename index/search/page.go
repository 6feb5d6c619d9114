package search

import (
	"time"

	"github.com/namedrop/namedrop/feeds"
	"github.com/namedrop/namedrop/index/search/query"
)

// Page is one page of results.
type Page struct {
	Results []Result           `json:"results"`
	Next    string             `json:"next,omitempty"`    // cursor of the next page; empty on the last
	Instead string             `json:"instead,omitempty"` // what the results match, in English, where nothing matches the query itself
	Relaxed *query.Explanation `json:"relaxed,omitempty"` // Instead as a code with parameters
	Took    time.Duration      `json:"took"`
	// Rebuilding lists the partitions that are not complete, "all" for every one. What
	// they hold may be missing.
	Rebuilding []string `json:"rebuilding,omitempty"`
}

// Result is a document with its best passages.
type Result struct {
	Document  string     `json:"document"`
	Revision  string     `json:"revision,omitempty"`
	Kind      feeds.Kind `json:"kind"`
	Network   string     `json:"network,omitempty"`
	Title     string     `json:"title"`
	TitleHTML string     `json:"title_html"` // escaped, with <mark>
	URL       string     `json:"url,omitempty"`
	Show      string     `json:"show,omitempty"`
	Sources   []string   `json:"sources,omitempty"`
	People    []string   `json:"people,omitempty"`
	Brands    []string   `json:"brands,omitempty"` // ids of the brands mentioned anywhere in it
	Published time.Time  `json:"published"`
	Passages  []Found    `json:"passages"`
	Matching  int        `json:"matching"` // how many passages match
	Score     float64    `json:"score,omitempty"`
	Similar   []Similar  `json:"similar,omitempty"` // other documents of its cluster that match too
}

// Similar is a document folded under another: a re-post, or the same episode elsewhere.
type Similar struct {
	Document  string     `json:"document"`
	Kind      feeds.Kind `json:"kind"`
	Network   string     `json:"network,omitempty"`
	Title     string     `json:"title"`
	URL       string     `json:"url,omitempty"`
	Show      string     `json:"show,omitempty"`
	Published time.Time  `json:"published"`
}

// at returns the second at which to open the document.
func (f *Found) at() float64 {
	if f.Second == nil {
		return f.From
	}
	return *f.Second
}

// Found is a passage that matches.
type Found struct {
	Number   int                 `json:"number"`
	Start    int                 `json:"start"` // code points into the document's body
	End      int                 `json:"end"`
	From     float64             `json:"from"` // seconds
	To       float64             `json:"to"`
	Speakers []string            `json:"speakers,omitempty"`
	Language string              `json:"language,omitempty"`
	Part     Part                `json:"part"`
	Second   *float64            `json:"second,omitempty"`  // when the first match is spoken; absent without times
	Link     string              `json:"link,omitempty"`    // opens the document at that second
	Why      []string            `json:"why,omitempty"`     // which parts of the query match, in English
	Reasons  []query.MatchReason `json:"reasons,omitempty"` // Why as codes with parameters
	Fragment
}
