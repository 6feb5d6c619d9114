package crawler

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/namedrop/namedrop/feeds"
)

// filter selects the documents of a stream that belong to one source.
type filter struct {
	source string
	words  []string // of the query, folded; a document must contain all of them besides a brand
}

// newFilters returns a filter for each source.
func newFilters(sources []feeds.Source) []filter {
	out := make([]filter, len(sources))
	for i, s := range sources {
		out[i] = filter{s.ID, foldedWords(s.Query)}
	}
	return out
}

// matchingSources returns the ids of the sources that a document belongs to: those whose words
// it contains, all of them and in any order. A document that can't name a brand belongs to no
// source. It is called for everything that a network publishes, before anything is stored, so
// the brands are checked first: that rejects almost all documents without building the set of
// words.
func (c *Crawler) matchingSources(ctx context.Context, filters []filter, d *feeds.Document) []string {
	text := strings.Join([]string{d.Title, d.Notes, d.Body()}, "\n")
	set, err := c.opts.Names.Recent(ctx)
	if err != nil {
		c.opts.Logger.Error("brands unavailable, documents dropped", "error", err)
		return nil
	}
	if !set.Detector.Contains(text) {
		return nil
	}
	in := map[string]bool{}
	for _, word := range foldedWords(text) {
		in[word] = true
	}
	var out []string
	for _, f := range filters {
		if !slices.ContainsFunc(f.words, func(word string) bool { return !in[word] }) {
			out = append(out, f.source)
		}
	}
	return out
}

// foldedWords returns the words of a text in lower case. A word is a run of letters and digits.
func foldedWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
